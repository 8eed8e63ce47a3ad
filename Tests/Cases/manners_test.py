"""Manners of a command line: one style of error, JSON errors, options before the command, short help, quiet pipes."""
import json
import signal
import subprocess
import unittest

from case import Case
from workbench import program

COMMANDS = ["send", "validate", "report", "status", "resolve", "sandbox", "doctor", "init"]


class Errors(Case):
    FAILURES = [
        (66, ["send", "none.csv"]), (66, ["validate", "none.csv"]), (66, ["report", "none.csv"]),
        (66, ["status", "none.csv"]), (66, ["resolve", "none.csv", "--all", "--as", "sent"]),
        (73, ["ledger", "check", "--ledger", "list.csv"]), (66, ["ledger", "import", "none.results.csv"]),
        (64, ["send", "list.csv", "--concurency", "3"]), (64, ["send"]), (64, ["sandbox", "--", "no-such-command"]),
        (64, ["sned", "list.csv"]), (64, ["status", "list.csv", "--all"]), (64, ["doctor", "--frobnicate"]),
        (78, ["send", "list.csv", "--config", "none.yaml"]), (64, ["init", "--frobnicate"]),
        (64, ["--quiet"]), (64, ["-q", "sned"]), (64, ["ledger", "-q"]), (64, ["ledger", "chek"]), (64, ["status", "--sender", "x"]),
        (66, ["status", "--ledger", "none.sqlite"]),
    ]

    def setUp(self):
        super().setUp()
        self.manifest("ann")

    def with_json(self, arguments):
        if "--" in arguments:
            place = arguments.index("--")
            return [*arguments[:place], "--json", *arguments[place:]]
        return [*arguments, "--json"]

    def test_every_failure_is_one_object_with_code_message_and_remedy(self):
        for code, arguments in self.FAILURES:
            with self.subTest(arguments=arguments):
                result = self.run_program(*self.with_json(arguments))
                self.assertEqual(result.code, code, result)
                (line,) = result.err.splitlines()
                failure = json.loads(line)
                self.assertEqual(set(failure), {"code", "exit_code", "message", "remedy"})
                self.assertEqual(failure["exit_code"], code)
                self.assertTrue(failure["code"] and failure["message"] and failure["remedy"], failure)

    def test_failure_without_json_begins_with_the_programs_name(self):
        for code, arguments in self.FAILURES:
            with self.subTest(arguments=arguments):
                result = self.expect(code, *arguments)
                self.assertTrue(result.err.startswith("grupo-batch: "), result)

    def test_message_and_remedy_of_a_refusal_are_told_apart(self):
        self.expect(0, "send", "list.csv")
        self.manifest(("ann", "office", "Another text"))
        result = self.run_program("send", "list.csv", "--json")
        failure = json.loads(result.err.splitlines()[-1])
        self.assertEqual((failure["code"], failure["exit_code"]), ("refused", 65))
        self.assertTrue(failure["remedy"].startswith("--keep-served leaves them out"), failure)
        self.assertNotIn("--keep-served", failure["message"])

    def test_json_before_a_mistake_does_not_hide_it(self):
        for arguments, message, remedy in [
                (["--json"], "--json needs a command.", "The commands are: send, validate, report, status, resolve, sandbox"),
                (["--json", "sned", "list.csv"], "Unknown command 'sned'.", "Did you mean 'send'?"),
                (["--json", "-q", "list.csv"], "Unknown command 'list.csv'.", "It is a file: 'grupo-batch validate list.csv'"),
                (["--json", "ledger"], "--json needs a command.", "The commands are: ledger check, ledger forget"),
                (["--json", "--frobnicate", "send", "list.csv"], "Unknown option '--frobnicate'", "See 'grupo-batch send --help'."),
                (["--json", "send"], "Missing expected argument '<manifest>'", "See 'grupo-batch send --help'.")]:
            with self.subTest(arguments=arguments):
                failure = json.loads(self.expect(64, *arguments).err)
                self.assertEqual((failure["code"], failure["message"]), ("usage", message))
                self.assert_says(failure["remedy"], remedy)

    def test_run_that_did_not_end_well_says_why_and_what_to_do(self):
        self.manifest("ann", ("ben", "office", "[[refused]]"), "cid")
        stopped = self.expect(4, "send", "list.csv", "--stop-after", "1", "--concurrency", "1", "--json").json
        self.assertEqual((stopped["code"], stopped["message"]), ("stopped", stopped["stopped"]))
        self.assert_says(stopped["remedy"], "raise --stop-after", "run the same command again")
        failed = self.expect(1, "send", "list.csv", "--json").json
        self.assertEqual((failed["code"], failed["message"]), ("some_failed", "3 rows: 2 sent, 1 rejected."))
        self.assert_says(failed["remedy"], "grupo-batch report list.csv --only failed")
        self.manifest(("fay", "office", "[[silence]]"), name="doubt.csv")
        unknown = self.expect(3, "send", "doubt.csv", "--json").json
        self.assertEqual((unknown["code"], unknown["message"]), ("some_unknown", "1 row: 1 unknown."))
        self.assert_says(unknown["remedy"], "grupo-batch resolve doubt.csv", "--row 2 --as sent")
        self.manifest("dan", ["", "office", "x"], name="faulty.csv")
        for command in ("send", "validate"):
            faulty = self.expect(65, command, "faulty.csv", "--json").json
            self.assertEqual((faulty["code"], faulty["exit_code"]), ("refused", 65))
            self.assert_says(faulty["message"], "1 row of 2 invalid")
            self.assert_says(faulty["remedy"], "--skip-invalid")
        well = self.expect(0, "send", self.manifest("eve", name="well.csv"), "--json").json
        self.assertEqual(set(well) & {"code", "message", "remedy"}, set())

    def test_fault_of_the_manifest_has_its_own_key_as_code(self):
        self.put("empty.csv", "")
        failure = json.loads(self.run_program("report", "empty.csv", "--json").err.splitlines()[-1])
        self.assertEqual(failure["exit_code"], 66)
        failure = json.loads(self.run_program("send", "gone.csv", "--json").err.splitlines()[-1])
        self.assertEqual(failure["code"], "manifest.unreadable")

    def test_setting_that_asks_for_json_counts_as_well(self):
        self.environment["GRUPO_JSON"] = "true"
        self.assertEqual(json.loads(self.expect(66, "send", "none.csv").err)["exit_code"], 66)


class Places(Case):
    def test_common_options_may_stand_before_the_command(self):
        self.manifest("ann")
        address = self.environment.pop("GRUPO_SITE")
        result = self.expect(0, "--json", "--site", address, "-q", "--color=never", "send", "list.csv")
        self.assertEqual(result.json["counts"]["sent"], 1)
        self.assertEqual(self.expect(0, "--json", "status", "list.csv").json["counts"]["sent"], 1)
        self.write("own.yaml", "batch: spring\n")
        found = self.expect(0, "--config", "own.yaml", "--json", "send", "list.csv", "--site", address).json
        self.assertEqual(found["batch"], "spring")
        self.assert_says(self.expect(66, "--ledger", "l.sqlite", "ledger", "check").err, "l.sqlite")

    def test_every_option_of_the_command_may_stand_there(self):
        self.manifest("ann", "ben")
        self.expect(0, "-n", "send", "list.csv")
        self.assertEqual(self.site.forms, [])
        self.expect(0, "-y", "--rows", "2", "-o", "r.csv", "-qv", "send", "list.csv")
        self.assertEqual(self.site.users, ["ann"])
        self.assertTrue((self.folder / "r.csv").exists())
        self.put("bare.csv", "user,message\ncid,Hello\n")
        self.expect(0, "--sender", "report", "send", "bare.csv")
        self.assertEqual(self.site.forms[-1]["sender"], "report")

    def test_unknown_options_and_files_before_the_command_are_usage_errors(self):
        self.manifest("ann")
        for words in (["--frobnicate", "send"], ["-q", "list.csv", "send"], ["--rate", "send"], ["--rate", "1/s", "status"]):
            self.expect(64, *words, "list.csv")
        self.assertEqual(self.site.forms, [])

    def test_usual_letters(self):
        self.manifest("ann")
        self.assert_says(self.expect(0, "send", "list.csv", "-n").out, "every row can be sent")
        self.expect(0, "validate", "list.csv", "-n")
        self.assertEqual(self.site.forms, [])
        self.expect(0, "send", "list.csv", "-yqv", "-o", "r.csv")
        self.assertTrue((self.folder / "r.csv").exists())
        self.assertEqual(self.expect(0, "report", "list.csv", "-yq", "-o", "s.csv").err, "")
        self.expect(0, "status", "-y")


class ShortHelp(Case):
    def test_every_short_page_fits_a_screen_and_names_the_long_one(self):
        for words in ([], *([command] for command in COMMANDS), ["ledger"], ["ledger", "check"], ["ledger", "import"], ["ledger", "forget"]):
            with self.subTest(words=words):
                page = self.expect(0, *words, "-h").out
                for line in page.splitlines():
                    self.assertEqual(line.count("("), line.count(")"), "cut within brackets")
                self.assertLessEqual(len(page.splitlines()), 24, page)
                self.assertEqual([line for line in page.splitlines() if len(line) > 80], [])
                self.assertNotIn("\u2026", page)
                self.assertIn(" ".join(["Everything: grupo-batch", *words, "--help"]), page)

    def test_commands_that_look_begin_with_what_is_their_own(self):
        for command, options in (("status", ["--all", "--site", "--batch"]), ("report", ["--only", "--since", "--batch"]),
                                 ("resolve", ["--row", "--as", "--batch"])):
            page = self.expect(0, command, "-h").out
            self.assertEqual([option for option in [*options, "--ledger", "--json"] if option not in page], [], page)
            self.assertNotIn("--sender", page)

    def test_long_page_of_send_has_more(self):
        short, long = self.expect(0, "send", "-h").out, self.expect(0, "send", "--help").out
        for option in ("--site", "--dry-run", "--test-to", "--json"):
            self.assertIn(option, short)
        self.assertNotIn("--max-row-size", short)
        self.assertIn("--max-row-size", long)

    def test_validate_names_its_own_exit_codes_only(self):
        page = self.expect(0, "validate", "--help").out
        self.assertRegex(page, r"(?m)^ +65 +\w")
        self.assertNotRegex(page, r"(?m)^ +(3|4|69|75|143) +\w")

    def test_every_command_names_its_exit_codes(self):
        for words in (*([command] for command in COMMANDS), *(["ledger", name] for name in ("check", "forget", "import"))):
            self.assertRegex(self.expect(0, *words, "--help").out, r"Exit codes?\b")

    def test_keep_served_and_resend_edited_say_all_that_they_do(self):
        for command in ("send", "validate"):
            page = " ".join(self.expect(0, command, "--help").out.split())
            self.assert_says(page, "edited rows, and those that another file, or a report beside this one, counts as served",
                             "a second message for them")

    def test_only_commands_that_write_the_ledger_name_its_being_held(self):
        for command, is_writing in (("report", False), ("status", False), ("resolve", True)):
            page = " ".join(self.expect(0, command, "--help").out.split())
            self.assertEqual("75 when another process holds the ledger" in page, is_writing, page)
            self.assert_says(page, "73 when a file cannot be written", "78 for a wrong configuration")


class Pipes(Case):
    def test_report_whose_reader_leaves_ends_silently(self):
        self.manifest(*(f"user{number}" for number in range(3_000)))
        self.expect(0, "send", "list.csv", "--concurrency", "32")
        shell = subprocess.run(
            ["bash", "-c", '"$0" report list.csv --output - | head -n 1; exit ${PIPESTATUS[0]}', program()],
            capture_output=True, text=True, cwd=self.folder, env=self.environment)
        self.assertEqual(shell.stdout.count("\n"), 1)
        self.assertEqual(shell.stderr, "")
        self.assertEqual(shell.returncode, 128 + signal.SIGPIPE)


if __name__ == "__main__":
    unittest.main()
