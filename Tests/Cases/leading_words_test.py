"""Words that lead on: no advice that cannot be followed, or that leads back to where one stands."""
import gzip
import json
import subprocess
import unittest

import openpyxl

from case import HEAD, Case

ROW = {"user": "ann", "sender": "o", "message": "x"}


class LeadingWords(Case):
    def pipe(self, code, content, *options):
        """Validates what comes through standard input; returns what is said."""
        result = self.finish(self.start("validate", "-", *options, stdin=subprocess.PIPE), content)
        self.assertEqual(result.code, code, result)
        return result.err

    def book(self):
        book = openpyxl.Workbook()
        for cells in (["user", "sender", "message"], ["ann", "o", "x"]):
            book.active.append(cells)
        book.save(self.folder / "m.xlsx")
        return (self.folder / "m.xlsx").read_bytes()

    def test_what_comes_through_a_pipe_is_named_with_the_option_that_reads_it(self):
        contents = ((self.book(), "xlsx"), (json.dumps([ROW]).encode(), "json"))
        for content, name in contents:
            self.assert_says(self.pipe(65, content, "--input-format", "csv"), f"Give --input-format {name} instead")
            self.pipe(0, content, "--input-format", name)
        packed = gzip.compress(b"user,sender,message\nann,o,x\n")
        self.assert_says(self.pipe(65, packed, "--input-format", "csv"), "gzip", "gunzip -c FILE | grupo-batch")
        self.assert_says(self.pipe(64, b"user\nann\n"), "say which with --input-format")

    def test_format_that_contradicts_a_workbook_is_to_be_left_out(self):
        self.book()
        self.refused("validate", "m.xlsx", "--input-format", "csv", says="Leave --input-format out")

    def test_columns_that_no_option_tells_apart_are_to_be_renamed(self):
        self.put("m.csv", "user,sender,message,Message \nann,o,x,y\n")
        result = self.refused("validate", "m.csv", says="cannot tell them apart")
        self.assertNotIn("--map", result.out + result.err)

    def test_columns_in_another_language_are_named_with_the_option_that_reads_them(self):
        self.put("m.csv", "user;Absender;Nachricht\nann;o;x\n")
        self.refused("validate", "m.csv", says=["map sender=Absender", "map message=Nachricht"])
        self.expect(0, "validate", "m.csv", "--map", "sender=Absender", "--map", "message=Nachricht")

    def test_json_without_a_key_of_users_is_said_to_lack_one(self):
        self.put("m.json", json.dumps([{"id": "U1", "vorname": "Ann", "ort": "Ulm"}, {"id": "U2", "vorname": "Bob", "ort": "Ulm"}]))
        options = ("--sender", "o", "--message", "x")
        self.refused("validate", "m.json", *options, says=r"no key of the file is known to name users.*--map user=KEY")
        self.expect(0, "validate", "m.json", *options, "--map", "user=vorname")

    def test_tables_of_pandas_are_recognised_however_they_are_turned(self):
        for table, words in (
                ({"user": {"0": "ann"}, "sender": {"0": "o"}, "message": {"0": "x"}}, "column by column"),
                ({"0": ROW, "1": ROW}, "the rows' numbers as keys"),
                ({"columns": list(ROW), "index": [0], "data": [list(ROW.values())]}, "in parts")):
            self.put("m.json", json.dumps(table))
            self.refused("validate", "m.json", says=[words, 'orient="records"'])
        self.put("m.json", json.dumps({"profile": {"a": 1}, "team": {"b": 2}}))
        self.assertNotIn("pandas", self.refused("validate", "m.json").err)

    def test_pointer_to_a_google_document_is_none(self):
        pointer = json.dumps({"url": "https://docs.google.com/open?id=abc", "doc_id": "abc", "email": "me@example.org"})
        for name in ("list.gsheet", "list.csv", "list.json"):
            self.put(name, pointer)
            self.refused("validate", name, says=["pointer to a Google document", "download it"])
        self.put("m.csv", HEAD + "ann,o,x\n")
        self.put("t.gdoc", pointer)
        self.refused("validate", "m.csv", "--template", "t.gdoc", says="pointer")
        self.refused("validate", "m.csv", "--exclude", "list.gsheet", says="pointer")
        self.put("m.json", json.dumps([{**ROW, "message": "see https://docs.google.com/document/d/1", "url": "x"}]))
        self.expect(0, "validate", "m.json")

    def test_templates_of_other_services_are_answered_in_our_words(self):
        self.put("m.csv", "user,sender,name\nann,o,Ann\n")
        for template, words in (
                ("{{#if name}}Hi{{/if}}", "{{#name}}...{{/name}}"), ("{{#unless name}}x{{/unless}}", "{{^name}}"),
                ("{{ name | upcase }}", "{{uppercased(name)}}"), ('{{name|default: "x"}}', "{{name|friend}}"),
                ("{{#name}}a{{else}}b{{/name}}", "{{^column}}")):
            self.refused("validate", "m.csv", "--message", template, "--render", says=words.replace("{", r"\{").replace(
                "(", r"\(").replace(")", r"\)").replace("|", r"\|").replace("^", r"\^"))
        result = self.expect(0, "validate", "m.csv", "--message", "Hi {% if name %}{{name}}{% endif %}", "--render")
        self.assert_says(result.err, "Liquid or Jinja", "{{#column}}...{{/column}}")
        self.expect(0, "validate", "m.csv", "--message", "Hi {{name|title holder}} {{name|safe}}", "--render")

    def test_default_of_a_column_that_is_not_there_is_said(self):
        self.put("m.csv", "user,sender,First Name\nann,o,Ann\n")
        result = self.expect(0, "validate", "m.csv", "--message", "Hi {{fname|friend}}", "--render")
        self.assert_says(result.err, "no such column: it is empty in every row", "write {{First Name}}")
        result = self.expect(0, "validate", "m.csv", "--message", "Hi {{First Name|friend}}", "--render")
        self.assertNotIn("no such column", result.err)

    def test_report_in_an_encoding_of_windows_is_said_to_be_that(self):
        self.put("m.csv", HEAD + "jürgen,o,x\n")
        self.expect(0, "send", "m.csv")
        report = (self.folder / "m.results.csv").read_text(encoding="utf-8")
        self.put("m.results.csv", report.encode("windows-1252"))
        self.environment["XDG_STATE_HOME"] = str(self.folder / "other")
        result = self.refused("send", "m.csv", says=["m.results.csv", "CSV UTF-8", "counts for your list alone"])
        self.assertNotIn("windows-1252", result.err)

    def test_encodings_that_look_like_ascii_or_that_iconv_lacks(self):
        text = "user;sender;message\r\nann;o;Grüße aus Köln\r\n"
        self.put("m.csv", text.encode("utf-7"))
        self.refused("validate", "m.csv", says=["looks like UTF-7", "--encoding UTF-7"])
        self.assert_says(self.expect(0, "validate", "m.csv", "--encoding", "UTF-7").out, "Grüße aus Köln")
        self.put("m.csv", HEAD + "ann,o,call +49170-1234 or +491234-5\n")
        self.expect(0, "validate", "m.csv")
        self.put("m.csv", "user;sender;message\r\nann;o;مرحبا بكم في المدينة الجميلة\r\n".encode("cp720"))
        self.refused("validate", "m.csv", says="name its encoding: --encoding cp720 reads “مرحبا بكم في المدينة")
        self.expect(0, "validate", "m.csv", "--encoding", "cp720")


if __name__ == "__main__":
    unittest.main()
