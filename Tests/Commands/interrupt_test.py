"""Signals in mid-run: what is in flight finishes, the report is whole, and the last line says how to continue."""
import shlex
import signal
import time
import unittest

from workbench import Workbench, tally

USERS = [f"user{number:02}" for number in range(12)]


class Interrupts(Workbench):
    WINDOW = 4

    def setUp(self):
        super().setUp()
        self.site = self.open_site(held=True, prompt=3)
        self.manifest(*USERS)
        self.process = self.start("send", "list.csv", "--concurrency", self.WINDOW, "--batch", "it's June")
        self.site.wait_for(3 + self.WINDOW)

    def interrupt(self, number, words):
        self.process.send_signal(number)
        self.wait_for_words(self.process, words)

    def run_last_line(self, result):
        """Runs the command that the last line gives."""
        last = result.err.rstrip("\n").split("\n")[-1]
        self.assert_says(last, "continue with: ")
        command = shlex.split(last.partition(": ")[2])
        self.assertIn("grupo-batch", command[0])
        return self.run_program(*command[1:])

    def test_first_signal_drains_and_the_last_line_is_the_command_that_continues(self):
        for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
            with self.subTest(signal=number.name):
                if number != signal.SIGINT:
                    self.doCleanups()
                    self.setUp()
                self.interrupt(number, "Stopping")
                self.assertIsNone(self.process.poll(), "it did not wait for what was in flight")
                self.site.held = False
                result = self.finish(self.process)
                self.assertEqual(result.code, code, result)
                self.assertEqual(len(self.site.forms), 7, "something was claimed after the signal")
                self.assertEqual(tally(self.report("list.it's June.results.csv")), {"sent": 7, "pending": 5})
                self.assertEqual(self.run_last_line(result).code, 0)
                self.assertEqual(sorted(self.site.users), USERS)
                self.assertEqual(tally(self.report("list.it's June.results.csv")), {"sent": 12})

    def test_second_signal_leaves_at_once_with_the_rows_in_flight_unknown(self):
        self.interrupt(signal.SIGINT, "Stopping")
        self.interrupt(signal.SIGINT, "Leaving at once")
        began = time.monotonic()
        result = self.finish(self.process)
        self.assertLess(time.monotonic() - began, 5)
        self.assertEqual(result.code, 130, result)
        self.assertEqual(
            tally(self.report("list.it's June.results.csv")), {"sent": 3, "unknown": self.WINDOW, "pending": 5})
        self.assert_says(result.err, "4 rows are unknown", "resolve")
        self.site.held = False
        self.assertEqual(self.run_last_line(result).code, 3)
        self.assertEqual(sorted(self.site.users), USERS, "nobody twice, nobody forgotten")

    def test_signal_while_a_rate_is_waited_for_ends_the_run_at_once(self):
        self.site.held = False
        self.finish(self.process)
        process = self.start("send", "list.csv", "--rate", "1/h", "--yes")
        self.site.wait_for(13)
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.finish(process).code, 143)
        self.assertEqual(tally(self.report()), {"sent": 1, "pending": 11})


if __name__ == "__main__":
    unittest.main()
