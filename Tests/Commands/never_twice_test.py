"""The eight scenarios of “Never twice, never lost”, each played through."""
import os
import shutil
import signal
import unittest

from workbench import SENT, SILENCE, Workbench, refusal, tally


class NeverTwice(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site()

    def send(self, code, *rows, options=(), **manifest):
        return self.expect(code, "send", self.manifest(*rows, **manifest), *options)

    # 1. The same again

    def test_1_same_command_again_sends_nothing_says_so_and_exits_0(self):
        self.send(0, "ann", "ben")
        result = self.send(0, "ann", "ben")
        self.assertEqual(len(self.site.forms), 2)
        self.assertRegex(result.out, r"(?i)all 2 were sent on \d{4}-\d\d-\d\d")
        self.assert_says(result.out, "--batch NAME")

    def test_1_renamed_or_copied_file_sends_nothing(self):
        self.send(0, "ann", "ben")
        shutil.copy(self.folder / "list.csv", self.folder / "copy.csv")
        self.assert_says(self.expect(0, "send", "copy.csv").out, "all 2 were sent on")
        (self.folder / "list.csv").rename(self.folder / "renamed.csv")
        self.expect(0, "send", "renamed.csv")
        self.assertEqual(len(self.site.forms), 2)
        self.assertEqual(tally(self.report("renamed.results.csv")), {"sent": 2})

    def test_1_other_columns_ids_and_formats_change_nothing(self):
        self.send(0, "ann")
        text = '[{"id": 7, "to": "ann", "from": "office", "text": "Hello ann"}]'
        self.expect(0, "send", self.write("list.json", text))
        self.assertEqual(len(self.site.forms), 1)

    def test_1_identical_rows_are_as_many_messages_as_there_are_rows(self):
        self.send(0, "ann", "ann")
        self.assertEqual(self.site.users, ["ann", "ann"])
        self.send(0, "ann", "ann", "ann")
        self.assertEqual(self.site.users, ["ann", "ann", "ann"])
        self.send(0, "ann")
        self.assertEqual(len(self.site.forms), 3)

    def test_1_another_site_is_another_matter(self):
        self.send(0, "ann")
        other = self.open_site()
        (self.folder / "list.results.csv").unlink()
        self.send(0, "ann")
        self.assertEqual(other.users, ["ann"])

    # 2. A crash

    def test_2_run_that_was_killed_continues_and_at_most_the_window_is_unknown(self):
        users = [f"user{number:02}" for number in range(30)]
        self.site.held, self.site.prompt = True, 9
        process = self.start("send", self.manifest(*users), "--concurrency", "4")
        self.site.wait_for(13)
        process.kill()
        process.wait()
        self.site.held = False
        result = self.send(3, *users)
        self.assert_says(result.err, "may have arrived", "resolve")
        counts = tally(self.report())
        self.assertLessEqual(counts["unknown"], 4)
        self.assertEqual(counts, {"sent": 30 - counts["unknown"], "unknown": counts["unknown"]})
        self.assertEqual(sorted(self.site.users), users, "nobody twice, nobody forgotten")

    # 3. Rows that changed before they were sent

    def test_3_only_what_was_not_sent_is_sent_when_rows_move_come_and_go(self):
        self.send(0, "ann", "ben", "cid")
        self.send(0, "dora", "cid", "ann", "eve")  # ben is gone, two are new, the others have moved
        self.assertEqual(sorted(self.site.users), ["ann", "ben", "cid", "dora", "eve"])

    def test_3_row_corrected_before_it_was_sent_goes_out_as_corrected(self):
        self.send(0, "ann", ["bem", "office", "Helo"], options=["--limit", "1"])
        self.send(0, "ann", ["ben", "office", "Hello"])
        self.assertEqual([(form["user"], form["message"]) for form in self.site.forms],
                         [("ann", "Hello ann"), ("ben", "Hello")])

    def test_3_rejected_row_is_tried_again_by_the_next_send_after_the_pending_ones(self):
        unknown_users = {"ann"}
        self.site.answer = lambda form: refusal() if form["user"] in unknown_users else SENT
        self.send(1, "ann", "ben", "cid", options=["--limit", "2"])
        unknown_users.clear()
        self.send(0, "ann", "ben", "cid", options=["--concurrency", "1"])
        self.assertEqual(self.site.users, ["ann", "ben", "cid", "ann"])
        self.assertEqual(self.report()[0]["attempts"], "2")

    def test_3_attachments_are_known_by_their_bytes_and_not_by_their_names(self):
        columns = ["user", "sender", "message", "file"]
        self.write("one.txt", "first")
        self.write("two.txt", "first")
        self.send(0, ["ann", "office", "Hi", "one.txt"], columns=columns)
        self.send(0, ["ann", "office", "Hi", "two.txt"], columns=columns)
        self.assertEqual(len(self.site.forms), 1)
        self.write("two.txt", "second")
        self.send(65, ["ann", "office", "Hi", "two.txt"], columns=columns)
        self.send(0, ["ann", "office", "Hi", "two.txt"], columns=columns, options=["--resend-edited"])
        self.assertEqual([form["file_attachments"] for form in self.site.forms], [b"first", b"second"])

    # 4. Rows edited after they were sent

    def served_and_edited(self):
        self.send(0, "ann", "ben")
        return "ann", ["ben", "office", "Hello again"], "cid"

    def test_4_edited_row_of_a_served_recipient_is_refused_with_the_count(self):
        result = self.send(65, *self.served_and_edited())
        self.assert_says(result.err, "1 recipient", "--resend-edited", "--keep-served", "--batch", "nothing was sent")
        self.assertEqual(len(self.site.forms), 2)

    def test_4_refusal_stays_however_often_it_is_asked_and_however_the_last_run_ended(self):
        rows = self.served_and_edited()
        self.send(65, *rows)
        self.send(65, *rows)
        self.assertEqual(len(self.site.forms), 2)

    def test_4_resend_edited_sends_the_new_text_as_a_second_message(self):
        self.send(0, *self.served_and_edited(), options=["--resend-edited"])
        self.assertEqual(sorted(form["message"] for form in self.site.forms[2:]), ["Hello again", "Hello cid"])
        self.send(0, "ann", ["ben", "office", "Hello again"], "cid")
        self.assertEqual(len(self.site.forms), 4)

    def test_4_keep_served_leaves_the_edited_row_out(self):
        self.send(0, *self.served_and_edited(), options=["--keep-served"])
        self.assertEqual([form["message"] for form in self.site.forms[2:]], ["Hello cid"])
        self.assertEqual(self.outcomes(), {"ann": "sent", "ben": "excluded", "cid": "sent"})

    def test_4_new_batch_sends_all_rows_as_they_are_now(self):
        self.send(0, *self.served_and_edited(), options=["--batch", "second"])
        self.assertEqual(sorted(self.site.users[2:]), ["ann", "ben", "cid"])

    def test_4_edited_row_after_a_crash_is_refused_too(self):
        self.site.held, self.site.prompt = True, 1
        process = self.start("send", self.manifest("ann", "ben"))
        self.site.wait_for(2)
        process.kill()
        process.wait()
        self.site.held = False
        self.send(65, "ann", ["ben", "office", "Corrected"])  # ben may have got the first version
        self.send(65, ["ann", "office", "Corrected"], "ben")
        self.assertEqual(len(self.site.forms), 2)

    def test_4_other_file_to_the_same_people_is_asked_about_and_then_another_campaign(self):
        self.send(0, "ann")
        result = self.send(65, ["ann", "office", "Something else"], name="other.csv")
        self.assertRegex(result.err, r"1 of 1 recipient already got a message \(list.csv, today \d\d:\d\d\)")
        self.assertEqual(len(self.site.forms), 1)
        self.send(0, ["ann", "office", "Something else"], name="other.csv", options=["--yes"])
        self.assertEqual(len(self.site.forms), 2)

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
