"""A report beside the list that alone says what was sent is not written over."""
import re
import shlex
import shutil
import unittest

from beside import Beside
from case import HEAD, refusal

class ReportReplaced(Beside):
    # Replacing a report

    def put_proof(self, name="l.csv"):
        """A report beside the list of what another machine sent of it, after this one sent two rows of it."""
        self.put_list(2, name)
        self.expect(0, "send", name)
        a = self.home()
        self.other_machine()
        self.put_list(8, name)
        self.do_as_told(self.refused("send", name, says="lists 2 rows"))
        self.expect(0, "send", name)
        self.first_machine(a)
        return (self.folder / name.replace(".csv", ".results.csv")).read_bytes()

    def import_told(self, refused):
        command = re.search(r"grupo-batch (ledger import .*?)(?: \(with the options[^)]*\))?\. Or give", refused.err).group(1)
        return self.expect(0, *shlex.split(command))

    def test_report_is_not_replaced_while_it_alone_says_that_rows_were_sent(self):
        proof = self.put_proof()
        other = shutil.copy(self.folder / "l.results.csv", self.folder / "kept.csv")
        for arguments in ((), ("--output", "l.results.csv"), ("--output", str(other)), ("--format", "json", "--output", "l.results.csv"),
                          ("--only", "failed", "--output", "l.results.csv")):
            with self.subTest(arguments):
                told = self.refused("report", "l.csv", *arguments, code=73, says=["lists 6 rows as sent", "--output PATH"])
        failure = self.expect(73, "report", "l.csv", "--json").err
        self.assertIn("ledger import l.results.csv --manifest l.csv --site", failure)
        self.assertEqual((self.folder / "l.results.csv").read_bytes(), proof)
        # Elsewhere, or where no report is, it is written.
        self.expect(0, "report", "l.csv", "--output", "new.csv")
        self.expect(0, "report", "l.csv", "--output", "new.csv")
        self.expect(0, "report", "l.csv", "--output", "-")
        self.import_told(told)
        self.expect(0, "report", "l.csv")
        self.assertEqual([line["outcome"] for line in self.report("l.results.csv")], ["sent"] * 8)
        self.expect(0, "send", "l.csv")
        self.each_once(8)

    def test_report_of_an_edited_list_or_with_a_label_is_no_less_proof(self):
        self.put("l.csv", "user,sender\nann,office\nbob,office\n")
        self.expect(0, "send", "l.csv", "--message", "Hi", "--batch", "May 2", "--limit", "1")
        a = self.home()
        self.other_machine()
        self.do_as_told(self.refused("send", "l.csv", "--message", "Hi", "--batch", "May 2"))
        self.expect(0, "send", "l.csv", "--message", "Hi", "--batch", "May 2")
        self.first_machine(a)
        told = self.refused("report", "l.csv", code=73, says=["lists 1 row as sent", "--batch 'May 2'", "with the options"])
        command = re.search(r"grupo-batch (ledger import .*?) \(with", told.err).group(1)
        self.expect(0, *shlex.split(command), "--message", "Hi")
        self.expect(0, "report", "l.csv")

    def test_verdict_or_later_attempt_replaces_what_a_report_says(self):
        self.put("l.csv", HEAD + "ann,office,[[silence]]\nbob,office,Hi\n")
        self.expect(3, "send", "l.csv")
        for verdict in ("sent", "unknown", "not-sent"):
            self.expect(0, "resolve", "l.csv", "--row", "2", "--as", verdict)
            with self.subTest(verdict):
                # The copy is no report that the run left there itself.
                self.expect(0, "report", "l.csv")
                shutil.copy(self.folder / "l.results.csv", self.folder / f"{verdict}.csv")
        self.site.answer = lambda form: refusal()
        self.expect(1, "send", "l.csv", "--report", "other.csv")
        for name in ("l.results.csv", "sent.csv", "unknown.csv", "not-sent.csv"):
            with self.subTest(name):
                self.expect(0, "report", "l.csv", "--output", name)

    def test_report_of_another_site_that_another_ledger_of_ours_knows_is_no_loss(self):
        self.put_list(2)
        self.expect(0, "send", "l.csv")
        first = self.environment["GRUPO_SITE"]
        second = self.open_site()
        # The same list for another site may be the same site under another name, so it is asked about.
        self.expect(0, "send", "l.csv", "--resend-edited")
        self.environment["GRUPO_SITE"] = first
        self.expect(0, "report", "l.csv")
        self.assertEqual((len(self.site.forms), len(second.forms)), (2, 2))
        # Without that ledger it would be one.
        self.environment["GRUPO_SITE"] = second.address
        self.expect(0, "report", "l.csv")
        self.environment["GRUPO_SITE"] = first
        port = second.address.rpartition(":")[2]
        for path in (self.folder / "state").rglob(f"*-{port}.sqlite*"):
            path.unlink()
        self.refused("report", "l.csv", code=73, says="lists 2 rows as sent")

    def test_older_ledger_put_back_from_a_backup_knows_less_than_the_report(self):
        self.put("l.csv", HEAD + "ann,office,[[refused]]\nbob,office,Hi\n")
        self.expect(1, "send", "l.csv")
        shutil.copytree(self.folder / "state", self.folder / "backup")
        self.site.answer = lambda form: {"success": True}
        self.expect(0, "send", "l.csv")
        shutil.rmtree(self.folder / "state")
        shutil.copytree(self.folder / "backup", self.folder / "state")
        told = self.refused("report", "l.csv", code=73, says="lists 1 row as sent")
        self.import_told(told)
        self.expect(0, "report", "l.csv")
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 3)

    def test_rows_rejected_here_that_were_sent_elsewhere_since(self):
        self.put("l.csv", HEAD + "ann,office,[[refused]]\nbob,office,Hi\n")
        self.expect(1, "send", "l.csv")
        report = self.folder / "l.results.csv"
        text = report.read_text().splitlines(keepends=True)
        # What the other ledger's report says of ann, an hour later.
        cells = text[1].split(",")
        cells[3], cells[4], cells[5], cells[6] = "true", "", "", "sent"
        cells[9] = "2099" + cells[9][4:]
        report.write_text(text[0] + ",".join(cells) + "".join(text[2:]))
        self.refused("send", "l.csv", says="lists 1 row of this run")


if __name__ == "__main__":
    unittest.main()
