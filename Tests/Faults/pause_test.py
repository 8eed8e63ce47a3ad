"""A program that is stopped (Ctrl-Z, SIGSTOP) for longer than its time-out while answers come in."""
import signal
import socket
import threading
import time
import unittest

from fault_site import response
from faulty import KEY, PATIENCE, Faulty

# Longer than the time-out below, and than the delays that a busy machine makes.
PAUSE = 5.0


class Pause(Faulty):
    def stop_while_answering(self, answers):
        """Sends four rows at once; the site answers while the program is stopped, if at all. Returns exit code and report."""
        waiting, go_on = threading.Semaphore(0), threading.Event()

        def behave(connection):
            connection.read_request()
            if connection.site.requests > 1:
                waiting.release()
                go_on.wait()
            if connection.site.requests > 1 and not answers:
                return connection.hang()
            connection.send(response())
            return True

        self.manifest("lead", *(f"user{number}" for number in range(4)))
        site = self.open_fault_site(behave)
        self.addCleanup(go_on.set)
        process = self.start(
            "send", "list.csv", "--yes", "--concurrency", 4, "--timeout", "2s", "--retries", 0)
        for _ in range(4):
            waiting.acquire()
        process.send_signal(signal.SIGSTOP)
        go_on.set()
        time.sleep(PAUSE)
        process.send_signal(signal.SIGCONT)
        code = self.finish(process).code
        self.assertEqual(site.requests, 5)
        return code, self.outcomes()

    def test_reads_the_answers_that_came_meanwhile(self):
        code, outcomes = self.stop_while_answering(True)
        self.assertEqual(code, 0)
        self.assertEqual(set(outcomes.values()), {"sent"})

    def test_still_gives_up_on_those_that_never_come(self):
        code, outcomes = self.stop_while_answering(False)
        self.assertEqual(code, 3)
        self.assertEqual(outcomes, {"lead": "sent"} | {f"user{number}": "unknown" for number in range(4)})

    def test_gives_up_on_a_connection_that_nobody_answers_on(self):
        """The peer takes the connection and is silent in TLS: libcurl's own timers fire while the program is stopped."""
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(PATIENCE)
        self.addCleanup(listener.close)
        self.environment["GRUPO_API_SECRET_KEY"] = KEY
        self.manifest("ann")
        process = self.start(
            "send", "list.csv", "--yes", "--site", f"https://127.0.0.1:{listener.getsockname()[1]}", "--retries", 0,
            "--connect-timeout", "1s", "--timeout", "2s")
        connection, _ = listener.accept()
        self.addCleanup(connection.close)
        process.send_signal(signal.SIGSTOP)
        time.sleep(PAUSE)
        process.send_signal(signal.SIGCONT)
        result = self.finish(process)
        self.assertEqual(result.code, 69, result)
        self.assertEqual(self.outcomes(), {"ann": "not_sent"})


if __name__ == "__main__":
    unittest.main()
