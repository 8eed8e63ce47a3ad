"""The rows of `report --format manifest`: as they were, whatever is wrong with them, and each sent as the row it was."""
import csv
import io
import json
import re
import unittest

from case import SENT, Case, by_marker, refusal

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


class Attachments(Case):
    """Relative paths are made to lead from the new file's folder; everything else stays."""

    def test_relative_paths_lead_back_and_others_stay(self):
        for name in ("in/files/a.txt", "in/files/o.txt"):
            self.put(name, name)
        root = self.folder / "in" / "files"
        rows = [("ann", "files/a.txt"), ("bob", "files/{{user}}.txt"), ("cy", f"{root}/a.txt"),
                ("dan", "{{folder}}/a.txt"), ("eve", "")]
        self.put("in/files/bob.txt", "bob")
        self.put("in/m.csv", "user,sender,message,file,folder\nada,o,ok,,\n" + "".join(
            f"{user},o,[[j400]],{path},{root}\n" for user, path in rows) + "fay,o,Hi, files/a.txt,x,y\n")
        self.put("in/m.jsonl", '{"user":"ada","sender":"o","message":"ok"}\n' + "".join(json.dumps(
            {"user": user, "sender": "o", "message": "[[j400]]", "file": path, "folder": str(root)}) + "\n"
            for user, path in rows))
        (self.folder / "out").mkdir()
        for ending, failed in (("csv", rows + [("fay", " files/a.txt")]), ("jsonl", rows)):
            self.site.forms.clear()
            self.expect(1, "send", f"in/m.{ending}", "--skip-invalid", "--batch", ending)
            before = {form["user"]: form.get("file_attachments") for form in self.site.forms if form["user"] != "ada"}
            self.expect(0, "report", f"in/m.{ending}", "--only", "failed", "--format", "manifest", "--output",
                        f"out/f.{ending}")
            text = (self.folder / f"out/f.{ending}").read_text()
            if ending == "csv":
                found = [row[7] for row in list(csv.reader(io.StringIO(text, newline="")))[1:]]
            else:
                found = [json.loads(line)["file"] for line in text.splitlines()]
            right = ["../in/files/a.txt", "../in/files/{{user}}.txt", f"{root}/a.txt", "{{folder}}/a.txt", ""]
            self.assertEqual(found, right + ([" files/a.txt"] if ending == "csv" else []), ending)
            self.site.forms.clear()
            self.site.answer = lambda form: SENT
            self.expect(0 if ending == "jsonl" else 1, "send", f"out/f.{ending}", "--skip-invalid", "--yes",
                        "--batch", ending, "--attachments-root", ".")
            self.site.answer = by_marker
            self.assertEqual({form["user"]: form.get("file_attachments") for form in self.site.forms}, before, ending)

    def test_defaults_of_a_document_lead_back_too(self):
        self.put("in/a.txt", "A")
        self.put("in/m.json", '{"defaults": {"file": "a.txt", "sender": "o", "message": "[[j400]]"}, "messages": '
                              '[{"user": "ann"}]}')
        (self.folder / "out").mkdir()
        self.expect(1, "send", "in/m.json")
        self.expect(0, "report", "in/m.json", "--only", "failed", "--format", "manifest", "--output", "out/f.json")
        self.assertEqual(json.loads((self.folder / "out/f.json").read_text())["defaults"]["file"], "../in/a.txt")
        self.expect(1, "send", "out/f.json", "--attachments-root", ".", "--yes")
        self.assertEqual([form["file_attachments"] for form in self.site.forms], [b"A", b"A"])


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
