"""`resolve` for many rows by a workbook."""
import csv
import shutil
import stat
import subprocess
import unittest

import openpyxl

from case import SILENCE
from verdict_table import COLUMNS, Sheet

class WorkbookTest(Sheet):
    """The same as a workbook, filled in by openpyxl and by LibreOffice."""

    def fill_in(self, verdicts, name="unknown.xlsx", saved=None):
        book = openpyxl.load_workbook(self.folder / name)
        sheet = book.active
        for row in sheet.iter_rows(min_row=2):
            row[6].value = verdicts.get(row[2].value)
        book.save(self.folder / (saved or name))
        return saved or name

    def test_workbook_has_the_unknown_rows_as_texts_and_offers_the_words(self):
        self.manifest(["new", "=office", "=1+1\nand more"], ["007", "o", "_x0041_ +1"], name="formula.csv")
        self.site.answer = lambda form: SILENCE
        self.expect(3, "send", "formula.csv", "--concurrency", "1", "--yes")
        result = self.expect(0, "resolve", "formula.csv", "--export", "f.xlsx")
        self.assert_says(result.out, "2 unknown rows in f.xlsx")
        self.assert_says(result.err, "--from f.xlsx")
        self.assertEqual(stat.S_IMODE((self.folder / "f.xlsx").stat().st_mode), 0o600)
        sheet = openpyxl.load_workbook(self.folder / "f.xlsx").active
        rows = list(sheet.iter_rows())
        self.assertEqual([cell.value for cell in rows[0]], COLUMNS)
        self.assertEqual([[cell.value for cell in row[2:5]] for row in rows[1:]],
                         [["new", "=office", "=1+1\ufffdand more"], ["007", "o", "_x005F_x0041_ +1"]])
        self.assertTrue(all(cell.data_type in "sn" for row in rows for cell in row))
        self.assertEqual([(one.type, one.formula1, str(one.sqref)) for one in sheet.data_validations.dataValidation],
                         [("list", '"sent,not-sent"', "G2:G3")])
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual([path.name for path in self.folder.iterdir() if path.name.startswith((".f", "f."))], ["f.xlsx"])

    def test_verdicts_in_a_workbook_are_recorded(self):
        self.export("unknown.xlsx")
        self.fill_in({"ben": "sent", "dora": "Not Sent"})
        result = self.take(0, "unknown.xlsx", "--yes", says=["1 sent, 1 not sent", "1 without a verdict", "2 rows resolved"])
        self.assert_says(result.err, "row 3  ben  sent", "row 6  dora  not-sent")
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "rejected", "not_sent", "sent"])

    def test_workbook_that_a_person_changed_is_read_as_they_see_it(self):
        self.export("unknown.xlsx")
        book = openpyxl.load_workbook(self.folder / "unknown.xlsx")
        sheet = book.active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for place, values in enumerate(reversed(rows), 2):
            for column, value in enumerate([*values[:6], {"ben": "sent"}.get(values[2]), "seen by me"], 1):
                sheet.cell(place, column, value)
        sheet.cell(1, 8, "note")
        sheet.row_dimensions[2].hidden = True
        book.create_sheet("Notes")["A1"] = "row_digest"
        book.save(self.folder / "changed.xlsx")
        self.take(0, "changed.xlsx", "--yes", says=["1 row resolved", "2 without a verdict"])

    def test_workbook_that_cannot_be_followed_is_refused(self):
        self.export("unknown.xlsx")
        self.fill_in({"ben": "perhaps"}, saved="words.xlsx")
        self.take(65, "words.xlsx", "--yes", says=["line 2", "perhaps"])
        book = openpyxl.load_workbook(self.folder / "unknown.xlsx")
        book.active["G2"] = "=A1"
        book.save(self.folder / "formula.xlsx")
        self.take(65, "formula.xlsx", "--yes", says=["line 2", "no line of the table"])
        book.active["G2"] = "sent"
        book.active["C2"], book.active["C3"] = book.active["C3"].value, book.active["C2"].value
        book.save(self.folder / "sorted.xlsx")
        self.take(65, "sorted.xlsx", "--yes", says=["names another user"])
        self.put("broken.xlsx", (self.folder / "unknown.xlsx").read_bytes()[:-200])
        self.take(65, "broken.xlsx", "--yes")
        self.assertEqual(self.states(), self.BEFORE)

    def test_workbook_with_verdicts_is_not_written_over(self):
        self.export("unknown.xlsx")
        self.export("unknown.xlsx")
        self.fill_in({"ben": "sent"})
        self.assert_says(self.export("unknown.xlsx", 73).err, "holds 1 verdict")
        self.expect(0, "report", "list.csv", "--output", "r.xlsx")
        self.assert_says(self.export("r.xlsx", 73).err, "give another file")

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_table_that_libreoffice_saved_in_other_formats_is_read(self):
        self.export("unknown.xlsx")
        self.fill_in({"ben": "sent"})
        for ending in ("ods", "csv", "xlsx"):
            with self.subTest(ending):
                place = self.folder / f"saved-{ending}"
                subprocess.run(
                    ["soffice", f"-env:UserInstallation=file://{self.folder}/office", "--headless", "--convert-to", ending, "--outdir",
                     str(place), str(self.folder / "unknown.xlsx")], check=True, capture_output=True, timeout=120)
                self.take(0, f"saved-{ending}/unknown.{ending}", "--yes", says=["1 row resolved"])
                self.resolve(0, "--row", "3", "--as", "unknown")


if __name__ == "__main__":
    unittest.main()
