"""Options for rows without their own value: what no row uses is refused when it was typed, and told otherwise."""
import itertools
import re
import unittest

from case import Case
from terminal import Terminal

# A value for each option that gives rows without their own something, and what a row's own looks like. Which options
# there are, the program's own help says; one that is missing here fails the test of the table.
VALUES = {
    "sender": ("sender", "office", "ann's own"),
    "message": ("message", "Given text", "Own text"),
    "template": ("message", "given.txt", "Own text"),
    "attachment": ("file_attachments", "given.txt", "own.txt"),
    "gif-url": ("gif_url", "https://tenor.com/given", "https://tenor.com/own"),
}
ALL, SOME, NONE = 0, 1, 3  # how many of three rows have their own


class Options(Case):
    def setUp(self):
        super().setUp()
        self.put("given.txt", "Given text")
        self.put("own.txt", "Own text")

    def options(self):
        """The options for rows without their own, as the help lists them."""
        options = re.split(r"\n  (?=--)", self.expect(0, "send", "--help").out)
        return [re.match("--([a-z-]+)", text).group(1) for text in options
                if "of rows without their own" in " ".join(text.split()) and text.startswith("--")]

    def rows(self, option, own):
        """A manifest of three rows with every field, of which `own` have their own value for the option's."""
        field = VALUES[option][0]
        fields = {"user": "", "sender": "team", "message": "Hello", "file_attachments": "", "gif_url": ""}
        lines = []
        for row in range(3):
            cells = fields | {"user": f"{option}{own}u{row}", field: VALUES[option][2] if row < own else ""}
            lines.append([cells[name] for name in fields])
        return self.manifest(*lines, name=f"{option}.{own}.csv", columns=list(fields))

    def give(self, option, source):
        """Gives the option its value from a source; returns what stands on the command line, and its name there."""
        value = VALUES[option][1]
        self.environment = {name: text for name, text in self.environment.items()
                            if name in ("GRUPO_SITE", "GRUPO_API_SECRET_KEY") or not name.startswith("GRUPO_")}
        if source == "option":
            return [f"--{option}", value], f"--{option}"
        key = option.replace("-", "_")
        if source == "environment":
            self.environment[f"GRUPO_{key.upper()}"] = value
            return [], f"GRUPO_{key.upper()}"
        self.put("conf.yaml", f"{key}: {value}\n")
        return ["--config", "conf.yaml"], f"conf.yaml:1: {key}"

    def test_the_help_lists_the_options_of_this_test(self):
        self.assertEqual(sorted(self.options()), sorted(VALUES))

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
