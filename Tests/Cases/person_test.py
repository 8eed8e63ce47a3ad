"""One person, one message, whatever the file went through: case, composition, line ends, copies, moves and labels."""
import unittest

from case import Case

HEAD = "user,sender,message\n"


class Person(Case):
    def test_line_ends_saved_anew_send_nothing_again(self):
        self.put("m.csv", HEAD + 'ann,office,"Dear Ann,\nsee you"\n')
        self.expect(0, "send", "m.csv")
        for name, end in [("crlf.csv", "\r\n"), ("cr.csv", "\r")]:
            self.put(name, (HEAD + f'ann,office,"Dear Ann,{end}see you"\n'))
            self.assert_says(self.expect(0, "send", name).out, "1 was sent on")
        self.assertEqual([form["message"] for form in self.site.forms], ["Dear Ann,\nsee you"])

    def test_message_leaves_as_it_was_written(self):
        self.put("m.csv", HEAD + 'Zoe\u0308,office,"a\r\nb"\n')
        self.expect(0, "send", "m.csv")
        self.assertEqual([(form["user"], form["message"]) for form in self.site.forms], [("Zoe\u0308", "a\r\nb")])
        self.put("m.csv", HEAD + 'Zo\u00eb,office,"a\nb"\n')
        self.assert_says(self.expect(0, "send", "m.csv").out, "1 was sent on")

    def test_spellings_of_one_person_in_one_file_are_warned_of_and_refused_under_unique_users(self):
        self.put("m.csv", HEAD + "Ann@x.example,office,Hi\nann@x.example,office,Hi\n")
        self.assert_says(self.refused("send", "m.csv", "--unique-users").err, "already has a row")
        self.assertRegex(self.expect(0, "validate", "m.csv").err, "Look at 1 row whose user already has a row")
        self.expect(0, "send", "m.csv")
        self.assertEqual(len(self.site.forms), 2)

    def test_case_corrected_after_the_send_would_send_again(self):
        self.put("m.csv", HEAD + "Ann@x.example,office,Hi\n")
        self.expect(0, "send", "m.csv")
        self.put("m.csv", HEAD + "ann@x.example,office,Hi\n")
        self.assert_says(self.refused("send", "m.csv", "--yes").err, "--keep-served", "--resend-edited")

    def test_copy_to_the_same_people_is_asked_about_once(self):
        self.put("m.csv", HEAD + "ann,office,Hi\nbob,office,Hi\ncy,office,Hi\n")
        self.expect(0, "send", "m.csv")
        self.put("copy.csv", HEAD + "Ann,office,Corrected\nBOB,office,Corrected\ndan,office,Hi\n")
        self.assertIn("Send will ask", self.expect(0, "validate", "copy.csv").err)
        self.refused("send", "copy.csv", says=r"2 of 3 recipients already got a message \(m.csv, today")
        self.expect(0, "send", "copy.csv", "--yes")
        self.expect(0, "send", "copy.csv")
        self.assertEqual(len(self.site.forms), 6)

    def test_copy_half_of_whose_people_were_served_is_not_asked_about(self):
        self.put("m.csv", HEAD + "ann,office,Hi\nbob,office,Hi\n")
        self.expect(0, "send", "m.csv")
        self.put("new.csv", HEAD + "ann,office,New\nbob,office,Hi\ncy,office,New\n")
        self.expect(0, "send", "new.csv")

    def test_only_the_selected_rows_count_for_a_copy(self):
        self.put("m.csv", HEAD + "ann,office,Hi\nbob,office,Hi\n")
        self.expect(0, "send", "m.csv")
        self.put("new.csv", HEAD + "cy,office,New\nann,office,New\nbob,office,New\n")
        self.expect(0, "send", "new.csv", "--limit", "1")

    def test_label_that_differs_in_case_or_blanks_is_asked_about(self):
        self.put("m.csv", HEAD + "ann,office,Hi\n")
        self.expect(0, "send", "m.csv", "--batch", "march")
        for label in ["March", "march ", "mar ch"]:
            self.refused("send", "m.csv", "--batch", label, says="only in case or blanks")
        self.expect(0, "send", "m.csv", "--batch", "april")
        self.expect(0, "send", "m.csv", "--batch", "March", "--yes")
        self.expect(0, "send", "m.csv", "--batch", "March")
        self.assertEqual(len(self.site.forms), 3)

    def test_edited_copy_or_moved_file_is_served_from_its_own_record(self):
        self.put("a.csv", HEAD + "ann,office,Hi\nbob,office,Yo\n")
        self.expect(0, "send", "a.csv")
        self.put("b.csv", HEAD + "ann,office,Hi\nbob,office,Yo\n")
        self.expect(0, "send", "b.csv")
        self.put("b.csv", HEAD + "ann,office,Hi!\nbob,office,Yo!\n")
        self.refused("send", "b.csv", "--yes", says="2 recipients were already sent something from this file")
        (self.folder / "other").mkdir()
        (self.folder / "a.csv").rename(self.folder / "other/a.csv")
        self.put("other/a.csv", HEAD + "ann,office,Hi\nbob,office,Yo!\n")
        self.refused("send", "other/a.csv", "--yes", says="1 recipient was already sent something from this file")
        self.expect(0, "send", "other/a.csv", "--keep-served")
        self.assertEqual(len(self.site.forms), 2)
        self.expect(0, "send", "b.csv", "--resend-edited")
        self.assertEqual(len(self.site.forms), 4)

    def test_rows_that_another_file_sent_meanwhile_are_served_from_an_unchanged_file_too(self):
        self.put("a.csv", HEAD + "ann,office,Hi\nbob,office,Yo\n")
        self.expect(0, "send", "a.csv", "--limit", "1")
        self.put("b.csv", HEAD + "ann,office,Hi\nbob,office,Yo\n")
        self.expect(0, "send", "b.csv")
        self.assert_says(self.expect(0, "send", "a.csv").out, "all 2 were sent")
        self.put("a.csv", HEAD + "ann,office,Hi\nBob,office,Yo\n")
        self.refused("send", "a.csv", "--yes", says="1 recipient was already sent something from this file")

    def test_moved_file_with_its_report_is_known_by_what_the_report_calls_sent(self):
        """Another ledger sent bob's row; this one knows ann's alone, and the report beside the file knows both."""
        self.put("a.csv", HEAD + "ann,office,Hi\n")
        self.expect(0, "send", "a.csv")
        self.put("b.csv", HEAD + "ann,office,Hi\nbob,office,Yo\ncy,office,Yo\n")
        self.expect(0, "send", "b.csv", "--ledger", "other.sqlite", "--batch", "x", "--limit", "2")
        self.expect(0, "send", "b.csv", "--ledger", "other.sqlite", "--limit", "2", "--yes")
        (self.folder / "moved").mkdir()
        for name in ["b.csv", "b.results.csv"]:
            (self.folder / name).rename(self.folder / "moved" / name)
        self.put("moved/b.csv", HEAD + "ann,office,Hi\nbob,office,Yo!\ncy,office,Yo!\n")
        self.assertIn("1 recipient", self.expect(65, "validate", "moved/b.csv").err)
        self.refused("send", "moved/b.csv", "--yes", says="1 recipient was already sent something from this file")
        self.expect(0, "send", "moved/b.csv", "--yes", "--keep-served")
        self.assertEqual(self.sent_to(), ["ann", "ann", "ann", "bob", "bob", "cy"])


if __name__ == "__main__":
    unittest.main()
