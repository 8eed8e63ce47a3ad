"""The eight scenarios of “Never twice, never lost”, each played through."""
import shutil
import unittest

from once import Once
from workbench import SENT, refusal, tally

class NeverTwice(Once):
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


if __name__ == "__main__":
    unittest.main()
