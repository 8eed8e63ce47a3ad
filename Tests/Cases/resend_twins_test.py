"""Equal rows of which some are to be sent again."""
import csv
import json
import re
import unittest

from case import SENT, Case, refusal

class Twins(Case):
    """Of equal rows each is resent as the one it was: the one that failed arrives, and nobody gets one too many."""

    def setUp(self):
        super().setUp()
        self.verdicts = []
        self.site.answer = lambda form: self.verdicts.pop(0) if self.verdicts else SENT

    def check(self, count, failing, ending):
        row = ["ann", "o", "same"]
        if ending == "csv":
            self.put("m.csv", "user,sender,message\n" + (",".join(row) + "\n") * count)
        else:
            line = json.dumps(dict(zip(["user", "sender", "message"], row)))
            self.put(f"m.{ending}", f"{line}\n" * count if ending == "jsonl" else "[" + ",".join([line] * count) + "]")
        self.verdicts = [refusal() if number in failing else SENT for number in range(count)]
        self.expect(1, "send", f"m.{ending}", "--concurrency", "1")
        self.expect(0, "report", f"m.{ending}", "--only", "failed", "--format", "manifest", "--output", f"f.{ending}")
        self.site.forms.clear()
        result = self.expect(0, "send", f"f.{ending}", "--yes")
        self.assertEqual(self.sent_to(), ["ann"] * len(failing), result)
        # Every one of the manifest's rows is served now, whichever file is sent again.
        for name in (f"m.{ending}", f"f.{ending}"):
            self.expect(0, "send", name, "--yes")
        self.assertEqual(len(self.site.forms), len(failing))

    def test_the_later_of_two_arrives(self):
        self.check(2, {1}, "csv")

    def test_the_later_of_two_arrives_from_json_lines(self):
        self.check(2, {1}, "jsonl")

    def test_the_middle_of_three_arrives(self):
        self.check(3, {1}, "csv")

    def test_the_middle_of_three_arrives_from_an_array(self):
        self.check(3, {1}, "json")

    def test_two_of_three_arrive(self):
        self.check(3, {0, 2}, "csv")

    def test_a_corrected_row_is_a_row_like_any_other(self):
        self.put("m.csv", "user,sender,message\nann,o,same\nann,o,same\n")
        self.verdicts = [SENT, refusal()]
        self.expect(1, "send", "m.csv", "--concurrency", "1")
        self.expect(0, "report", "m.csv", "--only", "failed", "--format", "manifest", "--output", "f.csv")
        text = (self.folder / "f.csv").read_text()
        self.assertRegex(text, r",2#[0-9a-f]{16},ann,o,same")
        self.put("f.csv", text.replace("ann,o,same", "anna,o,same"))
        self.expect(0, "send", "f.csv", "--yes")
        # The same correction in the manifest itself finds it sent: its number was the other row's.
        self.put("m.csv", "user,sender,message\nann,o,same\nanna,o,same\n")
        self.expect(0, "send", "m.csv", "--yes")
        self.assertEqual(self.sent_to(), ["ann", "ann", "anna"])

    def test_rows_without_a_number_are_numbered_around_the_others(self):
        self.put("m.csv", "user,sender,message\nann,o,same\nann,o,same\n")
        self.verdicts = [refusal(), SENT]
        self.expect(1, "send", "m.csv", "--concurrency", "1")
        self.expect(0, "report", "m.csv", "--only", "failed", "--format", "manifest", "--output", "f.csv")
        header, row = (self.folder / "f.csv").read_text().splitlines()
        # The first is neither of the two: the number 1 is stated below it, and 2 was sent.
        self.put("f.csv", f"{header}\n,,,,ann,o,same\n{row}\n,,,,ann,o,same\n")
        self.expect(0, "send", "f.csv", "--yes")
        self.assertEqual(len(self.site.forms), 2 + 2)

    def test_a_number_stated_twice_or_none_at_all_is_an_error_of_the_row(self):
        self.put("m.csv", "user,sender,message\nann,o,same\n")
        self.verdicts = [refusal()]
        self.expect(1, "send", "m.csv")
        self.expect(0, "report", "m.csv", "--only", "failed", "--format", "manifest", "--output", "f.csv")
        header, row = (self.folder / "f.csv").read_text().splitlines()
        self.put("f.csv", f"{header}\n{row}\n{row}\n,,,-1,bob,o,x\n")
        before = len(self.site.forms)
        found = self.expect(65, "send", "f.csv", "--yes").err
        self.assertEqual(len(self.site.forms), before)
        self.assertRegex(found, r"(?s)row 3.*exactly the same.*row 4.*does not hold a number")
        self.expect(1, "send", "f.csv", "--yes", "--skip-invalid")
        self.assertEqual([line["error_key"] for line in self.report("f.results.csv")],
                         ["", "manifest.bad_ordinal", "manifest.bad_ordinal"])

    def test_a_second_row_of_a_recipient_stays_one_until_it_is_corrected(self):
        self.put("m.csv", "user,sender,message\nann,o,one\nann,o,two\n")
        self.expect(1, "send", "m.csv", "--unique-users", "--skip-invalid")
        self.expect(0, "report", "m.csv", "--only", "failed", "--format", "manifest", "--output", "f.csv")
        self.expect(1, "send", "f.csv", "--unique-users", "--skip-invalid", "--yes")
        self.assertEqual(self.sent_to(), ["ann"])
        text = (self.folder / "f.csv").read_text()
        self.put("f.csv", re.sub("ann,o,two", "bob,o,two", text))
        self.expect(0, "send", "f.csv", "--unique-users", "--yes")
        self.assertEqual(self.sent_to(), ["ann", "bob"])


if __name__ == "__main__":
    unittest.main()
