"""Rows that are new in a list whose people have their message: pasted, joined or added; and those that are nobody's second one."""
import unittest

from case import SENT, SILENCE, Case, refusal

HEAD = "user,sender,message\n"
ROWS = "".join(f"{user},office,Hi {user}\n" for user in ("ann", "bob", "cid"))


class NewRows(Case):
    def setUp(self):
        super().setUp()
        self.put("l.csv", HEAD + ROWS)

    def test_list_pasted_below_itself_is_asked_about(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + ROWS + ROWS)
        says = [r"3 new rows \(the first is row 5\)", "other rows of this list", "today", "all are the same as earlier"]
        self.refused("send", "l.csv", says=says)
        self.assertRegex(self.expect(0, "validate", "l.csv").err, "(?i)send will ask: 3 new rows")
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid"])
        self.expect(0, "send", "l.csv", "--yes")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob", "cid", "cid"])
        self.expect(0, "send", "l.csv")

    def test_row_again_whose_message_may_have_arrived_is_asked_about(self):
        self.site.answer = lambda form: SILENCE if form["user"] == "bob" else SENT
        self.expect(3, "send", "l.csv", "--timeout", "1s")
        self.put("l.csv", HEAD + ROWS + "bob,office,Hi bob\n")
        self.refused("send", "l.csv", says=r"1 new row \(row 5\) .*; it is the same as an earlier row")

    def test_other_text_for_somebody_who_was_served_is_asked_about(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + ROWS + "BOB,office,And one more thing\ndan,office,Hi dan\n")
        result = self.refused("send", "l.csv", says=r"1 new row \(row 5\)")
        self.assertNotIn("same as", result.err)
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid", "dan"])

    def test_joined_lists_that_overlap_are_asked_about(self):
        self.put("m.csv", HEAD + "cid,office,Hi cid\ndan,office,Hi dan\n")
        self.expect(0, "send", "l.csv")
        self.expect(0, "send", "m.csv")
        more = "".join(f"n{number},office,Hi\n" for number in range(9))
        self.put("all.csv", HEAD + ROWS + "cid,office,Hi cid\ndan,office,Hi dan\n" + more)
        self.refused("send", "all.csv", says=r"1 new row \(row 5\)")

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

    def test_new_rows_for_new_people_are_not_asked_about(self):
        self.expect(0, "send", "l.csv")
        self.put("l.csv", HEAD + "dan,office,Hi\ndan,office,Hi\n" + ROWS + "eve,office,Hi\n")
        self.expect(0, "send", "l.csv")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid", "dan", "dan", "eve"])

    def test_rows_that_were_in_the_list_from_the_start_are_not_asked_about(self):
        self.put("l.csv", HEAD + ROWS + ROWS)
        self.expect(0, "send", "l.csv", "--limit", "2")
        self.expect(0, "send", "l.csv")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob", "cid", "cid"])

    def test_new_row_for_somebody_whose_row_was_rejected_is_not_asked_about(self):
        self.site.answer = lambda form: refusal() if form["user"] == "bob" else SENT
        self.expect(1, "send", "l.csv")
        self.site.answer = lambda form: SENT
        self.put("l.csv", HEAD + ROWS.replace("bob,office,Hi bob", "bob,office,Hello bob"))
        self.expect(0, "send", "l.csv")


if __name__ == "__main__":
    unittest.main()
