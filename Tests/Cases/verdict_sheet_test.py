"""`resolve --from`: a table with verdicts, read back as spreadsheets save it."""
import csv
import io
import unittest

import openpyxl

from case import SILENCE
from terminal import Terminal
from verdict_table import COLUMNS, Sheet

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

    def test_columns_of_one_name_are_refused_and_both_are_named(self):
        self.fill({"ben": "sent"})
        text = (self.folder / "unknown.csv").read_text()
        for name in ("verdict", "Verdict", "row_digest", "Row Digest", "user"):
            with self.subTest(name):
                lines = [line + ("," + name if number == 0 else ",") for number, line in enumerate(text.splitlines())]
                self.put("twins.csv", "\n".join(lines) + "\n")
                place = COLUMNS.index(name.lower().replace(" ", "_"))
                self.take(65, "twins.csv", "--yes", says=[
                    f"the columns {place + 1} ({'ABCDEFG'[place]}) and 8 (H) both have the name", "keep the one that counts",
                    "nothing was recorded"])
                book = openpyxl.Workbook()
                for line in lines:
                    book.active.append(line.split(","))
                book.save(self.folder / "twins.xlsx")
                self.take(65, "twins.xlsx", "--yes", says=["and 8 (H) both have the name"])
        self.put("three.csv", "verdict,verdict,row_digest,verdict\nsent,sent,r1:0,sent\n")
        self.take(65, "three.csv", "--yes", says=["the columns 1 (A), 2 (B) and 4 (D) all have the name verdict"])
        self.assertEqual(self.states(), self.BEFORE)
        self.put("notes.csv", "\n".join(line + ("" if number else ",note,note") for number, line in enumerate(text.splitlines())))
        self.take(0, "notes.csv", "--yes", says=["1 row resolved"])

    def test_other_columns_and_order_do_not_matter(self):
        digest = self.lines()[1]["row_digest"]
        self.put("own.csv", f"verdict,note,row_digest\nsent,seen it,{digest}\n")
        self.take(0, "own.csv", "--yes", says=["1 row resolved"])
        self.assertEqual(self.states()[2], "sent")


if __name__ == "__main__":
    unittest.main()
