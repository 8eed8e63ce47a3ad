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


if __name__ == "__main__":
    unittest.main()
