"""What is found on the way to the first message is asked on a terminal, of a site on loopback too."""
import unittest

from case import Case, Reply
from terminal import Terminal


class Prompt(Case):
    def test_a_wait_that_the_site_asked_for_is_asked_about_with_what_is_worth_knowing(self):
        busy = self.open_site(lambda form: Reply(429, b"busy", ["Retry-After: 7200"]))
        self.manifest(["ann", "", "One"], ["ben", "team", "Two"])
        self.expect(4, "send", "list.csv", "--sender", "office", "--retries", "1")
        before = len(busy.forms)
        for answer, code in (("n\r", 65), ("y\r", 4)):
            terminal = Terminal(self, "send", "list.csv", "--sender", "office", "--retries", "1", "--color", "never")
            terminal.wait_for_words("[y/N] ")
            terminal.type(answer)
            result = terminal.finish()
            self.assertEqual(result.code, code, result)
            self.assert_says(result.err, "asked everyone to wait", "--sender is used by 1 of 2 rows")
            self.assertEqual(len(busy.forms) > before, code == 4, result)


if __name__ == "__main__":
    unittest.main()
