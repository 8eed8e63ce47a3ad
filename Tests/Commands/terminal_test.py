"""What a person sees: the live block, resizing, Ctrl-C, questions, and plain lines where there is no terminal."""
import os
import re
import signal
import unittest

from terminal import Screen, Terminal
from workbench import Workbench, refusal, tally, wait_until

USERS = [f"user{number:02}" for number in range(12)]
BLOCK = re.compile(r"of \d+ in flight|━|──|##|3 of 12")


class Block(Workbench):
    WINDOW = 4

    def setUp(self):
        super().setUp()
        self.site = self.open_site(held=True, prompt=3)
        self.manifest(*USERS)

    def send(self, *options, columns=80, before="", **environment):
        """A screen on which three of twelve rows are sent and four in flight."""
        screen = Screen(
            self, "send", "list.csv", "--concurrency", self.WINDOW, *options, columns=columns, before=before, **environment)
        screen.wait_for_words("3 of 12")
        return screen

    def assert_nothing_left(self, screen):
        self.assertNotRegex(screen.history, BLOCK)

    def test_block_shows_bar_and_counts_and_leaves_nothing_over(self):
        screen = self.send()
        self.assertEqual(len(screen.lines), 3, screen.lines)
        self.assertRegex(screen.lines[0], "^Sending 12 rows to http")
        self.assertRegex(screen.lines[1], r"^━{8}─{24}  25%  3 of 12\b")
        self.assertEqual(screen.lines[2], "3 sent  4 of 4 in flight")
        self.site.held = False
        self.assertEqual(screen.wait_for_end(), 0)
        self.assert_nothing_left(screen)
        self.assertRegex(screen.lines[0], "^Sending 12 rows")
        self.assertEqual(screen.lines[1], "12 rows: 12 sent")

    def test_lines_scroll_above_the_block(self):
        screen = self.send("-v")
        # The site answers the first that reach it, whichever of the four in flight those are.
        self.assertEqual(sorted(line for line in screen.lines if line.startswith("row ")),
                         sorted(f"row {USERS.index(user) + 2}: sent" for user in self.site.users[:3]))
        self.assertRegex(screen.lines[-1], "in flight")
        self.site.held = False
        screen.wait_for_end()
        self.assert_nothing_left(screen)
        self.assertEqual(sorted(re.findall(r"^row (\d+): sent$", screen.history, re.MULTILINE), key=int),
                         [str(row) for row in range(2, 14)])

    def test_resizing_leaves_one_block_and_nothing_over(self):
        screen = self.send()
        for columns, rows in ((70, 24), (120, 40), (80, 4), (80, 3), (66, 50), (80, 24)):
            screen.resize(columns, rows)
            screen.wait_for(lambda lines: lines[-1] == "3 sent  4 of 4 in flight", f"the block at {columns} x {rows}")
        self.assertEqual(len(screen.lines), 3, screen.lines)
        self.site.held = False
        screen.wait_for_end()
        self.assert_nothing_left(screen)

    def test_terminal_that_becomes_too_narrow_shows_what_fits_and_never_wraps(self):
        """tmux puts what it must wrap out of any program's reach; what stands on the screen is one block that fits."""
        screen = self.send()
        for columns, last in ((28, "3 sent  4 of 4 in flight"), (12, "3 sent"), (5, "3 s…"), (90, "3 sent  4 of 4 in flight")):
            screen.resize(columns)
            screen.wait_for(lambda lines: lines[-1] == last, f"the block at {columns}")
            self.assertEqual(sum(line.startswith("3 s") for line in screen.lines), 1, screen.lines)
        screen.resize(80, 2)
        screen.wait_for(lambda lines: "3 of 12" in lines[-1], "the block's first line alone")
        self.site.held = False
        self.assertEqual(screen.wait_for_end(), 0)
        self.assertFalse(any("in flight" in line for line in screen.lines), screen.lines)

    def test_terminal_that_becomes_narrower_twice_leaves_nothing_of_three_lines_above_the_block(self):
        """There is text above: what tmux pushes off its screen to make room is out of any program's reach."""
        self.site.answer = lambda form: refusal("no_such_user", "We do not know this user at all. " * 4)
        screen = self.send("--retries", 0, columns=100, before="seq 12;")
        screen.wait_for_words("last problem")
        for columns in (50, 30, 100):
            screen.resize(columns)
            screen.wait_for(
                lambda lines: lines[-1].startswith("last problem") and len(lines[-1]) == columns - 1,
                f"the block at {columns}")
            self.assertEqual(len(BLOCK.findall("\n".join(screen.lines[:-3]))), 0, screen.lines)
            self.assertEqual(screen.history.count("last problem"), 1, screen.history)
        self.site.held = False
        screen.wait_for_end()
        self.assert_nothing_left(screen)

    def test_narrow_terminal_drops_parts_and_never_wraps(self):
        screen = self.send(columns=20)
        self.assertRegex(screen.lines[-2], r"^25%  3 of 12\b")
        self.assertEqual(screen.lines[-1], "3 sent")

    def test_wide_characters_of_the_site_do_not_wrap(self):
        self.site.answer = lambda form: refusal("名簿にない", "この利用者はいません。" * 20)
        screen = self.send("--retries", 0, columns=61)
        screen.wait_for_words("last problem")
        self.assertEqual(len(screen.lines), 4, screen.lines)
        self.assertRegex(screen.lines[-1], r"^last problem: row \d+: rejected 名簿にない .*…$")

    def test_first_interrupt_drains_the_second_leaves(self):
        screen = self.send()
        screen.press("C-c")
        screen.wait_for_words("Stopping: nothing new is started")
        screen.wait_for_words("stopping: 4 sends in flight to finish")
        screen.press("C-c")
        self.assertEqual(screen.wait_for_end(), 130)
        self.assert_nothing_left(screen)
        self.assertEqual(tally(self.report()), {"sent": 3, "unknown": 4, "pending": 5})
        self.assertIn("Leaving at once", screen.history)
        self.assertIn("Continue with: ", screen.history)

    def test_one_interrupt_lets_what_is_in_flight_finish(self):
        screen = self.send()
        screen.press("C-c")
        screen.wait_for_words("Stopping")
        self.site.held = False
        self.assertEqual(screen.wait_for_end(), 130)
        self.assert_nothing_left(screen)
        self.assertEqual(tally(self.report()), {"sent": 7, "pending": 5})

    def test_colours_follow_the_option_and_the_environment(self):
        for options, environment, has_colour in (
                ([], {}, True), (["--color", "never"], {}, False), ([], {"NO_COLOR": "1"}, False),
                (["--color", "always"], {"NO_COLOR": "1"}, True)):
            with self.subTest(options=options, environment=environment):
                screen = self.send("--batch", f"{options}{environment}", *options, **environment)
                self.assertEqual("\x1b[32m" in screen.painted, has_colour, screen.painted)
                self.site.held = False
                screen.wait_for_end()
                self.site.forms.clear()
                self.site.held = True

    def test_terminal_that_cannot_redraw_gets_no_block(self):
        self.site.held = False
        self.environment["TERM"] = "dumb"
        result = Terminal(self, "send", "list.csv").finish()
        self.assertEqual(result.code, 0, result)
        self.assertNotIn("\x1b", result.err)

    def test_no_progress_on_request(self):
        self.site.held = False
        for option in ("--progress=never", "-q"):
            result = Terminal(self, "send", "list.csv", "--batch", option.strip("-"), option, "--color", "never").finish()
            self.assertEqual(result.code, 0, result)
            self.assertNotIn("\x1b", result.err)

    def test_suspended_run_leaves_the_terminal_to_the_shell_and_goes_on(self):
        terminal = Terminal(self, "send", "list.csv", "--color", "never")
        terminal.wait_for_words("in flight")
        terminal.type("\x1a")
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        self.assertTrue(os.WIFSTOPPED(status))
        terminal.process.send_signal(signal.SIGCONT)
        self.site.held = False
        result = terminal.finish()
        self.assertEqual(result.code, 0, result)
        self.assertRegex(result.err, r"\^Z\r\x1b\[K\x1b\[C\x1b\[J\r")
        self.assert_says(result.err, "12 rows: 12 sent")

    def test_terminal_that_stands_still_does_not_hold_up_the_run(self):
        """As Ctrl-S does; what waited comes after Ctrl-Q."""
        terminal = Terminal(self, "send", "list.csv", "-v", "--color", "never")
        terminal.wait_for_words("in flight")
        terminal.type("\x13")
        self.site.held = False
        wait_until(lambda: len(self.site.forms) == 12 and (self.folder / "list.results.csv").exists(), "the whole run")
        terminal.type("\x11")
        result = terminal.finish()
        self.assertEqual(result.code, 0, result)
        self.assert_says(result.err, "12 rows: 12 sent", "row 13: sent")


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


class Questions(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site()
        # This machine by an address that is no loopback one: only sends to strangers are asked about.
        self.environment["GRUPO_SITE"] = self.site.address.replace("127.0.0.1", "0.0.0.0")
        self.manifest(["ann", "office", "Hello ann"], ["bob", "hall", "Hello bob"])

    def ask(self, *options, answer=None):
        terminal = Terminal(self, "send", "list.csv", "--allow-http", "--color", "never", *options)
        terminal.wait_for_words("[y/N] ")
        if answer is not None:
            terminal.type(answer)
        return terminal

    def test_question_names_site_count_senders_first_message_and_time(self):
        result = self.ask(answer="y\r").finish()
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.site.users, ["ann", "bob"])
        self.assert_says(
            result.err, "About to send to http://0.0.0.0:", "messages  2 to go\n", "from      office, hall\n",
            "first     to ann: Hello ann\n", "as fast as the site answers, 4 at a time")

    def test_only_a_clear_yes_sends(self):
        for answer in ("n\r", "\r", "no\r", "maybe\r", "yes please\r", "\x04"):
            with self.subTest(answer=answer):
                result = self.ask(answer=answer).finish()
                self.assertEqual(result.code, 65, result)
                self.assertRegex(result.err, "\ngrupo-batch: Nothing was sent.")
        self.assertEqual(self.site.forms, [])
        for answer in ("YES\r", " y \r"):
            self.assertEqual(self.ask("--batch", answer, answer=answer).finish().code, 0)
        self.assertEqual(len(self.site.forms), 4)

    def test_interrupt_at_the_question_sends_nothing(self):
        result = self.ask(answer="\x03").finish()
        self.assertEqual(result.code, 130, result)
        self.assert_says(result.err, "Interrupted; nothing was sent.")
        self.assertEqual(self.site.forms, [])

    def test_usr1_at_the_question_is_answered(self):
        terminal = self.ask()
        terminal.process.send_signal(signal.SIGUSR1)
        terminal.wait_for_words("Waiting for an answer.")
        terminal.type("n\r")
        self.assertEqual(terminal.finish().code, 65)

    def test_batch_that_was_begun_says_what_is_done_and_asks_about_the_first_that_is_not(self):
        self.expect(0, "send", "list.csv", "--allow-http", "--yes", "--limit", 1)
        result = self.ask("--rate", "2/s", answer="n\r").finish()
        self.assert_says(
            result.err, "messages  1 to go, 1 already sent", "first     to bob: Hello bob", "time      at 2/s:")

    def test_test_send_says_that_it_is_one_and_to_whom(self):
        result = self.ask("--test-to", "me", answer="y\r").finish()
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.site.users, ["me", "me"])
        self.assert_says(
            result.err, "A test: everything goes to “me” on http://0.0.0.0:", "first     to me: Hello ann", "Send the test?",
            "Test: sending 2 rows to “me” on http://0.0.0.0:")
        self.assertNotIn("to ann", result.err)

    def test_edited_rows_are_asked_about(self):
        self.expect(0, "send", "list.csv", "--allow-http", "--yes")
        self.manifest(["ann", "office", "Hello again"], ["bob", "hall", "Hello bob"])
        for answer, code, count in (("\r", 65, 2), ("x\r", 65, 2), ("l\r", 0, 2), ("s\r", 0, 3)):
            with self.subTest(answer=answer):
                if answer == "s\r":
                    self.manifest(["ann", "office", "Hello once more"], ["bob", "hall", "Hello bob"])
                terminal = Terminal(self, "send", "list.csv", "--allow-http", "--color", "never")
                terminal.wait_for_words("[s/l/N] ")
                terminal.type(answer)
                if answer == "s\r":
                    terminal.wait_for_words("[y/N] ")
                    terminal.type("y\r")
                result = terminal.finish()
                self.assertEqual((result.code, len(self.site.forms)), (code, count), result)

    def test_nothing_is_asked_with_yes_or_without_a_terminal(self):
        result = Terminal(self, "send", "list.csv", "--allow-http", "--yes").finish()
        self.assertEqual(result.code, 0, result)
        self.assertNotIn("[y/N]", result.err)
        result = self.expect(64, "send", "list.csv", "--allow-http", "--batch", "2")
        self.assert_says(result.err, "--yes", "nothing was sent")
        result = Terminal(self, "send", "list.csv", "--allow-http", "--batch", "2", "--no-input").finish()
        self.assertEqual(result.code, 64, result)
        with open(os.devnull, "rb") as nothing:
            result = Terminal(self, "send", "list.csv", "--allow-http", "--batch", "2", stdin=nothing).finish()
        self.assertEqual(result.code, 64, result)
        self.assert_says(result.err, "--yes")
        self.assertEqual(len(self.site.forms), 2)


if __name__ == "__main__":
    unittest.main()
