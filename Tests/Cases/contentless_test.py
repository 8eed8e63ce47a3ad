"""Rows and columns without content are none; zero bytes at the end are asked about."""
import json
import unittest

from case import Case

HEADER = "user,sender,message\n"


class Contentless(Case):
    def test_columns_at_the_end(self):
        self.put("m.csv", "user,sender,message,,\r\nann,office,Hello,,\r\n")
        result = self.expect(0, "send", "m.csv")
        self.assertRegex(result.err, "2 columns without name and content")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_rows_at_the_end(self):
        self.put("m.csv", "user,sender,message,note\r\nann,office,Hello,\r\nbob,office,Hi,\r\n" + ",,,\r\n" * 500)
        result = self.expect(0, "send", "m.csv")
        self.assertRegex(result.err, "500 empty rows were skipped")
        self.assertEqual(result.err.count("empty row"), 1)
        self.assertEqual(self.sent_to(), ["ann", "bob"])
        self.assertEqual(len((self.folder / "m.results.csv").read_text().splitlines()), 3)

    def test_delimiter_at_the_end(self):
        self.put("m.csv", "user|sender|message\nann|office|Hello|\nbob|office|Hi|\n")
        result = self.expect(0, "send", "m.csv")
        self.assertRegex(result.err, "2 rows end in an empty cell")
        self.assertEqual([form["message"] for form in self.site.forms], ["Hello", "Hi"])

    def test_column_without_a_name_that_holds_something_late_in_the_file(self):
        rows = "".join(f"u{n},office,Hi,\n" for n in range(3_000))
        self.put("m.csv", "user,sender,message,\n" + rows + "zoe,office,Hi,note\n")
        self.refused("send", "m.csv", says=r"column 4 \(D\) has no name.*row 3002")
        self.refused("send", "m.csv", "--skip-invalid", "--yes", says="has no name")

    def test_rows_keep_their_numbers_in_report_selection_and_second_run(self):
        self.put("m.csv", HEADER + ",,\nann,office,Hi\n,,\n\n,,,,\nbob,office,[[refused]]\n,,\ncid,office,Hi\n")
        self.expect(0, "send", "m.csv", "--rows", "9-9")
        self.assertEqual(self.sent_to(), ["cid"])
        self.expect(1, "send", "m.csv")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid"])
        lines = (self.folder / "m.results.csv").read_text().splitlines()[1:]
        self.assertEqual([line.split(",")[:2] for line in lines], [["3", "ann"], ["7", "bob"], ["9", "cid"]])

    def test_objects_without_content(self):
        rows = [{}, {"user": "ann", "sender": "o", "message": "x", "": ""}, None, {"user": "", "message": None}]
        self.put("m.json", json.dumps(rows))
        result = self.expect(0, "send", "m.json")
        self.assertRegex(result.err, "3 empty rows were skipped")
        self.put("n.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.assertRegex(self.expect(0, "validate", "n.jsonl").err, "3 empty rows were skipped")

    def test_rows_resumed_after_a_refusal_are_the_same_rows(self):
        self.put("m.csv", HEADER + "".join(f",,\nu{n},office,Hi\n" for n in range(50)))
        self.expect(0, "send", "m.csv", "--limit", "20")
        self.expect(0, "send", "m.csv")
        self.assertEqual(self.sent_to(), sorted(f"u{n}" for n in range(50)))


class ZeroBytes(Case):
    def test_padding_is_asked_about(self):
        self.put("m.csv", (HEADER + "ann,office,Hi\n").encode() + bytes(128))
        self.refused("send", "m.csv", says="128 zero bytes.*may have been cut.*2 ann")
        notice = self.expect(0, "validate", "m.csv")
        self.assertRegex(notice.err + notice.out, "(?i)ask.*128 zero bytes")
        self.expect(0, "send", "m.csv", "--yes")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_half_a_row_is_an_error_whatever_is_said(self):
        for name, text in (("m.csv", HEADER + "ann,office,Hi\nbob,of"), ("n.csv", HEADER + "ann,office,Hi\nbob,office,H"),
                           ("m.json", '[{"user":"ann","sender":"o","message":"x"},{"user":"bo'),
                           ("m.jsonl", '{"user":"ann","sender":"o","message":"x"}\n{"user":"bo')):
            self.put(name, text.encode() + bytes(99))
            self.refused("send", name, "--yes", "--skip-invalid", says="half written.*99 zero bytes")

    def test_padded_in_other_encodings_and_formats(self):
        row = '{"user":"ann","sender":"o","message":"x"}'
        wide = b"\xff\xfe" + (HEADER + "ann,office,Hi\r\n").encode("utf-16-le")
        for name, text in (("m.csv", wide), ("m.json", f"[{row}]".encode()), ("m.jsonl", row.encode())):
            self.put(name, text + bytes(512))
            self.refused("send", name, says="512 zero bytes|511 zero bytes")

    def test_file_of_zero_bytes_only(self):
        self.put("m.csv", bytes(4096))
        self.refused("send", "m.csv", "--yes", says="nothing but zero bytes")

    def test_list_that_may_be_cut_is_asked_about(self):
        self.put("m.csv", HEADER + "ann,office,Hi\nbob,office,Hi\n")
        self.put("no.txt", b"ann\n" + bytes(64))
        self.refused("send", "m.csv", "--exclude", "no.txt", says="no.txt.*zero bytes")
        self.put("half.txt", b"ann\nbo" + bytes(64))
        self.refused("send", "m.csv", "--exclude", "half.txt", "--yes", says="half written")
        self.expect(0, "send", "m.csv", "--exclude", "no.txt", "--yes")
        self.assertEqual(self.sent_to(), ["bob"])

    def test_template_that_may_be_cut_is_refused(self):
        self.put("m.csv", "user,sender\nann,office\n")
        self.put("t.txt", b"Dear {{user}},\nwe" + bytes(64))
        self.refused("send", "m.csv", "--template", "t.txt", "--yes", says="t.txt.*zero bytes")

    def test_control_z_is_ignored(self):
        self.put("m.csv", HEADER + "ann,office,Hi\r\n\x1a")
        self.assertRegex(self.expect(0, "send", "m.csv").err, "Ctrl-Z")
        self.assertEqual(self.sent_to(), ["ann"])


class Kinds(Case):
    WORKBOOK = b"PK\x03\x04" + bytes(22) + b"\x0f\x00\x00\x00xl/workbook.xml"

    def test_manifest_list_and_template(self):
        self.put("m.csv", HEADER + "ann,office,Hi\n")
        self.put("n.csv", "user,sender\nann,office\n")
        for name in ("x.csv", "x.json", "x.txt", "x.xlsx", "x"):
            self.put(name, self.WORKBOOK)
            for arguments in ([name], ["m.csv", "--exclude", name], ["n.csv", "--template", name]):
                result = self.refused("send", *arguments, "--yes", says="spreadsheet")
                self.assertIn(name, result.err)
                self.assertEqual(len(result.err.strip().splitlines()), 1, result)


if __name__ == "__main__":
    unittest.main()
