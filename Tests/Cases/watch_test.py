"""`status --watch`: a batch that another process is sending, on a terminal and for programs."""
import json
import signal
import unittest

from case import Case, greetings
from terminal import Screen


class WatchTest(Case):
    def setUp(self):
        super().setUp()
        self.put("list.csv", greetings(4))

    def send_held(self):
        """Starts a send of which one message was answered and one waits for its answer."""
        self.site.held, self.site.prompt = True, 1
        process = self.start("send", "list.csv", "--concurrency", 1)
        self.site.wait_for(2)
        return process

    def test_lines_tell_each_change_until_the_send_has_ended(self):
        process = self.send_held()
        watch = self.start("status", "list.csv", "--watch", "--json")
        first = json.loads(watch.stdout.readline())
        self.assertEqual((first["running"], first["counts"]["sent"], first["counts"]["pending"], first["in_flight"]),
                         (True, 1, 2, 1))
        self.site.held = False
        self.assertEqual(self.finish(process).code, 0)
        result = self.finish(watch)
        self.assertEqual(result.code, 0, result)
        last = json.loads(result.out.splitlines()[-1])
        self.assertEqual((last["running"], last["counts"]["sent"], last["exit_code"]), (False, 4, 0))

    def test_terminal_shows_it_anew_and_keeps_the_end(self):
        process = self.send_held()
        screen = Screen(self, "status", "list.csv", "--watch")
        screen.wait_for(lambda lines: any("4 rows: 1 sent" in line for line in lines)
                        and any("running" in line for line in lines), "the running batch")
        self.site.held = False
        self.assertEqual(self.finish(process).code, 0)
        screen.wait_for(lambda lines: any("exit=0" in line for line in lines), "the end")
        self.assertEqual(sum("4 rows: 4 sent" in line for line in screen.lines), 1, screen.lines)
        self.assertFalse(any("running" in line for line in screen.lines), screen.lines)

    def test_interrupt_leaves_the_last_state(self):
        self.send_held()
        watch = self.start("status", "list.csv", "--watch")
        self.assertIn(b"1 sent", watch.stdout.readline())
        watch.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(watch).code, 130)

    def test_batch_that_nobody_sends_is_shown_once(self):
        self.expect(0, "send", "list.csv")
        result = self.expect(0, "status", "list.csv", "--watch")
        self.assert_says(result.out, "4 rows: 4 sent", "exit code 0")
        self.assert_says(result.err, "nothing is being sent")

    def test_watch_needs_a_list(self):
        self.assert_says(self.expect(64, "status", "--watch").err, "name it")


if __name__ == "__main__":
    unittest.main()
