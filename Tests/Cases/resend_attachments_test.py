"""Paths of attachments in rows to be sent again."""
import csv
import io
import json
import unittest

from case import SENT, Case, by_marker

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


if __name__ == "__main__":
    unittest.main()
