"""Rows that are none: the header of a second file in mid-file, and a results report of ours in the place of a manifest."""
import json
import unittest

from case import Case

HEADER = "user,sender,message\n"


class RepeatedHeaderTest(Case):
    """`cat a.csv b.csv > m.csv` leaves the header of the second file in the middle."""

    def test_second_header_is_an_error_of_its_row(self):
        self.put("m.csv", HEADER + "ann,office,Hi\n" + HEADER + "bob,office,Yo\n")
        result = self.refused("send", "m.csv", says=["row 3", "repeats the header"])
        self.assertIn("manifest.repeated_header", self.expect(65, "validate", "m.csv", "--json").out)
        self.assertIn("Row 3", result.err)

    def test_left_out_with_the_invalid_rows(self):
        self.put("m.csv", HEADER + "ann,office,Hi\n" + HEADER + "bob,office,Yo\n")
        self.expect(1, "send", "m.csv", "--skip-invalid")
        self.assertEqual(self.sent_to(), ["ann", "bob"])
        self.assertEqual(self.outcomes("m.results.csv"), {"ann": "sent", "user": "invalid", "bob": "sent"})

    def test_behind_a_mark_in_other_case_and_other_encodings(self):
        second = "\ufeffUser, Sender ,MESSAGE\n"
        for name, content in [("utf8.csv", ("\ufeff" + HEADER + "ann,office,Hi\n" + second).encode()),
                              ("utf16.csv", (HEADER + "ann,office,Hi\n" + second).encode("utf-16"))]:
            self.refused("send", self.put(name, content), says="row 3")

    def test_with_or_without_empty_cells_at_its_end(self):
        wide = "user,sender,message,,\n"
        for name, content in [("longer.csv", HEADER + "ann,office,Hi\n" + wide), ("shorter.csv", wide + "ann,office,Hi,,\n" + HEADER)]:
            self.refused("send", self.put(name, content), says="row 3")

    def test_object_of_a_converted_list(self):
        header = '{"user": "user", "sender": "Sender", "message": "message"}'
        self.put("m.jsonl", '{"user": "ann", "sender": "office", "message": "Hi"}\n' + header + "\n")
        self.refused("send", "m.jsonl", says=["row 2", "repeats the header"])

    def test_user_who_is_called_user_gets_a_message(self):
        self.put("m.csv", HEADER + "user,office,Hi\nsender,office,message\nuser,sender,Message of May\n")
        self.expect(0, "send", "m.csv")
        self.put("m.jsonl", '{"user": "user", "sender": "sender", "message": "The message"}\n')
        self.expect(0, "send", "m.jsonl", "--batch", "j")
        self.assertEqual(self.sent_to(), ["sender", "user", "user", "user"])


class ReportAsManifestTest(Case):
    """A report says what became of people; taken for a list it would write to all of them again."""

    def setUp(self):
        super().setUp()
        self.put("m.csv", HEADER + "ann,office,Hi\nbob,office,[[refused]] Yo\n")
        reports = [argument for ending in ("csv", "json", "jsonl") for argument in ("--report", f"m.results.{ending}")]
        self.expect(1, "send", "m.csv", *reports)

    def test_refused_in_every_format_with_the_way_out(self):
        for ending in ("csv", "json", "jsonl"):
            self.refused("send", f"m.results.{ending}", "--message", "Hello",
                         says=["results report", "--only failed --format manifest"])
            self.assertIn("manifest.results_report",
                          self.expect(65, "validate", f"m.results.{ending}", "--json").out)

    def test_refused_as_a_spreadsheet_saves_it(self):
        lines = (self.folder / "m.results.csv").read_text().splitlines()
        self.put("saved.csv", "\ufeff" + "\r\n".join(line.replace(",", ";") for line in lines) + "\r\n")
        self.refused("send", "saved.csv", "--message", "Hello", says="results report")

    def test_refused_whatever_columns_it_lost_or_gained(self):
        self.put("less.csv", "outcome,error_key,success,sender,user,row\nsent,,true,office,ann,2\n")
        self.refused("send", "less.csv", "--message", "Hello", says="results report")
        rows = [json.loads(line) for line in (self.folder / "m.results.jsonl").read_text().splitlines()]
        self.put("more.jsonl", "".join(json.dumps(row | {"row_digest": "r1:00"}) + "\n" for row in rows))
        self.refused("send", "more.jsonl", "--message", "Hello", says="results report")

    def test_refused_with_a_message_added_to_it(self):
        lines = (self.folder / "m.results.csv").read_text().splitlines()
        self.put("more.csv", "\n".join([lines[0] + ",message", *(line + ",Hello" for line in lines[1:])]) + "\n")
        self.refused("send", "more.csv", says="results report")

    def test_rows_written_to_be_sent_again_are_a_manifest(self):
        self.expect(0, "report", "m.csv", "--only", "failed", "--format", "manifest", "--output", "again.csv")
        self.expect(0, "validate", "again.csv")

    def test_invalid_report_row_does_not_hide_what_it_is(self):
        self.put("r.csv", "row,user,sender,success,error_key,outcome\n2,,,,manifest.missing_user,invalid\n")
        self.refused("send", "r.csv", "--skip-invalid", "--message", "Hello", says="results report")


if __name__ == "__main__":
    unittest.main()
