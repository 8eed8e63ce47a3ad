"""`ledger import`: what a report proves is restored, all or nothing, however many rows there are."""
import csv
import unittest

from workbench import SENT, Workbench, refusal, tally


class Import(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site(lambda form: refusal() if form["user"] == "ben" else SENT)
        self.manifest(["ann", "office", "Hi"], "ben", ["", "office", "x"], ["ann", "office", "Hi"], "dora")
        self.expect(1, "send", "list.csv", "--skip-invalid", "--limit", "4")
        self.lines = self.report()

    def lose_ledger(self):
        for path in (self.folder / "state").rglob("*.sqlite*"):
            path.unlink()

    def rewrite(self, lines):
        with open(self.folder / "list.results.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.lines[0], lineterminator="\r\n")
            writer.writeheader()
            writer.writerows(lines)

    def test_what_a_report_proves_is_restored_and_nobody_gets_anything_twice(self):
        self.lose_ledger()
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "3 rows restored, 0 known")
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "0 rows restored, 3 known")
        count = len(self.site.forms)
        self.expect(1, "send", "list.csv", "--skip-invalid")
        self.assertEqual(sorted(form["user"] for form in self.site.forms[count:]), ["ben", "dora"])
        self.assertEqual(tally(self.report()), {"sent": 3, "rejected": 1, "invalid": 1})

    def test_part_of_a_report_restores_that_part(self):
        self.lose_ledger()
        self.rewrite([self.lines[1], self.lines[3]])
        # The second of two equal rows is proved; the first is tried, as nothing proves it.
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "2 rows restored")

    def test_report_that_is_not_about_the_manifest_restores_nothing(self):
        others = [
            self.lines[:3] + [self.lines[3] | {"user": "eve"}], self.lines[:3] + [self.lines[3] | {"sender": "eve"}],
            self.lines + [self.lines[4] | {"row": "7", "outcome": "sent"}],
            [line | {"outcome": "sent"} for line in self.lines]]
        for lines in others:
            with self.subTest(last=lines[-1]):
                self.lose_ledger()
                self.rewrite(lines)
                self.assert_says(
                    self.expect(65, "ledger", "import", "list.results.csv").err, "is not a row of the manifest")
                self.assert_says(self.expect(0, "ledger", "check").out, "none in")

    def test_lines_out_of_order_are_refused_with_the_way_out_and_still_keep_send_from_sending(self):
        self.lose_ledger()
        for lines in (self.lines[::-1], self.lines + self.lines[:1]):
            self.rewrite(lines)
            self.assert_says(self.expect(65, "ledger", "import", "list.results.csv").err, "after row", "sort")
        count = len(self.site.forms)
        self.assert_says(self.expect(65, "send", "list.csv", "--skip-invalid").err, "3 rows as sent", "ledger import")
        self.assertEqual(len(self.site.forms), count)


if __name__ == "__main__":
    unittest.main()
