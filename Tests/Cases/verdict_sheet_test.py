"""`resolve` for many rows: a table to fill in, read back as spreadsheets save it, and questions on a terminal."""
import csv
import io
import shutil
import stat
import subprocess
import unittest

import openpyxl

from case import SILENCE
from terminal import Terminal
from unresolved import Unresolved

COLUMNS = ["row", "row_digest", "user", "sender", "first_words", "finished_at", "verdict"]


class Sheet(Unresolved):
    def export(self, name="unknown.csv", code=0, *options):
        return self.expect(code, "resolve", "list.csv", "--export", name, *options)

    def lines(self, name="unknown.csv"):
        return list(csv.DictReader(io.StringIO((self.folder / name).read_text(encoding="utf-8"), newline="")))

    def fill(self, verdicts, name="unknown.csv", delimiter=",", encoding="utf-8"):
        """Writes the table anew with a verdict for each row that has one."""
        lines = self.lines()
        page = io.StringIO(newline="")
        writer = csv.DictWriter(page, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows([line | {"verdict": verdicts.get(line["user"], "")} for line in lines])
        self.put(name, page.getvalue().encode(encoding))
        return name

    def take(self, code, name="unknown.csv", *options, says=()):
        result = self.resolve(code, "--from", name, *options)
        self.assert_says(result.out + result.err, *says)
        return result


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


class FromTest(Sheet):
    def setUp(self):
        super().setUp()
        self.export()

    def test_verdicts_are_recorded_and_blank_lines_stay_unknown(self):
        self.fill({"ben": "sent", "dora": " Not Sent "})
        result = self.take(0, "unknown.csv", "--yes", says=["1 sent, 1 not sent", "1 without a verdict", "2 rows resolved"])
        self.assert_says(result.err, "row 3  ben  sent", "row 6  dora  not-sent")
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "rejected", "not_sent", "sent"])
        self.expect(3, "send", "list.csv")
        self.assertEqual(sorted(set(self.site.users)), ["dora", "eve"])

    def test_table_as_a_spreadsheet_saved_it(self):
        for number, options in enumerate((dict(delimiter=";"), dict(delimiter=";", encoding="utf-8-sig"),
                                          dict(delimiter="\t", encoding="utf-16"))):
            with self.subTest(options):
                name = self.fill({"ben": "NOT_SENT" if number % 2 else "not-sent"}, f"saved{number}.csv", **options)
                self.take(0, name, "--yes", says=["1 row resolved"])
                self.resolve(0, "--row", "3", "--as", "unknown")

    def test_table_as_a_workbook_or_in_an_encoding_of_windows(self):
        book = openpyxl.Workbook()
        book.active.append(COLUMNS)
        for line in self.lines():
            book.active.append([line[name] for name in COLUMNS[:-1]] + ["sent" if line["user"] == "ben" else None])
        book.save(self.folder / "saved.xlsx")
        self.take(0, "saved.xlsx", "--yes", says=["1 row resolved"])
        self.resolve(0, "--row", "3", "--as", "unknown")
        digest = self.lines()[0]["row_digest"]
        self.put("windows.csv", f"row_digest;verdict;note\n{digest};sent;Jürgen fand sie – schön\n".encode("windows-1252"))
        self.take(0, "windows.csv", "--yes", says=["1 row resolved"])
        self.assertEqual(self.states()[1], "sent")

    def test_without_a_yes_nothing_is_recorded(self):
        self.fill({"ben": "sent"})
        self.take(65, says=["1 sent", "--yes"])
        for answer, code in (("n", 65), ("y", 0)):
            terminal = Terminal(self, "resolve", "list.csv", "--from", "unknown.csv")
            terminal.wait_for_words("[y/N]")
            terminal.type(answer + "\n")
            self.assertEqual(terminal.finish().code, code)
        self.assertEqual(self.states()[1], "sent")

    def test_lines_that_cannot_be_followed_are_named_and_nothing_is_recorded(self):
        self.fill({"ben": "sent", "cid": "perhaps"})
        self.take(65, "unknown.csv", "--yes", says=["line 3", "perhaps"])
        self.fill({"ben": "sent"})
        text = (self.folder / "unknown.csv").read_text()
        first = text.splitlines()[1]
        self.put("twice.csv", text + first + "\r\n")
        self.take(65, "twice.csv", "--yes", says=["line 5 (as line 2)", "an earlier line"])
        digest = self.lines()[0]["row_digest"]
        self.put("strange.csv", text.replace(digest, "r1:" + "0" * 40))
        self.take(65, "strange.csv", "--yes", says=["line 2 (row 3) is about no row of list.csv"])
        self.put("nameless.csv", text.replace(digest, ""))
        self.take(65, "nameless.csv", "--yes", says=["line 2", "no row_digest"])
        self.resolve(0, "--row", "3", "--as", "not-sent")
        self.take(65, "unknown.csv", "--yes", says=["row 3 is not sent", "no longer unknown"])
        self.assertEqual(self.states(), ["sent", "not_sent", "unknown", "rejected", "unknown", "sent"])

    def test_table_without_a_verdict_is_said(self):
        self.take(65, "unknown.csv", "--yes", says=["no verdict", "3 lines without one"])

    def test_table_follows_its_rows_when_the_list_was_edited(self):
        self.fill({"ben": "sent"})
        self.manifest("someone new", "ann", "ben", "cid", "eve", "dora", "zoe")
        self.take(0, "unknown.csv", "--yes", says=["1 row resolved"])

    def test_column_that_was_sorted_by_itself_is_noticed(self):
        lines = self.lines()
        for column in ("user", "row_digest"):
            values = sorted((line[column] for line in lines), reverse=column == "user")
            if values == [line[column] for line in lines]:
                values.reverse()
            page = io.StringIO(newline="")
            writer = csv.DictWriter(page, COLUMNS)
            writer.writeheader()
            writer.writerows([line | {column: value, "verdict": "sent"} for line, value in zip(lines, values)])
            self.put("sorted.csv", page.getvalue())
            self.take(65, "sorted.csv", "--yes", says=["names another user than the row of its row_digest", "sorted by itself"])
        self.assertEqual(self.states(), self.BEFORE)
        # A list that was edited still says who its rows are for.
        self.manifest("someone new", "ann", "ben", "cid", "eve", "dora", "zoe")
        self.take(65, "sorted.csv", "--yes", says=["names another user"])
        without = [",".join(line.split(",")[:2] + line.split(",")[3:]) for line in (self.folder / "sorted.csv").read_text().splitlines()]
        self.put("nobody.csv", "\n".join(without) + "\n")
        self.take(0, "nobody.csv", "--yes", says=["3 rows resolved", "ben  sent", "dora  sent"])

    def test_names_that_a_spreadsheet_guards_or_cannot_show_are_the_same(self):
        self.site.answer = lambda form: SILENCE
        self.manifest("=cmd", "'=x", "o'neil", "\u00e9ve", name="odd.csv")
        self.expect(4, "send", "odd.csv", "--concurrency", "1", "--yes")
        self.expect(0, "resolve", "odd.csv", "--export", "odd-table.csv")
        text = (self.folder / "odd-table.csv").read_text()
        self.put("odd-table.csv", text.replace("Z,\n", "Z,sent\n").replace("Z,\r", "Z,sent\r"))
        result = self.expect(0, "resolve", "odd.csv", "--from", "odd-table.csv", "--yes")
        self.assert_says(result.err, "=cmd  sent")

    def test_tables_that_are_not_whole(self):
        self.fill({"ben": "sent", "cid": "sent", "dora": "sent"})
        text = (self.folder / "unknown.csv").read_text()
        # Whatever is cut off stays unknown: some programs leave empty cells at a line's end out, so that a short line is no fault.
        for cut in (6, 10, 30, 70, 120):
            self.put("cut.csv", text[:-cut])
            self.take(0, "cut.csv", "--yes", says=["2 sent", "2 rows resolved"] if cut < 120 else ["1 row resolved"])
            self.assertEqual(self.states()[4], "unknown")
            self.resolve(0, "--row", "3-4", "--as", "unknown")
        self.put("cut.csv", text.replace("sent", "not-sent")[:-6])
        self.take(65, "cut.csv", "--yes", says=["line 4", "“not”"])
        self.put("open.csv", text.replace("office,Hello dora", 'office,"Hello dora'))
        self.take(65, "open.csv", "--yes")
        self.put("bare.csv", "\n".join(",".join(line.split(",")[:1] + line.split(",")[2:]) for line in text.splitlines()))
        self.take(65, "bare.csv", "--yes", says=["columns row_digest and verdict"])
        self.put("empty.csv", text.splitlines()[0] + "\n")
        self.take(65, "empty.csv", "--yes")
        for words in ("Sent.", "yes", "notsent", "not sent!", "sent not-sent", "\u200bsent", "1", "TRUE"):
            self.fill({"ben": words})
            self.take(65, "unknown.csv", "--yes", says=["something else than sent or not-sent"])
        self.assertEqual(self.states(), self.BEFORE)

    def test_line_ends_and_quotes_do_not_matter(self):
        self.fill({"ben": "sent"})
        text = (self.folder / "unknown.csv").read_text().replace("\r\n", "\n")
        quoted = "".join(",".join('"' + cell + '"' for cell in line.split(",")) + "\n" for line in text.splitlines())
        for content in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), text.rstrip("\n"), text + "\n\n", quoted,
                        "sep=,\n" + text, "\ufeff" + text):
            self.put("ends.csv", content)
            self.take(0, "ends.csv", "--yes", says=["1 row resolved"])
            self.resolve(0, "--row", "3", "--as", "unknown")

    def test_table_of_another_list_or_batch_is_refused(self):
        self.fill({"ben": "sent"})
        self.site.answer = lambda form: SILENCE
        self.expect(3, "send", "list.csv", "--batch", "other", "--rows", "3", "--yes")
        self.take(65, "unknown.csv", "--batch", "other", "--yes", says=["about no row of list.csv"])
        self.manifest("fay", "gus", name="second.csv")
        self.expect(3, "send", "second.csv", "--yes", "--rows", "2")
        self.assert_says(self.expect(65, "resolve", "second.csv", "--from", "unknown.csv", "--yes").err, "about no row of second.csv")

    def test_other_columns_and_order_do_not_matter(self):
        digest = self.lines()[1]["row_digest"]
        self.put("own.csv", f"verdict,note,row_digest\nsent,seen it,{digest}\n")
        self.take(0, "own.csv", "--yes", says=["1 row resolved"])
        self.assertEqual(self.states()[2], "sent")


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


class InteractiveTest(Sheet):
    def answer(self, *answers):
        terminal = Terminal(self, "resolve", "list.csv", "--interactive")
        for answer in answers:
            terminal.wait_for_words("]uit: " if answer != "y" else "[y/N]")
            terminal.seen = b""
            terminal.type(answer + "\n")
        return terminal.finish()

    def test_each_row_is_shown_and_the_answers_are_recorded_together(self):
        terminal = Terminal(self, "resolve", "list.csv", "--interactive")
        terminal.wait_for_words("]uit: ")
        self.assert_says(terminal.seen.decode(), "1 of 3: row 3, to ben from office, tried ", "Hello ben")
        terminal.type("s\nhm\n\nn\n")
        terminal.wait_for_words("[y/N]")
        self.assert_says(terminal.seen.decode(), "answer s, n, q or nothing", "1 sent, 1 not sent", "1 without a verdict")
        terminal.type("y\n")
        self.assertEqual(terminal.finish().code, 0)
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "rejected", "not_sent", "sent"])

    def test_quitting_keeps_what_was_answered(self):
        self.assertEqual(self.answer("n", "q", "y").code, 0)
        self.assertEqual(self.states(), ["sent", "not_sent", "unknown", "rejected", "unknown", "sent"])

    def test_no_answer_records_nothing(self):
        result = self.answer("q")
        self.assertEqual(result.code, 0)
        self.assert_says(result.err, "0 rows resolved")

    def test_without_a_terminal_it_is_refused(self):
        self.assert_says(self.expect(64, "resolve", "list.csv", "--interactive").err, "--export")

    def test_ways_exclude_each_other(self):
        for options in (["--interactive", "--as", "sent"], ["--export", "a.csv", "--as", "sent"],
                        ["--from", "a.csv", "--as", "sent"], ["--interactive", "--all"], ["--export", "a.csv", "--row", "3"]):
            with self.subTest(options):
                self.expect(64, "resolve", "list.csv", *options)


if __name__ == "__main__":
    unittest.main()
