"""After failures the terminal names the next command, and it works; after a wrong key one sentence says so."""
import re
import shlex
import signal
import unittest

from case import Case
from workbench import SENT, SILENCE, Reply, refusal


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

    def test_rows_that_are_refused_once_more_get_a_file_that_is_not_there_yet(self):
        self.refuse("ben")
        (first,) = self.commands(self.expect(1, "send", self.manifest("ann", "ben")))
        self.run_offered(0, first)
        (second,) = self.commands(self.expect(1, "send", "failed.csv"))
        self.assertEqual((first[-1], second[-1]), ("failed.csv", "failed-2.csv"))
        self.run_offered(0, second)
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "failed-2.csv")
        self.assertEqual(self.site.users, ["ann", "ben", "ben", "ben"])

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
                self.assert_says(result.err, "did not accept the secret key", "then run the same command again")
                said = result.out + result.err
                self.assertEqual(said.count("The API secret key is not valid"), 1, result)
                self.assertEqual(said.count("Stop"), 1, result)
                self.assertNotIn("Continue with", said)
                self.assertEqual(self.commands(result), [])

    def test_wrong_key_for_a_few_rows_is_not_called_the_rows_fault(self):
        self.site.answer = lambda form: refusal("invalid_api_key", "The API secret key is not valid")
        for users, options in ((("ann", "ben", "cid"), []), (("ann",), []), (("ann",), ["--test-to", "me"])):
            with self.subTest(users=users, options=options):
                result = self.expect(1, "send", self.manifest(*users), *options)
                self.assert_says(result.err, "did not accept the secret key")
                self.assertEqual(self.commands(result), [])

    def test_key_that_was_changed_since_is_named_and_the_same_command_offered(self):
        self.manifest(*(f"user{number}" for number in range(8)))
        self.expect(0, "send", "list.csv", "--limit", "3")
        self.site.answer = lambda form: refusal("invalid_api_key", "The API secret key is not valid")
        result = self.expect(1, "send", "list.csv")
        self.assert_says(result.err, "did not accept the secret key for 5 rows", "it sends them")
        self.assertNotIn("file of their own", result.err)
        (command,) = self.commands(result)
        self.site.answer = lambda form: SENT
        self.run_offered(0, command)
        self.assertEqual(len(self.site.users), 3 + 5 + 5)

    def test_list_whose_name_begins_with_a_dash_is_no_option_of_the_next_command(self):
        self.refuse("ben")
        self.manifest("ann", "ben", name="-d.csv")
        (command,) = self.commands(self.expect(1, "send", "--", "-d.csv"))
        self.assertIn("./-d.csv", command)
        self.run_offered(0, command)

    def test_single_refusal_that_is_no_word_of_the_key_is_the_rows(self):
        self.refuse("ann")
        result = self.expect(1, "send", self.manifest("ann"))
        self.assertNotIn("secret key", result.err)
        self.assertEqual(len(self.commands(result)), 1)

    def test_stop_that_passes_offers_the_same_command(self):
        self.site.close()
        result = self.expect(69, "send", self.manifest("ann"))
        self.assert_says(result.err, "Continue with: ")


    # Only unknown rows are left: the same command would send nothing.

    def test_stop_after_which_only_unknown_rows_are_left_offers_resolve_and_not_the_same_command(self):
        for count, offers in ((3, False), (4, True)):
            with self.subTest(count):
                self.site.answer = lambda form: SILENCE
                name = f"list{count}.csv"
                self.manifest(*(f"user {number} of {count}" for number in range(count)), name=name)
                # The third silence in a row ends the run.
                result = self.expect(4, "send", name, "--concurrency", "1", "--yes")
                self.assert_says(result.err, "did not answer", f"grupo-batch resolve {name}", "unknown")
                self.assertEqual("Continue with: " in result.err, offers, result)
                self.assertEqual("run the same command again" in result.err, offers, result)
                before = len(self.site.forms)
                self.site.answer = lambda form: SENT
                self.expect(3, "send", name, "--concurrency", "1")
                self.assertEqual(len(self.site.forms) - before, 1 if offers else 0)

    def test_interrupt_after_which_only_unknown_rows_are_left_offers_resolve_alone(self):
        for users, offers in ((("ann",), False), (("ann", "ben"), True)):
            with self.subTest(users):
                site = self.open_site(held=True)
                name = f"held{len(users)}.csv"
                self.manifest(*users, name=name)
                process = self.start("send", name, "--concurrency", "1")
                site.wait_for(1)
                process.send_signal(signal.SIGINT)
                self.wait_for_words(process, "Stopping")
                process.send_signal(signal.SIGINT)
                result = self.finish(process)
                self.assertEqual(result.code, 130, result)
                self.assert_says(result.out + result.err, f"grupo-batch resolve {name}")
                self.assertEqual("Continue with: " in result.err, offers, result)
                site.close()


HEADERS = ["user_login", "Primary Email", "Adresse de messagerie", "E-Mail-Adresse", "address", "username_lower",
           "Correo electrónico", "emailaddress1"]


class LikelyColumns(Case):
    def test_the_likely_column_is_named_with_an_option_that_works(self):
        for header in HEADERS:
            with self.subTest(header):
                self.put("m.csv", f"Email Opt In,{header},Name\nyes,ann@example.org,Ann\n")
                option = self.option(self.refused("send", "m.csv", "--sender", "o", "--message", "Hi"))
                self.assertEqual(option, f"user={header}")
                self.expect(0, "validate", "m.csv", "--sender", "o", "--message", "Hi", "--map", option)

    def test_without_a_telling_name_the_cells_tell(self):
        self.put("m.csv", "Spalte1,Spalte2\nAnn,ann@example.org\nBob,bob@example.org\n")
        result = self.refused("send", "m.csv", "--sender", "o", "--message", "Hi")
        self.assertEqual(self.option(result), "user=Spalte2")

    def test_no_column_is_suggested_that_is_unlikely(self):
        self.put("m.csv", "Last Login,Email Status,Name\nyes,no,Ann\n")
        self.assertNotIn("If \"", self.refused("send", "m.csv", "--sender", "o", "--message", "Hi").err)

    def test_a_list_and_json_too(self):
        self.put("m.csv", "user,sender,message\nann,o,Hi\n")
        self.put("list.csv", "Name,Primary Email\nAnn,ann\n")
        result = self.refused("send", "m.csv", "--exclude", "list.csv")
        # The option would count for the manifest too, which has no such column.
        self.assert_says(result.err, 'Is "Primary Email" the column of names', 'Call the one that does "user"')
        self.refused("send", "m.csv", "--exclude", "list.csv", "--map", "user=Primary Email", says="does not have")
        self.put("list.csv", "Name,user\nAnn,ann\n")
        self.expect(0, "send", "m.csv", "--exclude", "list.csv")
        self.put("m.json", '[{"user_login": "ann"}]')
        self.assertEqual(self.option(self.refused("send", "m.json", "--sender", "o", "--message", "Hi")), "user=user_login")

    def option(self, result):
        """What --map is said to take."""
        found = re.search(r"--map (user=(?:'[^']*'|[^\s,.]+))", result.err)
        return found[1].replace("'", "") if found else result.err


if __name__ == "__main__":
    unittest.main()
