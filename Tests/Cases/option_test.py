"""Options for rows without their own value: what no row uses is refused when it was typed, and told otherwise."""
import itertools
import json
import unittest

from case import Case
from terminal import Terminal

# A value for each option that gives rows without their own something, and what a row's own looks like. Which options
# there are, the program itself says; one that is missing here, or below, fails the test of the table.
VALUES = {
    "sender": ("sender", "office", "ann's own"),
    "message": ("message", "Given text", "Own text"),
    "template": ("message", "given.txt", "Own text"),
    "attachment": ("file_attachments", "given.txt", "own.txt"),
    "gif-url": ("gif_url", "https://tenor.com/given", "https://tenor.com/own"),
}
ALL, SOME, NONE = 0, 1, 3  # how many of three rows have their own
# Options that may turn out to do nothing to any row: what is said then, and nothing else.
IDLE = {"render", "map", "delimiter", "json-path", "time-zone", "on-finish", "on-stop", "allow-remote", "bom", "title", "rows", "limit",
        "exclude", "preview-row", "manifest-name", "sheet", "header-row", "hidden-rows", "cell-values"}
# Options that do what they say whatever the rows are: where to, how fast, what is refused, what is shown.
STEADY = {
    "dry-run", "no-input", "site", "allow-http", "secret-file", "secret-command", "timeout", "connect-timeout", "ca-file",
    "user-agent", "proxy", "batch", "encoding", "input-format", "attachments-root", "max-attachment-size", "max-row-size",
    "unique-users", "test-to", "skip-invalid", "resend-edited", "keep-served", "preview", "concurrency", "retries",
    "stop-after", "give-up-after", "plan", "report", "rate", "per-day", "window", "start-at", "watch-page", "fatal-error-keys",
    "recipient-error-keys", "temporary-error-keys", "refusals-in-a-row", "not-sent-statuses", "success-values", "ledger",
    "config", "profile", "quiet", "verbose", "progress", "color", "json", "log-file", "metrics", "leave-when-idle", "yes", "version", "help"}


class Options(Case):
    def setUp(self):
        super().setUp()
        self.put("given.txt", "Given text")
        self.put("own.txt", "Own text")

    def every_option(self):
        """Every option of send with what it says of itself, as the program's parser knows them."""
        parser = json.loads(self.expect(0, "send", "--experimental-dump-help").out)["command"]
        return {name["name"]: option.get("abstract", "") for option in parser["arguments"]
                for name in option.get("names") or [] if name["kind"] == "long"}

    def options(self):
        """The options for rows without their own."""
        return [name for name, text in self.every_option().items() if "of rows without their own" in text]

    def rows(self, option, own):
        """A manifest of three rows with every field, of which `own` have their own value for the option's."""
        field = VALUES[option][0]
        fields = {"user": "", "sender": "team", "message": "Hello", "file_attachments": "", "gif_url": ""}
        lines = []
        for row in range(3):
            cells = fields | {"user": f"{option}{own}u{row}", field: VALUES[option][2] if row < own else ""}
            lines.append([cells[name] for name in fields])
        return self.manifest(*lines, name=f"{option}.{own}.csv", columns=list(fields))

    def give(self, option, source, value=None):
        """Gives the option its value from a source; returns what stands on the command line, and its name there."""
        value = value or VALUES[option][1]
        self.environment = {name: text for name, text in self.environment.items()
                            if name in ("GRUPO_SITE", "GRUPO_API_SECRET_KEY") or not name.startswith("GRUPO_")}
        if source == "option":
            return [f"--{option}"] + [value] * (value != "true"), f"--{option}"
        key = option.replace("-", "_")
        if source == "environment":
            self.environment[f"GRUPO_{key.upper()}"] = value
            return [], f"GRUPO_{key.upper()}"
        self.put("conf.yaml", f"{key}: {value}\n")
        return ["--config", "conf.yaml"], f"conf.yaml:1: {key}"

    def test_no_option_of_the_program_is_missing_here(self):
        self.assertEqual(sorted(self.options()), sorted(VALUES))
        self.assertEqual(set(self.every_option()), set(VALUES) | IDLE | STEADY)
        self.assertFalse(IDLE & STEADY)

    def test_table_of_options_that_may_do_nothing(self):
        """Each from every source, where it does something to all rows, to some, and to none."""
        braces, plain = "Hi {{user}}", "Hi"
        texts = {ALL: [braces] * 3, SOME: [plain, braces, plain], NONE: [plain] * 3}
        tables = {
            ("render", "true", "no row has a message with {{...}}"): [
                (own, [[f"u{row}", "o", text, ""] for row, text in enumerate(texts[own])], "message")
                for own in (ALL, SOME, NONE)],
            ("map", "gif_url=", "gif_url= has no effect: the file has no column"): [
                (own, [[f"u{row}", "o", plain, "junk" * (row < count)] for row in range(3)], column)
                for own, count, column in ((ALL, 3, "gif"), (SOME, 1, "GIF URL"), (ALL, 0, "gif_url"), (NONE, 0, "other"))],
        }
        for (option, value, words), cases in tables.items():
            for number, (own, rows, column) in enumerate(cases):
                columns = ["user", "sender", "message", "other" if option == "render" else column]
                for source in ("option", "environment", "configuration"):
                    with self.subTest(option=option, source=source, case=number):
                        given, name = self.give(option, source, f"'{value}'" if source == "configuration" and "=" in value else value)
                        manifest = self.manifest(*rows, name=f"{option}.{number}.csv", columns=columns)
                        batch = f"{option}.{number}.{source}"
                        for command in ("validate", "send", "send"):
                            result = self.expect(0, command, manifest, *given, "--batch", batch)
                            self.assertEqual(result.err.count("has no effect"), int(own == NONE), result)
                            if own == NONE:
                                self.assertIn(words, result.err)
                                self.assertIn(name, result.err)
                        found = self.expect(0, "validate", manifest, *given, "--batch", batch, "--json").json["notices"]
                        self.assertEqual([note["code"] for note in found], ["option_unused"] * (own == NONE))

    def test_options_that_do_nothing_here_are_told_before_anything_leaves(self):
        self.manifest("ann")
        self.put("m.json", '[{"user": "ann", "sender": "office", "message": "Hi"}]')
        for command in ("validate", "send"):
            for words, said in [
                    (["list.csv", "--time-zone", "Europe/Paris"], "--time-zone has no effect: none of --window, --per-day"),
                    (["list.csv", "--json-path", "data"], "--json-path has no effect"),
                    (["m.json", "--delimiter", ";"], "--delimiter has no effect: the file is read as json"),
                    (["list.csv", "--rows", "2-9"], "goes beyond the end"),
                    (["list.csv", "--render", "--message", "Hi", "--map", "message="], "--render has no effect"),
                    (["list.csv", "--render", "--template", "given.txt", "--map", "message="], "is filled in without it")]:
                with self.subTest(command=command, words=words):
                    self.assertIn(said, self.expect(0, command, *words, "--batch", str(words)).err)
            for words in (["--time-zone", "Europe/Paris", "--per-day", "9"], ["--map", "message=", "--message", "Hi"],
                          ["--render", "--message", "Hi {{user}}", "--map", "message="]):
                self.assertNotIn("has no effect", self.expect(0, command, "list.csv", *words, "--batch", str(words)).err)
        for report, count in (("r.json", 1), ("r.csv", 0)):
            result = self.expect(0, "send", "list.csv", "--bom", "--report", report, "--batch", report)
            self.assertEqual(result.err.count("--bom has no effect: no report is CSV"), count)
        self.refused("send", "list.csv", "--title", "X", code=64, says="--title is for reports in HTML")

    def test_a_column_that_is_not_there_is_one_error(self):
        self.manifest("ann")
        for field in ("user", "sender", "message", "gif_url", "id"):
            with self.subTest(field):
                result = self.refused("validate", "list.csv", "--map", f"{field}=NoSuch", says=["1 problem", "names a column"])
                self.assertNotIn("is missing", result.err)
                self.assertNotIn("used by no field", result.err)
        result = self.refused("validate", "list.csv", "--map", "user=NoSuch", "--map", "message=Nor", says="2 problems")
        self.put("m.json", '[{"user": "ann", "sender": "office", "message": "Hi"}]')
        result = self.refused("validate", "m.json", "--map", "sender=NoSuch", says="names a column that the file does not have")
        self.assertNotIn("used by no field", result.err)
        # Another column that is missing has words of its own.
        self.put("n.csv", "user,message\nann,Hi\n")
        self.refused("validate", "n.csv", "--map", "user=NoSuch", says=["2 problems", "The column \"sender\" is missing"])

    def test_table_of_options_sources_and_rows(self):
        for option, source, own in itertools.product(
                self.options(), ("option", "environment", "configuration"), (ALL, SOME, NONE)):
            with self.subTest(option=option, source=source, own=own):
                words, name = self.give(option, source)
                manifest = self.rows(option, own)
                if own == NONE and source == "option":
                    self.is_refused(option, manifest, words)
                else:
                    self.is_sent(name, manifest, words, own, f"{source}.{option}.{own}")

    def is_refused(self, option, manifest, words):
        field = VALUES[option][0]
        for command in (["validate"], ["send", "--yes"]):
            self.refused(*command, manifest, *words, says=[
                rf"--{option} is used by 0 of 3 rows", rf"“{field}”", rf"Leave out --{option}", rf"--map {field}="])
        self.expect(0, "validate", manifest, *words, "--map", f"{field}=")

    def is_sent(self, name, manifest, words, own, batch):
        notice = f"{name} is used by {3 - own} of 3 rows" if own else None
        # The second send goes by the plan of the first.
        for command in (["send"], ["send"]):
            result = self.expect(0, *command, manifest, *words, "--batch", batch)
            if notice:
                self.assertEqual(result.err.count(notice), 1, result)
                self.assertIn(f"{own} ha{'s its' if own == 1 else 've their'} own value in the column", result.err)
            else:
                self.assertNotIn("is used by", result.err, result)
        self.assertEqual(len(self.site.forms) % 3, 0)
        found = self.expect(0, "validate", manifest, *words, "--batch", batch, "--json").json["notices"]
        self.assertEqual([note["code"] for note in found],
                         [] if not own else ["option_unused" if own == NONE else "option_partly_used"])
        self.assertTrue(all(note["problem"].startswith(notice) for note in found))

    def test_send_tells_in_json_too(self):
        manifest = self.manifest(["ann", "", "One"], ["ben", "team", "Two"])
        for _ in range(2):
            found = self.expect(0, "send", manifest, "--sender", "office", "--json").json["notices"]
            self.assertEqual([note["code"] for note in found], ["option_partly_used"])

    def test_the_cases_of_the_issue(self):
        self.put("m.csv", "name,email,sender,message\nAnn,ann@x.example,office,Where is my parcel?\n"
                          "Bob,bob@x.example,office,Refund me\n")
        self.put("t.txt", "Thank you for writing, {{name}}! You wrote: {{message}}")
        self.refused("send", "m.csv", "--template", "t.txt", says=["--template is used by 0 of 2 rows", "--map message="])
        self.expect(0, "send", "m.csv", "--template", "t.txt", "--map", "message=")
        self.assertEqual(sorted(form["message"] for form in self.site.forms), [
            "Thank you for writing, Ann! You wrote: Where is my parcel?",
            "Thank you for writing, Bob! You wrote: Refund me"])
        self.put("n.csv", "user,message,from\nann,Hi,2024-01-01\nbob,Hi,\n")
        result = self.expect(0, "send", "n.csv", "--sender", "office")
        self.assert_says(result.err, "--sender is used by 1 of 2 rows; 1 has its own value in the column “from” (sender)")

    def test_a_nightly_job_with_its_sender_in_the_configuration_goes_on_when_every_row_has_its_own(self):
        self.put("grupo-batch.yaml", "sender: office\n")
        self.manifest(["ann", "", "One"], ["ben", "team", "Two"])
        self.assert_says(self.expect(0, "send", "list.csv").err, "sender is used by 1 of 2 rows")
        self.manifest(["cid", "team", "One"], ["dan", "team", "Two"], name="next.csv")
        self.assert_says(self.expect(0, "send", "next.csv").err, "sender is used by 0 of 2 rows")
        self.assertEqual(self.sent_to(), ["ann", "ben", "cid", "dan"])

    def test_the_judgement_is_over_all_rows_of_the_file_whatever_is_selected_or_left(self):
        manifest = self.manifest(["ann", "", "One"], ["ben", "team", "Two"], ["cid", "team", "Three"])
        self.put("stop.txt", "ann\n")
        for selection in (["--rows", "3-"], ["--exclude", "stop.txt"], [], [], ["--rows", "2", "--limit", "1"]):
            self.expect(0, "send", manifest, "--sender", "office", *selection)
        self.assertEqual(self.sent_to(), ["ann", "ben", "cid"])

    def test_what_the_configuration_gave_is_judged_anew_when_it_is_typed(self):
        self.put("conf.yaml", "sender: office\n")
        manifest = self.manifest("ann", "ben")
        self.expect(0, "send", manifest, "--config", "conf.yaml")
        self.refused("send", manifest, "--sender", "office", says="used by 0 of 2 rows")

    def test_rows_that_are_invalid_for_another_reason_do_not_count(self):
        manifest = self.manifest(["ann", "team", "Hi"], ["", "team", "Hi"])
        self.refused("send", manifest, "--sender", "office", "--skip-invalid", says="used by 0 of 1 valid row")

    def test_report_status_and_resolve_never_refuse_for_it(self):
        manifest = self.manifest("ann")
        self.expect(0, "send", manifest)
        for command in (["report", manifest, "--output", "-"], ["status", manifest]):
            self.expect(0, *command, "--sender", "office")

    def test_json_names_the_keys_that_win(self):
        self.put("m.json", '{"defaults": {"from": "team"}, "messages": [{"user": "ann", "message": "Hi"}]}')
        self.refused("send", "m.json", "--sender", "office", says=["0 of 1 row", "“from”"])
        self.expect(0, "send", "m.json", "--sender", "office", "--map", "sender=")
        self.assertEqual(self.site.forms[0]["sender"], "office")

    def test_message_and_template_exclude_each_other_and_a_map_names_a_column_or_a_field_without_one(self):
        manifest = self.manifest(["ann", "office"], columns=["user", "sender"])
        self.refused("send", manifest, "--message", "Hi", "--template", "given.txt", code=64, says="exclude each other")
        self.refused("send", manifest, "--message", "Hi", "--map", "name=", "--render", code=64, says="name one column")
        self.refused("send", manifest, "--message", "Hi", "--map", "message=Text", says="a column that the file does not")
        self.expect(0, "send", manifest, "--message", "Hi", "--map", "message=")

    def test_the_prompt_tells_both_counts(self):
        self.manifest(["ann", "", "One"], ["ben", "team", "Two"])
        # This machine by an address that is no loopback one: only sends to strangers are asked about.
        self.environment["GRUPO_SITE"] = self.site.address.replace("127.0.0.1", "0.0.0.0")
        words = ["send", "list.csv", "--sender", "office", "--allow-http", "--color", "never"]
        terminal = Terminal(self, *words)
        terminal.wait_for_words("[y/N] ")
        terminal.type("y\r")
        result = terminal.finish()
        self.assertEqual(result.err.count("--sender is used by 1 of 2 rows"), 1, result)
        self.assertLess(result.err.index("1 of 2 rows"), result.err.index("[y/N]"), result)
        self.assertEqual(self.sent_to(), ["ann", "ben"])
        self.assertNotIn("1 of 2", self.expect(0, *words, "--yes", "-q").err)


if __name__ == "__main__":
    unittest.main()
