"""An import restores what the report says of an attempt, and lets a person's later verdict stand."""
import csv
import json
import shutil
import unittest

from case import SENT, SILENCE, Case, refusal

HEAD = "user,sender,message\n"
HOSTILE = "=cmd|' /C calc'!A0 \x1b[31mred\u202eder, \"quoted\"\nnext line"


class Details(Case):
    def setUp(self):
        super().setUp()
        self.put("a.csv", HEAD + "".join(f"u{number},office,Hello {number}\n" for number in range(5)))
        self.site.answer = lambda form: {
            "u1": refusal("no_user", "No such user"), "u2": SILENCE, "u3": SILENCE, "u4": refusal("=odd\u202e", HOSTILE)
        }.get(form["user"], SENT)
        self.expect(3, "send", "a.csv", "--report", "a.results.csv", "--report", "a.json", "--report", "a.jsonl")

    def lines(self, name="a.results.csv"):
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def lose_all(self):
        self.forget_runs()
        return self


class WhatTheReportSaid(Details):
    def test_report_after_an_import_is_the_report_that_was_imported(self):
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")
        self.expect(0, "report", "a.csv", "--format", "csv", "--output", "old.csv")
        old = (self.folder / "old.csv").read_bytes()
        self.assertTrue(all(line["error_key"] for line in self.lines("old.csv")[1:]))
        self.lose_all()
        self.expect(0, "ledger", "import", "old.csv", "--manifest", "a.csv")
        self.expect(0, "report", "a.csv", "--format", "csv", "--output", "new.csv")
        self.assertEqual((self.folder / "new.csv").read_bytes(), old)

    def test_json_and_json_lines_keep_the_texts_as_the_site_wrote_them(self):
        for name in ("a.json", "a.jsonl"):
            with self.subTest(name):
                self.lose_all().expect(0, "ledger", "import", name, "--manifest", "a.csv")
                self.expect(0, "report", "a.csv", "--format", "json", "--output", "new.json")
                found = json.loads((self.folder / "new.json").read_text())["rows"]
                self.assertEqual(found, json.loads((self.folder / "a.json").read_text())["rows"])
                self.assertEqual(found[4]["error_message"], HOSTILE)
                (self.folder / "new.json").unlink()

    def test_json_on_one_line_with_its_rows_in_another_order(self):
        report = json.loads((self.folder / "a.json").read_text())
        self.put("b.json", json.dumps(report | {"rows": report["rows"][::-1]}))
        self.lose_all().expect(0, "ledger", "import", "b.json", "--manifest", "a.csv")
        self.expect(0, "report", "a.csv", "--format", "json", "--output", "new.json")
        self.assertEqual(json.loads((self.folder / "new.json").read_text())["rows"], report["rows"])

    def test_hostile_texts_are_shown_as_ever_and_cut_to_what_is_kept_of_a_reply(self):
        report = json.loads((self.folder / "a.json").read_text())
        report["rows"][4] |= {"error_key": "k\x1b[2J\u202e" + "x" * 9_000, "error_message": "m\x1b]0;t\x07" + "é" * 9_000}
        self.put("b.json", json.dumps(report))
        self.lose_all().expect(0, "ledger", "import", "b.json", "--manifest", "a.csv")
        for arguments in (["report", "a.csv", "--output", "-"], ["status", "a.csv"], ["status", "a.csv", "--json"]):
            result = self.run_program(*arguments)
            self.assertNotIn("\x1b", result.out + result.err)
            self.assertNotIn("\x07", result.out + result.err)
        self.expect(0, "report", "a.csv", "--format", "json", "--output", "new.json")
        row = json.loads((self.folder / "new.json").read_text())["rows"][4]
        self.assertEqual(len(row["error_key"].encode()), 2_048)
        self.assertLessEqual(len(row["error_message"].encode()), 2_048)
        self.assertTrue(row["error_message"].endswith("é"))

    def test_what_a_send_records_of_a_report_beside_it_keeps_the_texts_too(self):
        shutil.copy(self.folder / "a.json", self.folder / "kept.json")
        self.lose_all()
        (self.folder / "a.json").unlink()
        (self.folder / "a.jsonl").unlink()
        # The rows that may have arrived are gone from the file; the report beside it says what became of them.
        self.put("a.csv", HEAD + "u0,office,Hello 0\nu1,office,Hello 1\n")
        self.expect(0, "ledger", "import", "a.results.csv")
        self.expect(1, "send", "a.csv")
        self.put("a.csv", HEAD + "".join(f"u{number},office,Hello {number}\n" for number in range(5)))
        self.expect(0, "send", "a.csv", "--rows", "2-2")
        found = {line["user"]: line["error_key"] for line in self.lines()}
        self.assertEqual(found["u2"], found["u3"])
        self.assertTrue(found["u2"].startswith("client."))


class Verdicts(Details):
    def test_later_verdict_stands_against_the_report_of_the_attempt_it_is_about(self):
        shutil.copy(self.folder / "a.results.csv", self.folder / "old.csv")
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")
        result = self.expect(0, "ledger", "import", "old.csv", "--manifest", "a.csv")
        self.assert_says(result.out, "0 rows restored, 5 known before")
        self.site.answer = lambda form: SENT
        self.expect(3, "send", "a.csv")
        self.assertEqual(self.site.users.count("u3"), 2)
        self.assertEqual(self.site.users.count("u2"), 1)

    def test_later_attempt_of_somebody_else_does_not_give_way_to_the_verdict(self):
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")
        lines = (self.folder / "a.results.csv").read_text().splitlines(keepends=True)
        time = self.lines()[3]["finished_at"]
        for outcome in ("unknown", "sent"):
            with self.subTest(outcome):
                changed = [line if ",u3," not in line else
                           line.replace(time, "2099" + time[4:]).replace(",unknown,", f",{outcome},") for line in lines]
                self.put("later.csv", "".join(changed))
                result = self.expect(0, "ledger", "import", "later.csv", "--manifest", "a.csv")
                self.assert_says(result.out, "1 row restored")
        self.assertEqual(self.site.users.count("u3"), 1)

    def test_report_that_says_sent_of_that_attempt_wins(self):
        # Another person's verdict, or an answer that was read back: whatever speaks against sending.
        text = (self.folder / "a.results.csv").read_text()
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")
        lines = [line.replace(",unknown,", ",sent,") if ",u3," in line else line for line in text.splitlines(keepends=True)]
        self.put("old.csv", "".join(lines))
        self.assert_says(self.expect(0, "ledger", "import", "old.csv", "--manifest", "a.csv").out, "1 row restored")
        self.expect(3, "send", "a.csv")
        self.assertEqual(self.site.users.count("u3"), 1)

    def test_verdict_that_was_imported_can_be_taken_back(self):
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "sent")
        self.expect(0, "report", "a.csv", "--format", "csv", "--output", "old.csv")
        self.lose_all().expect(0, "ledger", "import", "old.csv", "--manifest", "a.csv")
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "unknown")
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")


if __name__ == "__main__":
    unittest.main()
