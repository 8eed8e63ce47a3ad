"""A ledger that is lost, and a report that tells what it held."""
import csv
import io
import json

from workbench import SENT, Workbench, refusal

class ImportBench(Workbench):
    """A manifest that was sent in part, with its reports, and the loss of the ledger."""

    REPORTS = ("list.results.csv", "list.json", "list.jsonl")

    def setUp(self):
        super().setUp()
        self.site = self.open_site(lambda form: refusal() if form["user"] == "ben" else SENT)
        self.manifest(["ann", "office", "Hi"], "ben", ["", "office", "x"], ["ann", "office", "Hi"], "dora")
        reports = [word for name in self.REPORTS for word in ("--report", name)]
        self.expect(1, "send", "list.csv", "--skip-invalid", "--limit", "4", *reports)
        self.lines = self.report()

    def lose_ledger(self):
        self.forget_runs()

    def rewrite(self, lines, columns=None, name="list.results.csv", delimiter=","):
        page = io.StringIO(newline="")
        writer = csv.DictWriter(page, columns or self.lines[0], delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
        return self.write(name, page.getvalue())

    def imports(self, report="list.results.csv", *options):
        """Imports into a new ledger and returns the lines that were said."""
        self.lose_ledger()
        return self.expect(0, "ledger", "import", report, *options).out

    def refuses(self, report="list.results.csv", *options, says=()):
        """Imports into a new ledger what must be refused, and asserts that nothing was recorded."""
        self.lose_ledger()
        result = self.expect(65, "ledger", "import", report, *options)
        self.assertNotIn("Nothing was sent", result.err)
        self.assert_says(result.err, "nothing was recorded", *says)
        found = self.run_program("ledger", "check")
        self.assert_says(found.out + found.err, "none in 0 campaigns" if found.code == 0 else "there is no ledger")

    def sends(self, code, users, *options):
        count = len(self.site.forms)
        result = self.expect(code, "send", "list.csv", "--skip-invalid", *options)
        self.assertEqual(sorted(self.site.users[count:]), users)
        return result
