"""`resolve --export`: the table of unknown rows that a person fills in."""
import csv
import stat
import unittest

from case import SILENCE
from verdict_table import COLUMNS, Sheet

class ExportTest(Sheet):
    def test_table_has_the_unknown_rows_and_an_empty_verdict(self):
        result = self.export()
        self.assert_says(result.out, "3 unknown rows in unknown.csv")
        self.assert_says(result.err, "--from unknown.csv")
        lines = self.lines()
        self.assertEqual(list(lines[0]), COLUMNS)
        self.assertEqual([(line["row"], line["user"], line["sender"], line["first_words"], line["verdict"])
                          for line in lines],
                         [(row, user, "office", f"Hello {user}", "") for row, user in
                          (("3", "ben"), ("4", "cid"), ("6", "dora"))])
        digests = {line["row"]: line["row_digest"] for line in self.report()}
        self.assertTrue(all(line["row_digest"] == digests[line["row"]] for line in lines))
        self.assertTrue(all(line["finished_at"].endswith("Z") for line in lines))
        self.assertEqual(stat.S_IMODE((self.folder / "unknown.csv").stat().st_mode), 0o600)

    def test_cells_are_no_formulas(self):
        self.site.answer = lambda form: SILENCE
        self.manifest(["new", "=office", "=1+1\nand more"], name="formula.csv")
        self.expect(3, "send", "formula.csv")
        self.expect(0, "resolve", "formula.csv", "--export", "f.csv")
        line = self.lines("f.csv")[0]
        self.assertEqual((line["sender"], line["first_words"][:4]), ("'=office", "'=1+"))

    def test_standard_output_and_json(self):
        result = self.export("-")
        self.assertEqual(result.out.splitlines()[0], ",".join(COLUMNS))
        self.assertEqual(self.export("unknown.csv", 0, "--json").json, {"exported": 3})

    def test_nothing_unknown_writes_nothing(self):
        self.resolve(0, "--all", "--as", "sent")
        self.assert_says(self.export().err, "no row of the list is unknown")
        self.assertFalse((self.folder / "unknown.csv").exists())

    def test_table_without_verdicts_is_replaced_and_nothing_else(self):
        self.export()
        self.export()
        self.fill({"ben": "sent"})
        before = (self.folder / "unknown.csv").read_bytes()
        self.assert_says(self.export(code=73).err, "holds 1 verdict")
        self.assertEqual((self.folder / "unknown.csv").read_bytes(), before)
        for name, text in (("notes.csv", "to do\n"), ("list.results.csv", None)):
            if text:
                self.put(name, text)
            self.assert_says(self.export(name, 73).err, "give another file")
        self.assert_says(self.expect(64, "resolve", "list.csv", "--export", "unknown.xls").err, ".csv")

    def test_edited_list_cannot_say_its_rows(self):
        self.manifest("ann", "ben", "someone else")
        self.assert_says(self.export(code=65).err, "edited")


if __name__ == "__main__":
    unittest.main()
