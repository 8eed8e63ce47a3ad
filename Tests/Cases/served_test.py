"""Who was served before: by a copy, by a corrected row of a file to be sent again, or under a label that was forgotten."""
import unittest

from case import SENT, SILENCE, Case, by_marker, refusal

HEAD = "user,sender,message\n"
RESEND = ["--format", "manifest", "--output"]


def rows(*users, text="Hi"):
    return HEAD + "".join(f"{user},office,{text} {user}\n" for user in users)


class Copy(Case):
    """A copy for the same people asks until they were served by it, or somebody said yes."""

    def setUp(self):
        super().setUp()
        self.people = ["ann", "ben", "cid", "dan"]
        self.put("l.csv", rows(*self.people))
        self.expect(0, "send", "l.csv")
        self.put("c.csv", rows(*self.people, text="New"))

    def test_small_first_run_is_asked_about_and_so_is_the_rest(self):
        self.refused("send", "c.csv", "--limit", "2", says="2 of 2 recipients already got a message")
        self.expect(0, "send", "c.csv", "--limit", "2", "--yes")
        self.put("d.csv", rows("eve", *self.people, text="More"))
        self.expect(0, "send", "d.csv", "--limit", "1")
        self.refused("send", "d.csv", says="4 of 5 recipients")
        self.expect(0, "send", "d.csv", "--yes")
        self.assertEqual(len(self.site.forms), 4 + 2 + 5)

    def test_list_that_is_no_longer_given_leaves_the_question(self):
        self.put("e.csv", rows(*self.people, "eve", text="Other"))
        self.expect(0, "send", "e.csv", "--exclude", "l.csv")
        self.refused("send", "e.csv", says="4 of 5 recipients")
        self.assertEqual(self.sent_to(), [*self.people, "eve"])

    def test_yes_is_good_for_as_many_people_as_it_was_given_for(self):
        self.expect(0, "send", "c.csv", "--limit", "1", "--yes")
        self.refused("send", "c.csv", says="3 of 4 recipients")
        self.site.answer = lambda form: refusal() if form["user"] == "dan" else SENT
        self.expect(1, "send", "c.csv", "--yes")
        self.put("c.csv", rows("ann", "ben", "cid", text="New") + "dan,office,Better\n")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "c.csv")

    def test_keep_served_leaves_out_whom_another_file_served_and_says_how_many(self):
        self.put("e.csv", rows("fay", "gus", "hal", "ida", "joe", "ann", text="Other"))
        for name, count, sent in (("c.csv", 4, []), ("e.csv", 1, ["fay", "gus", "hal", "ida", "joe"])):
            before = len(self.site.forms)
            found = self.expect(0, "send", name, "--keep-served")
            self.assertEqual(sorted(self.site.users[before:]), sent)
            self.assertRegex(found.out + found.err, f"{count} rows? (is|are) left out")
            self.assertNotIn("ill ask", self.expect(0, "validate", name, "--keep-served").err)
        self.expect(0, "send", "e.csv", "--keep-served")
        self.assertEqual(len(self.site.forms), 9)

    def test_moved_file_is_continued_without_a_question(self):
        self.put("n/m.csv", HEAD + "zoe,bob,R1\nzoe,bob,R2\n")
        self.expect(0, "send", "n/m.csv", "--limit", "1")
        (self.folder / "n").rename(self.folder / "o")
        self.expect(0, "send", "o/m.csv")
        self.assertEqual([form["message"] for form in self.site.forms[4:]], ["R1", "R2"])


class Label(Case):
    def test_forgotten_label_is_asked_about_once(self):
        self.put("l.csv", rows("ann", "ben"))
        self.expect(0, "send", "l.csv", "--batch", "Mai", "--limit", "1")
        self.refused("send", "l.csv", says=["under the batch label “Mai”", "--batch Mai", "--yes"])
        self.assertIn("Send will ask", self.expect(0, "validate", "l.csv").err)
        self.expect(0, "send", "l.csv", "--batch", "Mai")
        self.expect(0, "send", "l.csv", "--batch", "Juni")
        self.expect(0, "send", "l.csv", "--yes")
        self.expect(0, "send", "l.csv", "--batch", "Juli")
        self.assertEqual(len(self.site.forms), 8)

    def test_file_for_other_people_is_not(self):
        self.put("l.csv", rows("ann"))
        self.expect(0, "send", "l.csv", "--batch", "Mai")
        self.put("l.csv", rows("ben"))
        self.expect(0, "send", "l.csv")


class Resend(Case):
    """A file to be sent again is of its batch, and what is sent for a corrected row is sent for the row it was."""

    def setUp(self):
        super().setUp()
        self.put("l.csv", HEAD + "ann,bob,Bad\ncid,bob,Hi\n")
        self.site.answer = lambda form: refusal() if "Bad" in form["message"] else SENT

    def resend(self, *options, only="failed", name="f.csv", of="l.csv"):
        self.expect(0, "report", of, "--only", only, *RESEND, name, *options)

    def edit(self, name, old, new):
        self.put(name, (self.folder / name).read_text().replace(old, new))

    def test_without_its_label_it_is_refused_naming_the_label(self):
        self.expect(1, "send", "l.csv", "--batch", "Mai", "--report", "r.csv")
        self.resend("--batch", "Mai")
        for edited in (False, True):
            if edited:
                self.edit("f.csv", "Bad", "Good")
            says = ["1 row of this file belongs to the batch “Mai”", "--batch Mai", "grupo_batch_ordinal"]
            self.refused("send", "f.csv", "--yes", says=says)
            self.refused("validate", "f.csv", says=says[0])
            self.refused("send", "f.csv", "--yes", "--batch", "Juni", says=says)
        self.expect(0, "send", "f.csv", "--batch", "Mai")
        self.expect(65, "send", "l.csv", "--batch", "Mai")
        self.assertEqual(self.sent_to(), ["ann", "ann", "cid"])
        # The way out: without the column it is a file like any other.
        header, row = (self.folder / "f.csv").read_text().splitlines()
        self.put("f.csv", "user,sender,message\n" + row.split(",", 4)[4] + "\n")
        self.expect(0, "send", "f.csv", "--batch", "Juni")

    def test_with_a_label_that_it_has_not_it_is_refused_too(self):
        self.expect(1, "send", "l.csv")
        self.resend()
        self.refused("send", "f.csv", "--batch", "Mai", "--yes", says="a batch without a label.*Leave out --batch")

    def test_rows_that_were_not_tried_belong_to_their_batch_too(self):
        self.expect(0, "send", "l.csv", "--batch", "Mai", "--rows", "3")
        self.resend("--batch", "Mai", only="pending")
        self.refused("send", "f.csv", "--yes", says="1 row of this file belongs to the batch “Mai”")

    def test_unknown_rows_leave_by_no_file_without_a_verdict(self):
        self.put("l.csv", HEAD + "ann,bob,[[silence]]\ncid,bob,Hi\n")
        self.site.answer = by_marker
        self.expect(3, "send", "l.csv", "--batch", "Mai")
        self.resend("--batch", "Mai", only="unknown")
        before = len(self.site.forms)
        self.refused("send", "f.csv", "--yes", says="belongs to the batch “Mai”")
        self.expect(3, "send", "f.csv", "--yes", "--batch", "Mai")
        self.edit("f.csv", "[[silence]]", "again")
        self.refused("send", "f.csv", "--yes", "--batch", "Mai", says="may already have been sent something from this file")
        self.assertEqual(len(self.site.forms), before)

    def test_corrected_row_counts_for_the_row_it_was(self):
        self.expect(1, "send", "l.csv")
        self.resend()
        self.edit("f.csv", "Bad", "Good")
        self.expect(0, "send", "f.csv", "--yes")
        self.site.answer = lambda form: SENT
        self.assertIn("1 recipient", self.expect(65, "validate", "l.csv").err)
        self.refused("send", "l.csv", "--yes", says="1 recipient was already sent something from this file")
        # Written again from the original and corrected otherwise, it is still the same row.
        self.resend(name="g.csv")
        self.edit("g.csv", "Bad", "Better")
        self.refused("send", "g.csv", "--yes", says="1 recipient was already")
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual([form["message"] for form in self.site.forms], ["Bad", "Hi", "Good"])
        self.expect(0, "send", "l.csv", "--resend-edited")
        self.assertEqual(self.sent_to(), ["ann", "ann", "ann", "cid"])

    def test_row_corrected_to_another_person_leaves_the_first_unserved(self):
        self.expect(1, "send", "l.csv")
        self.resend()
        self.edit("f.csv", "ann,bob,Bad", "anna,bob,Good")
        self.expect(0, "send", "f.csv", "--yes")
        self.expect(1, "send", "l.csv")
        self.assertEqual(self.site.users, ["ann", "cid", "anna", "ann"])

    def test_corrected_twice_it_counts_for_the_first(self):
        self.expect(1, "send", "l.csv")
        self.resend()
        self.edit("f.csv", "Bad", "Bad too")
        self.expect(1, "send", "f.csv", "--yes")
        self.resend(of="f.csv", name="g.csv")
        self.edit("g.csv", "Bad too", "Good")
        self.expect(0, "send", "g.csv", "--yes")
        for name in ("l.csv", "f.csv"):
            self.refused("send", name, "--yes", says="1 recipient was already")

    def test_corrected_rows_that_were_refused_again_are_not_served(self):
        self.expect(1, "send", "l.csv")
        self.resend()
        self.edit("f.csv", "Bad", "Bad too")
        self.expect(1, "send", "f.csv", "--yes")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "l.csv")
        self.refused("send", "f.csv", "--yes", says="1 recipient was already")
        self.assertEqual([form["message"] for form in self.site.forms], ["Bad", "Hi", "Bad too", "Bad"])


class EditedUnknown(Case):
    """A row that is unknown was corrected: nobody knows whether its person has the message."""

    def setUp(self):
        super().setUp()
        self.site.answer = lambda form: SILENCE if form["user"] == "bob" else SENT
        self.put("l.csv", "user,sender,message\nann,office,Hi\nbob,office,Hi\n")
        self.expect(3, "send", "l.csv", "--timeout", "1s")
        self.put("l.csv", "user,sender,message\nann,office,Hi\nBob,office,Hi\n")

    def test_is_told_as_unknown_and_not_as_sent(self):
        says = [r"1 recipient may already have been sent something from this file \(the result is unknown\)", "put such a row back"]
        self.assertNotIn("was already sent", self.refused("send", "l.csv", says=says).err)
        self.refused("validate", "l.csv", says=says[0])

    def test_left_out_with_the_way_back(self):
        found = self.expect(0, "send", "l.csv", "--keep-served")
        self.assert_says(found.out + found.err, "is unknown", "put the row back as it was")
        self.put("l.csv", "user,sender,message\nann,office,Hi\nbob,office,Hi\n")
        self.expect(3, "send", "l.csv")
        self.expect(0, "resolve", "l.csv", "--row", "3", "--as", "not-sent")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "l.csv")
        self.assertEqual(self.sent_to(), ["ann", "bob", "bob"])


if __name__ == "__main__":
    unittest.main()
