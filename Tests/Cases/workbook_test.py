"""Workbooks as manifests and lists, as openpyxl and odfpy write them: what holds for CSV holds for them, and nothing is guessed."""
import csv
import io
import unittest
import zipfile

import openpyxl
from odf import opendocument, table, text

from case import Case

HEAD = ["user", "sender", "message"]


class WorkbookTest(Case):
    def book(self, name, *rows, head=HEAD, title="Members", change=None):
        """Writes a workbook of one sheet; `change` gets the sheet before it is saved."""
        book = openpyxl.Workbook()
        book.active.title = title
        for cells in ([head] if head else []) + list(rows):
            book.active.append(cells)
        if change:
            change(book.active)
        book.save(self.folder / name)
        return name

    def document(self, name, *rows):
        """Writes an OpenDocument of texts."""
        book = opendocument.OpenDocumentSpreadsheet()
        sheet = table.Table(name="Members")
        for cells in [HEAD, *rows]:
            row = table.TableRow()
            for cell in cells:
                element = table.TableCell(valuetype="string")
                for line in cell.split("\n"):
                    element.addElement(text.P(text=line))
                row.addElement(element)
            sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
        book.save(self.folder / name)
        return name

    def repack(self, name, change=lambda member, content: content):
        """Writes the archive anew, with other bytes and the content that `change` makes of it."""
        with zipfile.ZipFile(self.folder / name) as old:
            members = [(entry.filename, old.read(entry)) for entry in old.infolist()]
        with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for member, content in members:
                new.writestr(zipfile.ZipInfo(member, (2031, 1, 1, 0, 0, 0)), change(member, content), zipfile.ZIP_DEFLATED)

    def messages(self):
        return {form["user"]: form["message"] for form in self.site.forms}

    # Sending and going on

    def test_it_is_sent_once_however_often_it_is_saved(self):
        self.book("m.xlsx", ["ann", "o", "Hello"], [], ["bob", "o", "Ünïcode\n😀"])
        plan = self.expect(0, "validate", "m.xlsx", "--json").json["plan_digest"]
        self.expect(0, "send", "m.xlsx", "--plan", plan)
        self.assertEqual(self.messages(), {"ann": "Hello", "bob": "Ünïcode\n😀"})
        self.assertEqual([row["row"] for row in self.report("m.results.csv")], ["2", "4"])
        before = (self.folder / "m.xlsx").read_bytes()
        self.repack("m.xlsx")
        self.assertNotEqual((self.folder / "m.xlsx").read_bytes(), before)
        self.assertEqual(self.expect(0, "validate", "m.xlsx", "--json").json["plan_digest"], plan)
        self.assertRegex(self.expect(0, "send", "m.xlsx").out, "(?i)all 2 were sent")
        self.document("m.ods", ["ann", "o", "Hello"], ["bob", "o", "Ünïcode\n😀"])
        self.assertRegex(self.expect(0, "send", "m.ods", "--yes").out, "(?i)all 2 were sent")
        self.assertEqual(len(self.site.forms), 2)

    def test_an_edit_after_the_send_needs_a_word(self):
        self.book("m.xlsx", ["ann", "o", "Hello"])
        self.expect(0, "send", "m.xlsx")
        self.book("m.xlsx", ["ann", "o", "Hello!"], ["bob", "o", "Hi"])
        self.refused("send", "m.xlsx", says="--resend-edited")
        self.expect(0, "send", "m.xlsx", "--keep-served")
        self.assertEqual(self.sent_to(), ["ann", "bob"])

    def test_failed_rows_are_written_as_csv_which_is_said(self):
        self.book("m.xlsx", [7, "o", "[[refused]]"], ["bob", "o", "ok"], head=["user", "sender", "message"],
                  change=lambda sheet: setattr(sheet["A2"], "number_format", "00000"))
        result = self.expect(1, "send", "m.xlsx")
        self.assertIn("--output failed.csv", result.err)
        again = self.expect(0, "report", "m.xlsx", "--only", "failed", "--format", "manifest", "--output", "failed.csv")
        self.assertRegex(again.err, "workbook.*written as CSV")
        rows = list(csv.DictReader(io.StringIO((self.folder / "failed.csv").read_text())))
        self.assertEqual([(row["user"], row["message"]) for row in rows], [("00007", "[[refused]]")])
        self.expect(1, "send", "failed.csv", "--yes")
        self.assertEqual(self.sent_to(), ["00007", "00007", "bob"])
        self.refused("report", "m.xlsx", "--only", "failed", "--format", "manifest", "--output", "f.xlsx", code=64, says="ends in .csv")

    def test_the_other_commands_read_it_as_it_was_sent(self):
        def other(sheet):
            sheet.parent.create_sheet("Old", 0).append(["nothing"])
            sheet.insert_rows(1, 2)
            sheet["A1"] = "A title"
        self.book("m.xlsx", ["ann", "o", "Hello"], ["bob", "o", "[[silence]]"], change=other)
        options = ["--sheet", "members", "--header-row", "3"]
        self.expect(3, "send", "m.xlsx", *options)
        self.assertEqual([row["row"] for row in self.report("m.results.csv")], ["4", "5"])
        self.assertIn("1 unknown", self.expect(0, "status", "m.xlsx").out)
        self.expect(0, "resolve", "m.xlsx", "--row", "5", "--as", "sent")
        self.expect(0, "report", "m.xlsx", "--output", "again.csv")
        self.assertEqual([row["outcome"] for row in self.report("again.csv")], ["sent", "sent"])

    def test_its_report_alone_finds_it_again(self):
        self.book("list.xlsx", ["ann", "office", "Hello"])
        self.expect(0, "send", "list.xlsx", "--yes")
        self.forget_runs()
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "1 row restored")
        self.expect(0, "send", "list.xlsx", "--yes")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_it_comes_from_standard_input(self):
        self.book("m.xlsx", ["ann", "o", "Hello"])
        with (self.folder / "m.xlsx").open("rb") as stream:
            result = self.finish(self.start("send", "-", "--input-format", "xlsx", stdin=stream))
        self.assertEqual(result.code, 0, result)
        self.assertEqual(self.sent_to(), ["ann"])

    def test_columns_may_be_mapped_and_filled_into_a_template(self):
        self.book("m.xlsx", [447900000000, "Ann", 0.25], head=["Phone", "first name", "share"])
        self.put("letter.txt", "Dear {{first_name}}")
        self.expect(0, "send", "m.xlsx", "--map", "user=Phone", "--sender", "o", "--template", "letter.txt")
        self.assertEqual(self.messages(), {"447900000000": "Dear Ann"})

    # Refusing to guess

    def test_a_format_that_shows_something_else_is_a_question(self):
        def share(sheet):
            sheet["C2"].number_format = "0%"
        self.book("m.xlsx", ["ann", "o", 0.25], change=share)
        self.refused("send", "m.xlsx", "--skip-invalid", says="holds “0.25”, but shows “25%”.*--cell-values")
        self.expect(0, "send", "m.xlsx", "--cell-values", "shown")
        self.expect(0, "send", "m.xlsx", "--cell-values", "stored", "--batch", "b")
        self.assertEqual([form["message"] for form in self.site.forms], ["25%", "0.25"])

    def test_hidden_rows_are_a_question(self):
        def hide(sheet):
            sheet.row_dimensions[3].hidden = True
        self.book("m.xlsx", ["ann", "o", "Hi"], ["bob", "o", "Hi"], ["cy", "o", "Hi"], change=hide)
        self.refused("send", "m.xlsx", "--skip-invalid", says="row 3 is hidden.*--hidden-rows")
        result = self.expect(0, "send", "m.xlsx", "--hidden-rows", "skip")
        self.assertIn("1 hidden row was skipped", self.expect(0, "validate", "m.xlsx", "--hidden-rows", "skip").err)
        self.assertEqual(self.sent_to(), ["ann", "cy"], result)
        self.expect(0, "send", "m.xlsx", "--hidden-rows", "send", "--yes")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cy"])

    def test_errors_formulas_long_numbers_and_merged_cells(self):
        self.book("e.xlsx", ["#N/A", "o", "Hi"], [1234567890123456, "o", "Hi"], ["bob", "o", "=A1"], ["cy", "o", "Hi"],
                  change=lambda sheet: setattr(sheet["A2"], "data_type", "e"))
        result = self.refused("send", "e.xlsx", says=["error of the spreadsheet, #N/A", "more than 15 digits", "result is not stored"])
        self.assertIn("3 rows of 4 invalid", result.err)
        self.expect(1, "send", "e.xlsx", "--skip-invalid")
        self.assertEqual(self.sent_to(), ["cy"])
        self.book("m.xlsx", ["ann", "o", "Hi"], ["bob", "o", ""], change=lambda sheet: sheet.merge_cells("C2:C3"))
        self.refused("send", "m.xlsx", "--message", "Default", "--skip-invalid", says="C2:C3 are merged")

    def test_a_title_above_the_header_is_named(self):
        self.book("m.xlsx", [], HEAD, ["ann", "o", "Hi"], head=["Members of 2026"])
        self.refused("send", "m.xlsx", says="seems to be row 3.*--header-row 3")
        self.expect(0, "send", "m.xlsx", "--header-row", "3")

    def test_options_that_do_nothing_to_a_table_of_text_are_said(self):
        self.put("m.csv", "user,sender,message\nann,o,Hi\n")
        result = self.expect(0, "validate", "m.csv", "--sheet", "x", "--header-row", "2", "--hidden-rows", "skip", "--cell-values", "shown")
        for option in ("--sheet", "--header-row", "--hidden-rows", "--cell-values"):
            self.assertIn(f"{option} has no effect", result.err)
        self.refused("validate", "m.csv", "--header-row", "0", code=64, says="from 1")
        self.refused("validate", "m.csv", "--hidden-rows", "perhaps", code=64)

    # Harm

    def test_a_zip_bomb_ends_in_one_line(self):
        self.book("m.xlsx", ["ann", "o", "Hi"])
        self.repack("m.xlsx", lambda member, content: content + b" " * (1 << 28) if member.endswith("sheet1.xml") else content)
        result = self.refused("send", "m.xlsx", says="more than 200 times its size")
        self.assertLess(len(result.err.strip().splitlines()), 6, result)

    def test_a_billion_laughs_and_other_names(self):
        laughs = b"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
        self.book("m.xlsx", ["ann", "o", "Hi"])
        self.repack("m.xlsx", lambda member, content: laughs + content if member.endswith("sheet1.xml") else content)
        self.refused("send", "m.xlsx", says="declares a document type")
        self.book("n.xlsx", ["ann", "o", "Hi"])
        with zipfile.ZipFile(self.folder / "n.xlsx", "a") as archive:
            archive.writestr("../../etc/cron.d/x", "x")
        self.refused("send", "n.xlsx", says="a part that is called")

    def test_what_is_cut_or_no_workbook_we_read(self):
        self.book("m.xlsx", ["ann", "o", "Hi"])
        data = (self.folder / "m.xlsx").read_bytes()
        self.put("cut.xlsx", data[:-60])
        self.refused("send", "cut.xlsx", says="cut")
        self.put("m.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"))
        self.refused("send", "m.xls", says="Excel 97-2003")
        self.put("p.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
        self.refused("send", "p.xlsx", says="password")
        self.put("m.csv", data)
        self.refused("send", "m.csv", says="Name it .xlsx")
        self.expect(0, "send", "m.csv", "--input-format", "xlsx")

    # Lists

    def test_lists_are_read_from_every_sheet_that_can_be_seen(self):
        def more(sheet):
            sheet.row_dimensions[2].hidden = True
            sheet.parent.create_sheet("Empty")
            sheet.parent.create_sheet("Names only").append(["bob"])
        self.book("gone.xlsx", ["ANN"], head=["E-mail"], change=more)
        self.document("also.ods", ["cy", "", ""])
        self.book("m.xlsx", *([user, "o", "Hi"] for user in ("ann", "bob", "cy", "dan")))
        result = self.expect(0, "send", "m.xlsx", "--exclude", "gone.xlsx", "--exclude", "also.ods")
        self.assertEqual(self.sent_to(), ["dan"], result)

    def test_a_list_that_is_not_plainly_one_is_refused(self):
        self.book("m.xlsx", ["ann", "o", "Hi"])
        self.book("two.xlsx", ["ann", "b"], head=["Alpha", "Beta"])
        self.refused("send", "m.xlsx", "--exclude", "two.xlsx", says="no column of the list")
        self.book("error.xlsx", ["#N/A"], head=["user"], change=lambda sheet: setattr(sheet["A2"], "data_type", "e"))
        self.refused("send", "m.xlsx", "--exclude", "error.xlsx", says="row 2.*error of the spreadsheet")
        self.book("many.xlsx", ["ann, bob"], head=["zoe"])
        self.refused("send", "m.xlsx", "--exclude", "many.xlsx", says="row 2.*a comma")
        self.book("long.xlsx", [1234567890123456], head=["user"])
        self.refused("send", "m.xlsx", "--exclude", "long.xlsx", says="15 digits")


if __name__ == "__main__":
    unittest.main()
