"""The results report as a workbook, as another program reads it."""
import datetime
import stat
import unittest
import zipfile

import openpyxl

from case import SENT, SILENCE, Case, refusal
from workbench import COLUMNS


class WorkbookTest(Case):
    def setUp(self):
        super().setUp()
        self.site.answer = lambda form: {"ben": refusal("blocked", "=cmd|' /C calc'!A0"), "cid": SILENCE}.get(
            form["user"], SENT)

    def send(self, code=3, *options):
        self.manifest(["ann", "office", "Hi", "007"], ["ben", "=office", "Hi", "+1"], ["cid", "office", "Hi", "_x0041_"],
                      columns=["user", "sender", "message", "id"])
        return self.expect(code, "send", "list.csv", "--report", "out.xlsx", "--concurrency", 1, *options)

    def open(self, name="out.xlsx"):
        return openpyxl.load_workbook(self.folder / name)

    def test_rows_are_typed_and_every_text_is_a_text(self):
        result = self.send()
        self.assertIn("Report: out.xlsx", result.out)
        book = self.open()
        self.assertEqual(book.sheetnames, ["Rows", "Summary"])
        rows = list(book["Rows"].iter_rows())
        self.assertEqual([cell.value for cell in rows[0]], COLUMNS[:-1])
        self.assertEqual([[cell.value for cell in row[:4]] for row in rows[1:]],
                         [[2, "ann", "office", True], [3, "ben", "=office", False], [4, "cid", "office", None]])
        self.assertEqual([row[11].value for row in rows[1:3]], ["007", "+1"])
        self.assertEqual([row[6].value for row in rows[1:]], ["sent", "rejected", "unknown"])
        self.assertEqual([row[7].value for row in rows[1:3]], [200, 200])
        self.assertIsInstance(rows[1][9].value, datetime.datetime)
        self.assertLess(abs(rows[1][9].value - datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)),
                        datetime.timedelta(minutes=5))
        self.assertEqual(rows[2][5].value, "=cmd|' /C calc'!A0")
        self.assertFalse([cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row
                          if cell.data_type == "f"], "a formula")
        # What a spreadsheet would read as the letter A stays what it is.
        with zipfile.ZipFile(self.folder / "out.xlsx") as archive:
            self.assertIn(b"_x005F_x0041_", archive.read("xl/worksheets/sheet1.xml"))

    def test_header_stays_in_sight_rows_can_be_filtered_and_outcomes_have_colours(self):
        self.send()
        sheet = self.open()["Rows"]
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ("A2", "A1:L4"))
        colours = {sheet.cell(row, 7).fill.fgColor.rgb for row in (2, 3, 4)}
        self.assertEqual(len(colours), 3)

    def test_summary_has_counts_keys_and_a_chart(self):
        self.send()
        sheet = self.open()["Summary"]
        values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(values[0][0], "Results of list.csv")
        lines = {row[0]: row for row in values if row[0]}
        self.assertEqual([lines[name][2] for name in ("sent", "rejected", "unknown")], [1, 1, 1])
        self.assertEqual(lines["blocked"][2], 1)
        self.assertIn("List", lines)
        with zipfile.ZipFile(self.folder / "out.xlsx") as archive:
            self.assertIsNone(archive.testzip())
            self.assertIn("xl/charts/chart1.xml", archive.namelist())

    def test_it_is_private_and_leaves_nothing_beside_it(self):
        self.send()
        self.assertEqual(stat.S_IMODE((self.folder / "out.xlsx").stat().st_mode), 0o600)
        self.assertFalse([path for path in self.folder.iterdir() if "tmp" in path.name or "part" in path.name])

    def test_report_makes_it_and_replaces_its_own(self):
        self.send()
        self.expect(0, "report", "list.csv", "--output", "again.xlsx")
        self.expect(0, "report", "list.csv", "--output", "again.xlsx")
        self.assertEqual(self.open("again.xlsx").sheetnames, ["Rows", "Summary"])
        result = self.expect(0, "report", "list.csv", "--only", "failed", "--output", "failed.xlsx")
        sheets = self.open("failed.xlsx")
        self.assertEqual([row[1].value for row in sheets["Rows"].iter_rows(min_row=2)], ["ben"], result)
        self.assertIn("1 of 3", " ".join(str(row[0].value) for row in sheets["Summary"].iter_rows(max_row=4)))

    def test_workbook_of_somebody_else_is_left_alone(self):
        book = openpyxl.Workbook()
        book.active.append(["mine"])
        book.save(self.folder / "out.xlsx")
        before = (self.folder / "out.xlsx").read_bytes()
        self.manifest("ann")
        self.expect(73, "send", "list.csv", "--report", "out.xlsx")
        self.put("broken.xlsx", b"PK\x03\x04 and nothing more")
        self.expect(73, "send", "list.csv", "--report", "broken.xlsx")
        self.assertEqual((self.folder / "out.xlsx").read_bytes(), before)
        self.assertEqual(self.sent_to(), [])

    def test_it_is_no_list_to_send_to(self):
        self.send()
        self.refused("send", "out.xlsx", "--message", "Hi", says="report")


if __name__ == "__main__":
    unittest.main()
