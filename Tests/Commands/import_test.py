"""`ledger import`: what a report proves is restored, by the identity of each row, all or nothing, however many rows there are."""
import csv
import json
import unittest

from import_bench import ImportBench
from workbench import tally

class Import(ImportBench):
    def test_what_a_report_proves_is_restored_and_nobody_gets_anything_twice(self):
        self.assert_says(self.imports(), "3 rows restored, 0 known")
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "0 rows restored, 3 known")
        self.sends(1, ["ben", "dora"])
        self.assertEqual(tally(self.report()), {"sent": 3, "rejected": 1, "invalid": 1})

    def test_json_and_json_lines_restore_the_same(self):
        for name in self.REPORTS[1:]:
            with self.subTest(name):
                self.assert_says(self.imports(name, "--manifest", "list.csv"), "3 rows restored, 0 known")
        self.sends(1, ["ben", "dora"])

    def test_json_written_anew_by_another_program_restores_the_same(self):
        report = json.loads((self.folder / "list.json").read_text())
        for name, text in [
                ("a.json", json.dumps(report)), ("b.json", json.dumps(report, indent=2, sort_keys=True)),
                ("c.jsonl", "".join(json.dumps(row, sort_keys=True) + "\n" for row in report["rows"][::-1]))]:
            with self.subTest(name):
                self.write(name, text)
                self.assert_says(self.imports(name, "--manifest", "list.csv"), "3 rows restored, 0 known")

    def test_report_that_a_spreadsheet_saved_restores_the_same(self):
        columns = ["row_digest", *list(self.lines[0])[:-1], "Note"]
        self.rewrite(self.lines, columns, delimiter=";")
        text = (self.folder / "list.results.csv").read_text()
        (self.folder / "list.results.csv").write_text("\ufeff" + text, encoding="utf-8")
        self.lose_ledger()
        # What a person saved is not written over.
        other = ["--report", "other.csv"]
        self.assert_says(self.sends(65, [], *other).err, "2 rows of this run as sent", "ledger import")
        self.assert_says(self.imports(), "3 rows restored")
        self.sends(1, ["ben", "dora"], *other)

    def test_part_of_a_report_in_any_order_restores_that_part(self):
        self.rewrite([self.lines[3], self.lines[1]])
        self.assert_says(self.imports(), "2 rows restored")
        # The second of two equal rows is proved; the first is tried, as nothing proves it.
        self.sends(1, ["ann", "ben", "dora"])

    def test_rows_are_known_by_what_they_are_and_not_by_their_numbers(self):
        self.manifest("new", "dora", ["ann", "office", "Hi"], "ben", ["ann", "office", "Hi"])
        self.assert_says(self.imports(), "3 rows restored")
        self.sends(1, ["ben", "dora", "new"])

    def test_line_said_twice_in_the_same_words_counts_once(self):
        self.rewrite(self.lines + self.lines[:1])
        self.assert_says(self.imports(), "3 rows restored")

    def test_number_user_and_sender_prove_nothing(self):
        self.manifest(["ann", "office", "Other"], "ben", ["", "office", "x"], ["ann", "office", "Other"], "dora")
        self.rewrite(self.lines[:1])
        self.refuses(says=["The one line of", "without a batch label", "as it was sent"])

    def test_row_that_was_edited_since_is_still_proved_and_its_recipient_guarded(self):
        self.manifest(["ann", "office", "Edited"], "ben", "dora")
        out = self.imports()
        self.assert_says(out, "3 rows restored", "2 lines of them are about no row")
        self.assertEqual(
            self.expect(0, "ledger", "import", "list.results.csv", "--json").json,
            {"restored": 0, "known_before": 3, "not_in_manifest": 2, "not_in_report": 1, "send_will_ask": []})
        self.assert_says(self.sends(65, []).err, "second message", "--keep-served")
        self.sends(1, ["ben", "dora"], "--keep-served")

    def test_what_speaks_against_sending_wins(self):
        self.rewrite([self.lines[1] | {"outcome": "sent"}])
        self.assert_says(self.imports(), "1 row restored")
        self.rewrite(self.lines)
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "2 rows restored, 1 known")
        self.sends(1, ["dora"])

    def test_formula_guard_is_undone_so_that_the_recipient_is_the_same(self):
        self.lose_ledger()
        self.manifest(["+49151", "office", "Hi"], "zoe", name="plus.csv")
        self.expect(0, "send", "plus.csv")
        self.assertEqual(self.report("plus.results.csv")[0]["user"], "'+49151")
        self.manifest(["+49151", "office", "Edited"], "zoe", name="plus.csv")
        self.assert_says(self.imports("plus.results.csv"), "2 rows restored")
        self.assert_says(self.expect(65, "send", "plus.csv").err, "second message")

    def test_report_of_a_batch_finds_its_manifest_and_only_its_batch(self):
        self.expect(1, "send", "list.csv", "--batch", "v1.june", "--skip-invalid", "--report", "june.json")
        self.expect(0, "report", "list.csv", "--batch", "v1.june")
        name = "list.v1.june.results.csv"
        self.assert_says(self.imports(name, "--batch", "v1.june"), "4 rows restored")
        self.refuses(name, "--manifest", "list.csv", says=["without a batch label", "--batch"])
        self.refuses("june.json", "--manifest", "list.csv", says=["batch label “v1.june”"])
        self.refuses("list.json", "--manifest", "list.csv", "--batch", "july", says=["leave --batch out"])


if __name__ == "__main__":
    unittest.main()
