"""Rows that are new in a list whose people have their message are said, and sent: a row is a message. --keep-served leaves them out."""
import re
import unittest

from case import SENT, SILENCE, Case, refusal

HEAD = "user,sender,message\n"
ROWS = "".join(f"{user},office,Hi {user}\n" for user in ("ann", "bob", "cid"))


class NewRows(Case):
    def setUp(self):
        super().setUp()
        self.put("l.csv", HEAD + ROWS)

    def said(self, *arguments):
        """What a command that ends well says of new rows; None when it says nothing."""
        found = re.search(r"[^\n]*new rows? [^\n]*", self.expect(0, *arguments).err)
        return found and found.group()

    def test_list_pasted_below_itself_is_said_and_left_out_on_request(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + ROWS + ROWS)
        for command in ("validate", "send"):
            said = self.said(command, "l.csv", *(["--keep-served"] if command == "send" else []))
            if command == "validate":
                for words in ("3 new rows bring (the first is row 5)", "other rows of this list", "today", "all are the same"):
                    self.assertIn(words, said)
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid"])
        self.assertIn("3 new rows bring", self.said("send", "l.csv"))
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob", "cid", "cid"])
        self.assertIsNone(self.said("send", "l.csv"))

    def test_row_again_whose_message_may_have_arrived_is_said(self):
        self.site.answer = lambda form: SILENCE if form["user"] == "bob" else SENT
        self.expect(3, "send", "l.csv", "--timeout", "1s")
        self.put("l.csv", HEAD + ROWS + "bob,office,Hi bob\n")
        self.assertRegex(self.said("validate", "l.csv"), r"1 new row brings \(row 5\) .*; it is the same as an earlier row")

    def test_other_text_for_somebody_who_was_served_is_said(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + ROWS + "BOB,office,And one more thing\ndan,office,Hi dan\n")
        said = self.said("validate", "l.csv")
        self.assertIn("1 new row brings (row 5)", said)
        self.assertNotIn("same as", said)
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid", "dan"])

    def test_joined_lists_that_overlap_are_said(self):
        self.put("m.csv", HEAD + "cid,office,Hi cid\ndan,office,Hi dan\n")
        self.expect(0, "send", "l.csv")
        self.expect(0, "send", "m.csv")
        more = "".join(f"n{number},office,Hi\n" for number in range(9))
        self.put("all.csv", HEAD + ROWS + "cid,office,Hi cid\ndan,office,Hi dan\n" + more)
        self.assertIn("1 new row brings (row 5)", self.said("validate", "all.csv"))

    def test_list_that_was_moved_and_added_to_keeps_its_record(self):
        self.expect(0, "send", "l.csv")
        (self.folder / "l.csv").unlink()
        more = "".join(f"n{number},office,Hi\n" for number in range(9))
        self.put("z.csv", HEAD + ROWS.replace("bob,", "Bob,") + more)
        self.refused("send", "z.csv", says="1 recipient .*already")
        self.expect(0, "send", "z.csv", "--keep-served")
        self.assertEqual(len(self.site.forms), 3 + 9)

    def test_list_that_shares_little_with_one_that_is_gone_is_another(self):
        self.expect(0, "send", "l.csv")
        (self.folder / "l.csv").unlink()
        more = "".join(f"n{number},office,Hi\n" for number in range(9))
        self.put("z.csv", HEAD + "ann,office,Hi ann\nbob,office,Something else\n" + more)
        self.expect(0, "send", "z.csv")
        self.assertEqual(len(self.site.forms), 3 + 10)

    def test_of_new_rows_for_new_people_nothing_is_said(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + "dan,office,Hi\ndan,office,Hi\n" + ROWS + "eve,office,Hi\n")
        self.assertIsNone(self.said("send", "l.csv"))
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid", "dan", "dan", "eve"])

    def test_of_rows_that_were_in_the_list_from_the_start_nothing_is_said(self):
        self.put("l.csv", HEAD + ROWS + ROWS)
        self.expect(0, "send", "l.csv", "--limit", "2")
        self.assertIsNone(self.said("send", "l.csv"))
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob", "cid", "cid"])

    def test_of_a_new_row_for_somebody_whose_row_was_rejected_nothing_is_said(self):
        self.site.answer = lambda form: refusal() if form["user"] == "bob" else SENT
        self.expect(1, "send", "l.csv")
        self.site.answer = lambda form: SENT
        self.put("l.csv", HEAD + ROWS.replace("bob,office,Hi bob", "bob,office,Hello bob"))
        self.assertIsNone(self.said("send", "l.csv"))


if __name__ == "__main__":
    unittest.main()
