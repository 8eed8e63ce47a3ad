"""`resolve --interactive`: the unknown rows one by one on a terminal."""
import csv
import unittest

from verdict_table import Sheet
from terminal import Terminal


class InteractiveTest(Sheet):
    def answer(self, *answers):
        terminal = Terminal(self, "resolve", "list.csv", "--interactive")
        for answer in answers:
            terminal.wait_for_words("]uit: " if answer != "y" else "[y/N]")
            terminal.seen = b""
            terminal.type(answer + "\n")
        return terminal.finish()

    def test_each_row_is_shown_and_the_answers_are_recorded_together(self):
        terminal = Terminal(self, "resolve", "list.csv", "--interactive")
        terminal.wait_for_words("]uit: ")
        self.assert_says(terminal.seen.decode(), "1 of 3: row 3, to ben from office, tried ", "Hello ben")
        terminal.type("s\nhm\n\nn\n")
        terminal.wait_for_words("[y/N]")
        self.assert_says(terminal.seen.decode(), "answer s, n, q or nothing", "1 sent, 1 not sent", "1 without a verdict")
        terminal.type("y\n")
        self.assertEqual(terminal.finish().code, 0)
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "rejected", "not_sent", "sent"])

    def test_quitting_keeps_what_was_answered(self):
        self.assertEqual(self.answer("n", "q", "y").code, 0)
        self.assertEqual(self.states(), ["sent", "not_sent", "unknown", "rejected", "unknown", "sent"])

    def test_no_answer_records_nothing(self):
        result = self.answer("q")
        self.assertEqual(result.code, 0)
        self.assert_says(result.err, "0 rows resolved")

    def test_without_a_terminal_it_is_refused(self):
        self.assert_says(self.expect(64, "resolve", "list.csv", "--interactive").err, "--export")

    def test_ways_exclude_each_other(self):
        for options in (["--interactive", "--as", "sent"], ["--export", "a.csv", "--as", "sent"],
                        ["--from", "a.csv", "--as", "sent"], ["--interactive", "--all"], ["--export", "a.csv", "--row", "3"]):
            with self.subTest(options):
                self.expect(64, "resolve", "list.csv", *options)


if __name__ == "__main__":
    unittest.main()
