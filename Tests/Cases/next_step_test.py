"""After failures the terminal names the next command, and it works; after a wrong key one sentence says so."""
import shlex
import unittest

from case import Case
from workbench import SENT, Reply, refusal


class NextStep(Case):
    def commands(self, result):
        """The commands that standard error offers on lines of their own."""
        return [shlex.split(line) for line in result.err.splitlines() if line.startswith("  ")]

    def run_offered(self, code, words):
        """Runs an offered command, with the program under test."""
        self.assertRegex(words[0], r"(^|/)grupo-batch$")
        return self.expect(code, *words[1:])

    def refuse(self, user, answer=None):
        """From now on the site refuses one user."""
        self.site.answer = lambda form: (answer or refusal()) if form["user"] == user else SENT

    def test_refused_rows_are_followed_by_the_command_that_writes_them_and_the_file_can_be_sent(self):
        self.refuse("ben")
        result = self.expect(1, "send", self.manifest("ann", "ben"))
        self.assert_says(result.err, "The site rejected 1 row", "send that file")
        (command,) = self.commands(result)
        self.run_offered(0, command)
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "failed.csv")
        self.assertEqual(self.site.users, ["ann", "ben", "ben"])

    def test_rows_that_did_not_arrive_are_followed_by_the_command_that_sends_them(self):
        self.refuse("ben", Reply(429))
        result = self.expect(1, "send", self.manifest("ann", "ben"), "--retries", "0")
        self.assert_says(result.err, "1 row was not sent")
        self.site.answer = lambda form: SENT
        (command,) = self.commands(result)
        self.run_offered(0, command)
        self.assertEqual(self.site.users, ["ann", "ben", "ben"])

    def test_complete_and_test_sends_name_no_next_command(self):
        self.refuse("me")
        result = self.expect(1, "send", self.manifest("ann"), "--test-to", "me")
        self.assertEqual(self.commands(result), [], result)
        self.assertEqual(self.commands(self.expect(0, "send", self.manifest("cid", name="all.csv"))), [])

    def test_wrong_key_is_said_once_and_nothing_is_offered_that_cannot_work(self):
        self.site.answer = lambda form: refusal("invalid_api_key", "The API secret key is not valid")
        self.manifest(*(f"user{number}" for number in range(9)))
        for options in ([], ["--fatal-error-keys", "invalid_api_key"]):
            with self.subTest(options=options):
                result = self.expect(4, "send", "list.csv", *options)
                self.assert_says(result.err, "Check the secret key and the sender")
                said = result.out + result.err
                self.assertEqual(said.count("The API secret key is not valid"), 1, result)
                self.assertEqual(said.count("Stop"), 1, result)
                self.assertNotIn("Continue with", said)
                self.assertEqual(self.commands(result), [])

    def test_wrong_key_for_a_few_rows_is_not_called_the_rows_fault(self):
        self.site.answer = lambda form: refusal("invalid_api_key", "The API secret key is not valid")
        result = self.expect(1, "send", self.manifest("ann", "ben", "cid"))
        self.assert_says(result.err, "Check the secret key and the sender")
        self.assertEqual(self.commands(result), [])

    def test_stop_that_passes_offers_the_same_command(self):
        self.site.close()
        result = self.expect(69, "send", self.manifest("ann"))
        self.assert_says(result.err, "Continue with: ")


if __name__ == "__main__":
    unittest.main()
