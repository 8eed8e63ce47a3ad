"""How far a send is, where no block is drawn: on a signal, without a terminal, while it waits or checks."""
import os
import signal
import unittest

from terminal import Screen, Terminal
from workbench import Workbench, refusal

USERS = [f"user{number:02}" for number in range(12)]


class Waiting(Workbench):
    def test_block_says_why_it_waits(self):
        site = self.open_site()
        self.manifest(*USERS)
        screen = Screen(self, "send", "list.csv", "--rate", "1/h")
        screen.wait_for_words("waiting: next by the rate in")
        self.assertEqual(len(site.forms), 1)
        screen.press("C-c")
        self.assertEqual(screen.wait_for_end(), 130)


class Status(Workbench):
    def test_usr1_prints_a_plain_line_wherever_standard_error_goes(self):
        site = self.open_site(held=True, prompt=3)
        self.manifest(*USERS)
        process = self.start("send", "list.csv")
        site.wait_for(7)
        process.send_signal(signal.SIGUSR1)
        self.wait_for_words(process, "3 of 12 rows (25%): 3 sent, 4 of 4 in flight")
        site.held = False
        self.assertEqual(self.finish(process).code, 0)

    def test_usr1_kills_no_command(self):
        process = self.start("sandbox")
        self.assertTrue(os.read(process.stdout.fileno(), 100))
        process.send_signal(signal.SIGUSR1)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.finish(process).code, 0)

    def test_without_a_terminal_there_is_a_last_line_and_no_escape(self):
        self.open_site(lambda form: refusal() if form["user"] == "user07" else {"success": True})
        self.manifest(*USERS)
        result = self.expect(1, "send", "list.csv")
        self.assertRegex(result.err, r"(?m)^12 of 12 rows \(100%\): 11 sent, 1 rejected\b")
        self.assertNotIn("\x1b", result.err)
        self.assertNotRegex(self.expect(1, "send", "list.csv", "-q").err, "of 1 row")
        self.assertRegex(self.expect(1, "send", "list.csv", "-q", "--progress", "always").err, "of 1 row")

    def test_long_checks_say_at_once_what_is_being_checked(self):
        text = "x" * 2_000
        self.manifest(*([f"user{number}", "office", text] for number in range(8_000)), name="long.csv")
        # Each block of the file takes its time, so that the check is long on any machine.
        slow = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pread64", "-e", "inject=pread64:delay_enter=2000"]
        self.assertRegex(self.expect(0, "validate", "long.csv", wrapper=slow).err, r"^Checking long.csv, 15\.\d MiB")
        self.assertEqual(self.expect(0, "validate", "long.csv", "--progress", "never").err, "")
        terminal = Terminal(self, "validate", "long.csv", wrapper=slow)
        result = terminal.finish()
        self.assertRegex(result.err, r"Checking long.csv, 15\.\d MiB")
        self.assertNotIn("Checking", result.err.rpartition("\x1b[J")[2])

    def test_long_reports_say_at_once_what_is_being_done(self):
        self.open_site()
        self.manifest(*(f"user{number}" for number in range(20_000)))
        self.expect(0, "send", "list.csv", "--limit", 1)
        slow = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=pread64", "-e", "inject=pread64:delay_enter=2000"]
        for options, words in (([], r"\AWriting the report\b.*\n"), (["--progress", "never"], r"\A20,000 rows")):
            self.assertRegex(self.expect(0, "report", "list.csv", *options, wrapper=slow).err, words)


if __name__ == "__main__":
    unittest.main()
