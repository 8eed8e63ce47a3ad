"""What the program says about itself, and what it says to a mistyped command line."""
import json
import unittest

from workbench import Workbench

COMMANDS = ["send", "validate", "report", "status", "resolve", "sandbox", "doctor", "init", "ledger"]
EXIT_CODES = [0, 1, 3, 4, 64, 65, 66, 69, 73, 74, 75, 78, 129, 130, 143]


class Help(Workbench):
    def test_help_names_every_command_and_every_exit_code(self):
        page = self.expect(0, "--help").out
        for command in COMMANDS:
            self.assertRegex(page, rf"(?m)^  {command}\b")
        for code in EXIT_CODES:
            self.assertRegex(page, rf"(?m)^\s+{code}\s+\w")

    def test_every_command_has_a_help_page_of_its_own(self):
        for command in COMMANDS:
            for arguments in ([command, "--help"], ["help", command]):
                page = self.expect(0, *arguments)
                self.assertIn(f"grupo-batch {command}", page.out)
                self.assertEqual(page.err, "")

    def test_every_ledger_command_has_a_help_page_of_its_own(self):
        for command in ("check", "forget", "import"):
            self.assertIn(f"grupo-batch ledger {command}", self.expect(0, "ledger", command, "--help").out)

    def test_help_of_send_explains_the_options_people_start_with(self):
        page = self.expect(0, "send", "--help").out
        for option in ("--site", "--secret-file", "--sender", "--concurrency", "--rate", "--retries", "--timeout",
                       "--dry-run", "--report", "--batch", "--skip-invalid", "--test-to", "--ledger", "--json"):
            self.assertIn(option, page)

    def test_commands_that_look_into_a_ledger_name_the_exit_code_of_a_damaged_one(self):
        (self.folder / "damaged.sqlite").write_bytes(b"SQLite format 3\0" + b"\xff" * 8_000)
        self.environment["GRUPO_SITE"] = "http://127.0.0.1:9"
        self.manifest("ann")
        for command in ("validate", "report", "status", "resolve"):
            page = self.expect(0, command, "--help").out
            self.assertRegex(page, r"\b74\b", command)
            options = ["--all", "--as", "sent"] if command == "resolve" else []
            result = self.run_program(command, "list.csv", "--ledger", "damaged.sqlite", *options)
            self.assertIn(result.code, (73, 74), result)
            self.assertRegex(page, rf"\b{result.code}\b", command)

    def test_secret_key_is_no_option(self):
        page = self.expect(0, "send", "--help").out
        self.assertNotIn("--key", page)
        self.expect(64, "send", "list.csv", "--api-secret-key", "abc")

    def test_version_names_the_libraries_on_one_line(self):
        line = self.expect(0, "--version").out
        number = r"/\d+(\.\w+)+"
        self.assertRegex(
            line, rf"\Agrupo-batch \d+\.\d+\.\d+ libcurl{number} OpenSSL{number} zlib{number} libcsv{number} libarchive{number} expat{number} libxlsxwriter{number} SQLite{number} libpq{number}\n\Z")

    def test_bare_command_shows_how_to_begin(self):
        result = self.run_program()
        self.assertIn(result.code, (0, 64))
        self.assert_says(result.out + result.err, "grupo-batch send", "--help")


class Mistakes(Workbench):
    def test_misspelt_option_is_a_usage_error_with_a_suggestion(self):
        result = self.expect(64, "send", "list.csv", "--concurency", "4")
        self.assertIn("--concurrency", result.err)
        self.assertEqual(result.out, "")

    def test_suggestion_is_what_a_person_would_guess_and_never_a_consent(self):
        for arguments, meant in [
            (["send", "list.csv", "--conc", "3"], "--concurrency"), (["--verison"], "--version"),
            (["send", "list.csv", "--verison"], "--version"), (["send", "list.csv", "--key", "abc"], "--secret-file"),
            (["send", "list.csv", "--secret", "abc"], "--secret-file"),
        ]:
            with self.subTest(arguments=arguments):
                result = self.expect(64, *arguments)
                self.assertIn(f"id you mean '{meant}'?", result.err)
                self.assertEqual((result.err.count("id you mean"), result.out), (1, ""))
        self.assertNotIn("--secret-file", self.expect(64, "status", "list.csv", "--key", "abc").err)
        for option in ("--yess", "--resend-edit", "--frobnicate", "-x"):
            with self.subTest(option=option):
                result = self.expect(64, "send", "list.csv", option)
                self.assert_says(result.err, f"Unknown option '{option}'", "Usage: grupo-batch send")
                self.assertNotIn("id you mean", result.err)

    def test_unknown_option_is_named_before_anything_that_is_missing(self):
        for arguments, option in [
            (["send", "--frobnicate"], "--frobnicate"), (["resolve", "--frobnicate"], "--frobnicate"),
            (["resolve", "--frobnicate=3", "list.csv"], "--frobnicate"), (["--frobnicate", "send"], "--frobnicate"),
            (["send", "--rate", "5/s", "-qx"], "-qx"), (["ledger", "forget", "--befor", "2026-01-01"], "--befor"),
            (["report", "--only", "sent", "--concurency", "3"], "--concurency"),
        ]:
            with self.subTest(arguments=arguments):
                result = self.expect(64, *arguments)
                self.assert_says(result.err, f"Unknown option '{option}'")
                for words in ("Missing", "Help:", "Give one of"):
                    self.assertNotIn(words, result.err)
                failure = json.loads(self.expect(64, *arguments, "--json").err)
                self.assertIn(f"Unknown option '{option}'", failure["message"])
        self.assert_says(self.expect(64, "ledger", "forget", "--befor", "2026-01-01").err, "Did you mean '--before'?")
        # What is no option of ours is none behind the dashes, nor as a value.
        self.assert_says(self.expect(64, "resolve", "list.csv", "--row=3", "--all").err, "Give one of")
        self.assert_says(self.expect(64, "send", "--message", "--frobnicate").err, "--message")
        self.expect(0, "sandbox", "--", "true", "--frobnicate")

    def test_misspelt_command_is_a_usage_error_with_a_suggestion(self):
        for arguments, meant in [
            (["sned", "list.csv"], "send"), (["help", "valdate"], "validate"), (["ledger", "chek"], "check"),
        ]:
            with self.subTest(arguments=arguments):
                result = self.expect(64, *arguments)
                self.assertIn(f"Did you mean '{meant}'?", result.err)
                self.assertEqual(result.out, "")

    def test_command_like_no_other_is_a_usage_error_without_a_suggestion(self):
        self.assertNotIn("Did you mean", self.expect(64, "frobnicate").err)

    def test_missing_manifest_argument_is_a_usage_error(self):
        for command in ("send", "validate", "report", "resolve"):
            self.assert_says(self.expect(64, command).err, "manifest")

    def test_values_out_of_range_are_usage_errors_that_name_the_option(self):
        for option, value in [
            ("--concurrency", "0"), ("--concurrency", "many"), ("--rate", "fast"), ("--rate", "0/s"),
            ("--retries=-1", None), ("--limit", "0"), ("--rows", "9-3"), ("--timeout", "never"),
            ("--max-attachment-size", "big"), ("--map", "user"), ("--delimiter", "ab"), ("--stop-after", "0"),
        ]:
            with self.subTest(option=option, value=value):
                arguments = [option] if value is None else [option, value]
                self.assertIn(option.partition("=")[0], self.expect(64, "send", "list.csv", *arguments).err)

    def test_values_that_cannot_be_read_are_told_how_they_are_written(self):
        for option, value, words in [
            ("--rate", "5", "300/m"), ("--timeout", "5", "30s"), ("--concurrency", "0", "1 to 1024"),
            ("--stop-after", "0", "above 0"), ("--window", "9", "09:00-18:00"), ("--max-row-size", "big", "2MiB"),
        ]:
            with self.subTest(option=option):
                self.assert_says(self.expect(64, "send", "list.csv", option, value).err, words)
        self.assert_says(self.expect(64, "sandbox", "--latency", "0ms").err, "above 0")

    def test_map_of_what_is_no_field_is_a_usage_error_without_a_template(self):
        self.manifest("ann")
        self.assert_says(self.expect(64, "validate", "list.csv", "--map", "foo=user").err, "foo is no field", "gif_url")
        self.expect(0, "validate", "list.csv", "--map", "foo=user", "--render")

    def test_contradicting_options_are_usage_errors(self):
        self.expect(64, "send", "list.csv", "--resend-edited", "--keep-served")
        self.expect(64, "resolve", "list.csv", "--row", "2", "--all", "--as", "sent")
        self.expect(64, "resolve", "list.csv", "--all")
        self.expect(64, "resolve", "list.csv", "--as", "sent")

    def test_unknown_ending_of_a_report_is_refused_and_the_known_ones_are_named(self):
        self.open_site()
        result = self.expect(64, "send", self.manifest("ann"), "--report", "report.xls")
        self.assert_says(result.err, "report.xls", ".csv")


if __name__ == "__main__":
    unittest.main()
