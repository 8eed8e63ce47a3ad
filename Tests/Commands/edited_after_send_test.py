"""Never twice, never lost: rows that were edited after they were sent."""
import unittest

from once import Once

class EditedAfterSend(Once):
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


if __name__ == "__main__":
    unittest.main()
