"""The rows of `report --format manifest`: as they were, whatever is wrong with them, and each sent as the row it was."""
import csv
import io
import json
import unittest

from case import Case, refusal

ADDED = ["error_key", "error_message", "outcome", "grupo_batch_ordinal"]


class AsTheyWere(Case):
    """Every chosen row comes back with its own cells or text, and means what it meant."""

    def resend(self, manifest, output, *options, only="failed"):
        return self.expect(0, "report", manifest, "--only", only, "--format", "manifest", "--output", output, *options)

    def table(self, name, encoding="utf-8", delimiter=","):
        text = (self.folder / name).read_bytes().decode(encoding)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))

    def test_json_lines_that_are_invalid_stay_so_byte_for_byte(self):
        lines = ['{"user":"ann","sender":"o","message":["a","b"]}',
                 '{"user":12345678901234567890,"sender":"o","message":"n"}', '{"user":"cy","sender":"o","message":"cut']
        self.put("m.jsonl", '{"user":"ok","sender":"o","message":"fine"}\n' + "\n".join(lines) + "\n")
        self.expect(1, "send", "m.jsonl", "--skip-invalid")
        self.expect(0, "report", "m.jsonl", "--only", "invalid", "--format", "manifest-jsonl", "--output", "f.jsonl")
        found = (self.folder / "f.jsonl").read_text().splitlines()
        self.assertEqual(found[2], lines[2])
        for now, before in zip(found[:2], lines[:2]):
            self.assertTrue(now.startswith('{"error_key":"manifest.'), now)
            self.assertTrue(now.endswith(',"outcome":"invalid","grupo_batch_ordinal":null,' + before[1:]), now)
        self.expect(1, "send", "f.jsonl", "--skip-invalid", "--message", "Hi")
        self.assertEqual(self.sent_to(), ["ok"])
        self.assertEqual([line["error_key"] for line in self.report("f.results.csv")],
                         ["manifest.nested_value", "manifest.not_text", "manifest.json_syntax"])

    def test_json_becomes_json(self):
        self.put("m.json", '[{"user": "ann", "sender": "o", "message": "[[j400]] a"}, '
                           '{"user": "bob", "sender": "o", "message": "ok"}]')
        self.expect(1, "send", "m.json")
        self.resend("m.json", "f.json")
        rows = json.loads((self.folder / "f.json").read_text())
        self.assertEqual([list(row) for row in rows], [ADDED + ["user", "sender", "message"]])
        self.expect(0, "validate", "f.json")
        self.assertIn("failed.json", (self.expect(0, "report", "m.json", "--format", "json", "--output", "-").out))

    def test_ragged_rows_keep_their_cells(self):
        self.put("m.csv", "user,sender,message\nann,office,[[j400]] a\nbob,office,ok\ncy,office,Hello, Cy\ndan\n")
        self.expect(1, "send", "m.csv", "--skip-invalid")
        self.resend("m.csv", "f.csv")
        table = self.table("f.csv")
        self.assertEqual(table[0], ADDED + ["user", "sender", "message"])
        self.assertEqual([row[4:] for row in table[1:]],
                         [["ann", "office", "[[j400]] a"], ["cy", "office", "Hello", " Cy"], ["dan"]])
        found = self.expect(65, "validate", "f.csv").err
        self.assertIn("The row has 4 cells, the header has 3.", found)
        self.assertIn("The row has 1 cell, the header has 3.", found)

    def test_encoding_delimiter_first_line_and_mark_are_the_manifests(self):
        text = 'user;sender;message\nann;o;"[[j400]] é, ü|\t"\nbob;o;ok\n'
        for name, content, encoding, options in [
                ("latin", text.encode("cp1252"), "cp1252", ["--encoding", "windows-1252"]),
                ("wide", b"\xff\xfe" + text.encode("utf-16-le"), "utf-16", []),
                ("mark", b"\xef\xbb\xbfsep=;\r\n" + text.encode(), "utf-8-sig", [])]:
            with self.subTest(name=name):
                self.put(f"{name}.csv", content)
                self.expect(1, "send", f"{name}.csv", "--batch", name, *options)
                self.resend(f"{name}.csv", f"{name}-f.csv")
                table = self.table(f"{name}-f.csv", encoding, ";")
                if name == "mark":
                    self.assertEqual(table.pop(0), ["sep=", ""])
                self.assertEqual(table[0], ADDED + ["user", "sender", "message"])
                self.assertEqual(table[1][4:], ["ann", "o", "[[j400]] é, ü|\t"])
                self.site.forms.clear()
                self.expect(1, "send", f"{name}-f.csv", "--batch", name, "--yes", *options)
                self.assertEqual([form["message"] for form in self.site.forms], ["[[j400]] é, ü|\t"])

    def test_words_of_the_site_that_the_encoding_lacks_harm_nothing(self):
        self.site.answer = lambda form: refusal("no", "Нет 🙂 é")
        self.put("m.csv", "user,sender,message\nann,o,é\n".encode("cp1252"))
        self.expect(1, "send", "m.csv", "--encoding", "windows-1252")
        self.resend("m.csv", "f.csv")
        self.assertEqual(self.table("f.csv", "cp1252")[1][1], "??? ? é")
        self.put("m.jsonl", '{"user":"ann","sender":"o","message":"é"}\n'.encode("cp1252"))
        self.expect(1, "send", "m.jsonl", "--encoding", "windows-1252", "--batch", "j")
        self.resend("m.jsonl", "f.jsonl", "--batch", "j")
        self.assertEqual(json.loads((self.folder / "f.jsonl").read_text("cp1252"))["error_message"], "Нет 🙂 é")

    def test_written_again_the_added_columns_are_replaced_and_nothing_else_changes(self):
        self.put("m.csv", "outcome,user,sender,message\nmine,ann,o,[[j400]] {{outcome}}\nx,bob,o,ok\ny,cy,o\n")
        self.expect(1, "send", "m.csv", "--skip-invalid", "--render")
        self.resend("m.csv", "f.csv")
        self.expect(1, "send", "f.csv", "--skip-invalid", "--render", "--yes")
        self.assertEqual([form["message"] for form in self.site.forms if form["user"] == "ann"], ["[[j400]] mine"] * 2)
        self.resend("f.csv", "g.csv")
        self.assertEqual((self.folder / "f.csv").read_bytes(), (self.folder / "g.csv").read_bytes())
        self.put("m.jsonl", '{ "outcome":"mine","user":"ann","sender":"o","message":"[[j400]] {{outcome}}"}\n{}\n')
        self.expect(1, "send", "m.jsonl", "--skip-invalid", "--render", "--batch", "j")
        self.resend("m.jsonl", "f.jsonl", "--batch", "j")
        self.assertEqual(json.loads((self.folder / "f.jsonl").read_text().splitlines()[0])["outcome"], "mine")
        self.expect(1, "send", "f.jsonl", "--skip-invalid", "--render", "--yes", "--batch", "j")
        self.assertEqual([form["message"] for form in self.site.forms if form["user"] == "ann"], ["[[j400]] mine"] * 4)
        self.resend("f.jsonl", "g.jsonl", "--batch", "j")
        self.assertEqual((self.folder / "f.jsonl").read_bytes(), (self.folder / "g.jsonl").read_bytes())

    def test_a_header_line_among_the_rows_is_one_in_the_resend_file_too(self):
        self.put("m.csv", "user,sender,message\nann,o,[[j400]]\nuser,sender,message\nbob,o,ok\n")
        self.expect(1, "send", "m.csv", "--skip-invalid")
        self.resend("m.csv", "f.csv")
        self.expect(1, "send", "f.csv", "--skip-invalid", "--yes")
        self.assertEqual(self.report("f.results.csv")[1]["error_key"], "manifest.repeated_header")
        text = (self.folder / "f.csv").read_text()
        self.put("two.csv", text + text)
        self.assertRegex(self.expect(65, "validate", "two.csv").err, "(?s)row 3.*header.*row 4.*header.*row 6.*header")
        self.resend("f.csv", "g.csv")
        self.assertEqual((self.folder / "f.csv").read_bytes(), (self.folder / "g.csv").read_bytes())

    def test_documents_keep_their_defaults(self):
        self.put("m.json", '{"defaults": {"sender": "o", "message": "[[j400]]"}, "messages": [\n {"user": "ann"},\n'
                           ' {"user": "bob", "message": "ok"},\n {"user": 5, "message": null}]}\n')
        self.expect(1, "send", "m.json", "--skip-invalid")
        self.resend("m.json", "f.json")
        page = json.loads((self.folder / "f.json").read_text())
        self.assertEqual(page["defaults"], {"sender": "o", "message": "[[j400]]"})
        self.assertEqual([row["user"] for row in page["messages"]], ["ann", 5])
        self.expect(65, "validate", "f.json")
        self.refused("report", "m.json", "--only", "failed", "--format", "manifest", "--output", "f.jsonl", code=73,
                     says="defaults, which JSON Lines cannot hold; name the output .json")

    def test_the_format_follows_the_ending(self):
        self.put("m.csv", "user,sender,message\nann,o,[[j400]]\ncy,o\n")
        self.put("m.jsonl", '{"user":"ann","sender":"o","message":"[[j400]]"}\n{"user":"cy"\n')
        for name in ("m.csv", "m.jsonl"):
            self.expect(1, "send", name, "--skip-invalid", "--batch", name)
        for ending in ("txt", "html", "xlsx", ""):
            self.refused("report", "m.csv", "--format", "manifest", "--output", f"f.{ending}", code=64,
                         says=r"ends in \.csv, \.tsv, \.json or \.jsonl")
        self.refused("report", "m.jsonl", "--format", "manifest-jsonl", "--output", "f.csv", code=64, says="jsonl")
        self.refused("report", "m.jsonl", "--format", "manifest", "--output", "f.csv", code=73,
                     says="JSON, which CSV cannot hold as it is; name the output .json or .jsonl")
        self.refused("report", "m.jsonl", "--format", "manifest", "--output", "f.json", code=73,
                     says="row 2: is not JSON, which an array cannot hold; name the output .jsonl")
        self.refused("report", "m.csv", "--format", "manifest", "--output", "f.json", code=73,
                     says="row 3: has more or fewer cells than the header.*name the output .csv")
        self.refused("report", "m.csv", "--format", "manifest", "--output", "f.tsv", code=73, says="name the output .csv")
        self.assertEqual(list(self.folder.glob("f.*")), [])
        self.resend("m.csv", "f.json", only="rejected")
        self.resend("m.jsonl", "g.json", only="rejected")
        for name, batch in (("f.json", "m.csv"), ("g.json", "m.jsonl")):
            self.expect(0, "validate", name, "--batch", batch)
        self.assertEqual((self.folder / "f.json").stat().st_mode & 0o777, 0o600)
        self.refused("report", "m.csv", "--format", "manifest", "--output", "f.json", code=73, says="is there already")

    def test_standard_input_and_output(self):
        (self.folder / "files").mkdir()
        self.put("files/a.txt", "A")
        text = "user,sender,message,file\nann,o,[[j400]],files/a.txt\nbob,o,ok,\n"
        self.expect(1, "send", "-", "--input-format", "csv", text=text)
        page = self.expect(0, "report", "-", "--only", "failed", "--format", "manifest", text=text).out
        self.assertEqual(list(csv.reader(io.StringIO(page)))[1][4:], ["ann", "o", "[[j400]]", "files/a.txt"])
        self.expect(1, "send", "-", "--input-format", "csv", "--yes", text=page)
        self.assertEqual([form["user"] for form in self.site.forms[2:]], ["ann"])
        self.assertEqual(self.site.forms[2]["file_attachments"], b"A")

    def test_an_edited_manifest_gives_the_rows_that_are_there_now(self):
        self.put("m.csv", "user,sender,message\nann,o,[[j400]]\nbob,o,ok\ncy,o\n")
        self.expect(1, "send", "m.csv", "--skip-invalid")
        self.put("m.csv", "user,sender,message\nbob,o,ok\ncy,o,better\ncy,o,better\nann,o,[[j400]]\n,o,x\n")
        self.resend("m.csv", "f.csv")
        self.assertEqual([row[4:] for row in self.table("f.csv")[1:]], [["ann", "o", "[[j400]]"], ["", "o", "x"]])
        self.resend("m.csv", "p.csv", only="pending")
        self.assertEqual([row[3][:2] for row in self.table("p.csv")[1:]], ["1#", "2#"])


if __name__ == "__main__":
    unittest.main()
