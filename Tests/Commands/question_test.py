"""The questions before anything is sent."""
import os
import signal
import unittest

from terminal import Terminal
from workbench import Workbench

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
