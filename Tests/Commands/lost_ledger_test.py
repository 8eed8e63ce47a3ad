"""Never twice, never lost: repeats on purpose, unknown rows, the lock, and a ledger that is lost."""
import os
import shutil
import signal
import unittest

from once import Once
from workbench import SENT, SILENCE, tally

class LostLedger(Once):
    # 5. A deliberate repeat

    def test_5_new_batch_label_sends_the_same_content_anew_and_the_old_label_does_not(self):
        self.send(0, "ann")
        self.send(0, "ann", options=["--batch", "again"])
        self.assertEqual(len(self.site.forms), 2)
        self.send(0, "ann", options=["--batch", "again"])
        self.send(0, "ann")
        self.assertEqual(len(self.site.forms), 2)

    # 6. Unknown rows

    def test_6_unknown_row_is_sent_again_only_after_a_persons_word(self):
        self.site.answer = lambda form: SENT if form["user"] == "ann" else SILENCE
        self.send(3, "ann", "ben", "cid")
        self.site.answer = lambda form: SENT
        self.send(3, "ann", "ben", "cid")
        self.assertEqual(len(self.site.forms), 3)
        self.expect(0, "resolve", "list.csv", "--row", "3", "--as", "not-sent")
        self.send(3, "ann", "ben", "cid")
        self.assertEqual(self.site.users[3:], ["ben"])
        self.expect(0, "resolve", "list.csv", "--all", "--as", "sent")
        self.send(0, "ann", "ben", "cid")
        self.assertEqual(len(self.site.forms), 4)
        self.assertEqual(tally(self.report()), {"sent": 3})

    # 7. A second process: see test_75 of exit_code_test.py

    def test_7_lock_ends_with_the_process_and_not_with_its_file(self):
        self.site.held = True
        process = self.start("send", self.manifest("ann"))
        self.site.wait_for(1)
        self.expect(75, "resolve", "list.csv", "--all", "--as", "sent")
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertTrue(list((self.folder / "state").rglob("*.lock")))
        self.expect(0, "resolve", "list.csv", "--all", "--as", "sent")

    # 8. A lost ledger

    def lose_the_ledger(self):
        self.send(0, "ann", "ben", "cid", options=["--limit", "2"])
        self.forget_runs()

    def test_8_report_beside_a_manifest_unknown_to_the_ledger_is_refused_with_the_ways_out(self):
        self.lose_the_ledger()
        result = self.send(65, "ann", "ben", "cid")
        self.assert_says(result.err, "list.results.csv", "2 rows", "--ledger", "ledger import", "--batch")
        self.assertEqual(len(self.site.forms), 2)

    def test_8_import_restores_what_the_report_proves_and_the_rest_is_sent(self):
        self.lose_the_ledger()
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "2 rows restored")
        self.send(0, "ann", "ben", "cid")
        self.assertEqual(sorted(self.site.users), ["ann", "ben", "cid"])

    def test_8_import_refuses_a_report_of_another_manifest_and_changes_nothing(self):
        self.lose_the_ledger()
        other = self.manifest("eve", name="x.csv")
        self.assert_says(self.expect(65, "ledger", "import", "list.results.csv", "--manifest", other).err, "None of the 3 lines")
        self.assertEqual(set(self.expect(0, "ledger", "check", "--json").json["messages"].values()), {0})

    def test_8_unknown_rows_are_restored_as_unknown(self):
        self.site.answer = lambda form: SENT if form["user"] == "ann" else SILENCE
        self.send(3, "ann", "ben")
        self.forget_runs()
        self.send(65, "ann", "ben")
        self.expect(0, "ledger", "import", "list.results.csv")
        self.send(3, "ann", "ben")
        self.assertEqual(len(self.site.forms), 2)

    def test_8_file_whose_rows_were_all_replaced_is_no_lost_ledger(self):
        self.send(0, "ann")
        self.send(0, "ben")
        self.send(65, ["ben", "office", "Other words"])
        self.send(0, ["ben", "office", "Other words"], options=["--resend-edited"])
        self.assertEqual(self.site.users, ["ann", "ben", "ben"])

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root reads everything")
    def test_8_report_that_cannot_be_read_may_be_anothers_proof_and_is_neither_passed_over_nor_replaced(self):
        self.send(0, "ann")
        self.forget_runs()
        report = self.folder / "list.results.csv"
        written = report.read_bytes()
        report.chmod(0)
        # Root may read every file unless it gives that up.
        wrapper = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
        manifest = self.manifest("ann")
        result = self.expect(73, "send", manifest, wrapper=wrapper)
        self.assert_says(result.err, "list.results.csv", "cannot be read")
        result = self.expect(65, "send", manifest, "--report", "other.csv", wrapper=wrapper)
        self.assert_says(result.err, "list.results.csv", "cannot be read", "--batch")
        self.assertEqual(self.site.users, ["ann"])
        report.chmod(0o600)
        self.assertEqual(report.read_bytes(), written)

    def test_8_another_ledger_or_a_new_batch_is_a_way_out(self):
        self.lose_the_ledger()
        self.send(0, "ann", options=["--batch", "new"])
        self.assertEqual(len(self.site.forms), 3)


if __name__ == "__main__":
    unittest.main()
