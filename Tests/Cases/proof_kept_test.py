"""A report that is the only proof of what was sent is neither passed over nor replaced, and says nothing of other batches."""
import shutil
import unittest

from case import HEAD, SENT, Case, greetings, refusal

TWO = HEAD + "ann,office,Hi\nbob,office,Yo\n"


class OnlyProof(Case):
    """a.csv was sent; then the ledger and all else that this user's machine remembers is lost, but for the report."""

    def setUp(self):
        super().setUp()
        self.put("a.csv", greetings(3))
        self.expect(0, "send", "a.csv")
        self.lose_home()

    def lose_home(self):
        (self.folder / "new").mkdir(exist_ok=True)
        self.environment["HOME"] = str(self.folder / "new")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "new" / "state")

    def assert_once(self, people=("u0", "u1", "u2")):
        self.assertEqual(self.sent_to(), sorted(people))

    def test_rows_that_are_not_meant_this_time_keep_their_proof(self):
        self.put("a.csv", greetings(3) + "new,office,Hi\n")
        for choice in (["--rows", "5-"], ["--rows", "5-", "--keep-served"], ["--exclude", "a.results.csv"]):
            with self.subTest(choice):
                refused = self.refused(
                    "send", "a.csv", *choice, says=["a.results.csv lists 3 rows of your list as sent", "ledger import"])
                self.assertIn("only proof", refused.err)
                self.refused("validate", "a.csv", *choice, says="lists 3 rows of your list as sent")
        self.expect(0, "ledger", "import", "a.results.csv")
        self.expect(0, "send", "a.csv", "--rows", "5-")
        self.assert_once(("u0", "u1", "u2", "new"))

    def test_first_row_alone_of_a_list_added_to_on_top(self):
        self.put("a.csv", HEAD + "new,office,Hi\n" + greetings(3).removeprefix(HEAD))
        self.refused("send", "a.csv", "--limit", "1", says="lists 3 rows of your list as sent")
        self.assert_once()

    def test_list_that_was_given_another_name(self):
        (self.folder / "a.csv").rename(self.folder / "b.csv")
        self.refused("send", "b.csv", says=["a.results.csv lists 3 rows of this run as sent", "ledger import"])
        self.assert_says(self.expect(0, "validate", "b.csv").err, "a.results.csv lists 3 rows")
        self.expect(0, "ledger", "import", "a.results.csv", "--manifest", "b.csv")
        self.expect(0, "send", "b.csv")
        self.assert_once()


class ChosenRows(OnlyProof):
    def test_import_of_chosen_rows_says_what_it_does_not_prove(self):
        lines = (self.folder / "a.results.csv").read_text().splitlines(keepends=True)
        (self.folder / "a.results.csv").rename(self.folder / "whole.csv")
        self.put("part.csv", lines[0] + lines[-1])
        said = self.expect(0, "ledger", "import", "part.csv", "--manifest", "a.csv").out
        self.assert_says(said, "1 row restored", "2 rows of your list are in no line", "the report that lists them first")
        self.assertIn("restored", self.expect(0, "ledger", "import", "whole.csv", "--manifest", "a.csv").out)
        self.expect(0, "send", "a.csv")
        self.assert_once()


class OtherSite(Case):
    def test_report_of_another_site_says_nothing_of_this_one(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv")
        second = self.open_site(lambda form: SENT)
        self.expect(0, "send", "a.csv", "--site", second.address)
        self.assertEqual(sorted(second.users), ["ann", "bob"])
        self.expect(0, "send", "a.csv")
        self.assertEqual(self.sent_to(), ["ann", "bob"])

    def test_report_of_another_label_says_nothing_of_this_one(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv", "--batch", "march")
        shutil.copy(self.folder / "a.march.results.csv", self.folder / "a.april.results.csv")
        self.expect(0, "send", "a.csv", "--batch", "april")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob"])


    def test_report_of_a_site_that_nobody_here_remembers_is_named_as_the_witness(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv")
        self.environment["HOME"] = self.environment["XDG_STATE_HOME"] = str(self.folder / "new")
        second = self.open_site(lambda form: SENT)
        told = self.refused("send", "a.csv", "--site", second.address, says="sent something from this file, as a.results.csv")
        self.assertIn("If that report is of another site or batch, move it away", told.err)
        (self.folder / "a.results.csv").rename(self.folder / "old.csv")
        self.expect(0, "send", "a.csv", "--site", second.address)
        self.assertEqual(sorted(second.users), ["ann", "bob"])


class MovedWhileHalfSent(Case):
    def test_sent_rows_that_were_edited_after_the_move_are_refused(self):
        self.put("a.csv", greetings(12))
        self.expect(0, "send", "a.csv", "--limit", "5")
        (self.folder / "a.csv").unlink()
        (self.folder / "a.results.csv").unlink()
        edited = greetings(12)
        for number in range(1, 5):
            edited = edited.replace(f"Hello {number}\n", f"Good day {number}\n")
        self.put("b.csv", edited)
        self.refused("send", "b.csv", says=["4 recipients were already sent something", "a.csv, which is no longer there"])
        self.refused("validate", "b.csv", says="4 recipients were already sent something")
        self.expect(0, "send", "b.csv", "--keep-served")
        self.assertEqual(self.sent_to(), sorted(f"u{number}" for number in range(12)))

    def test_list_that_shares_a_few_rows_with_one_that_is_gone_is_another_list(self):
        self.put("a.csv", greetings(12))
        self.expect(0, "send", "a.csv", "--limit", "5")
        (self.folder / "a.csv").unlink()
        self.put("b.csv", HEAD + "u0,office,Other\nu11,office,Hello 11\n"
                 + "".join(f"v{number},office,Hi\n" for number in range(9)))
        self.expect(0, "send", "b.csv")
        self.assertEqual(len(self.site.users), 5 + 11)


class TwoRowsForOne(Case):
    """Rows that stood beside one another are messages of their own: one is not the other edited."""

    def test_rows_left_when_the_sent_ones_are_taken_out_are_sent(self):
        self.put("a.csv", HEAD + "ann,office,m1\nbob,office,m1\nann,office,m2\nbob,office,m2\n")
        self.expect(0, "send", "a.csv", "--limit", "2")
        self.put("a.csv", HEAD + "ann,office,m2\nbob,office,m2\n")
        self.expect(0, "validate", "a.csv")
        self.expect(0, "send", "a.csv")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "bob"])

    def test_only_the_row_that_was_edited_is_refused(self):
        self.put("a.csv", HEAD + "bob,office,invoice\nann,office,welcome\nbob,office,welcome\n")
        self.expect(0, "send", "a.csv", "--rows", "3-4")
        self.put("a.csv", HEAD + "bob,office,invoice\nann,office,welcome\nbob,office,Welcome!\n")
        self.refused("send", "a.csv", says="1 recipient was already sent something")
        self.expect(0, "send", "a.csv", "--keep-served")
        self.assertEqual([form["message"] for form in self.site.forms], ["welcome", "welcome", "invoice"])

    def test_edited_rows_that_a_run_was_too_short_for_are_refused_the_next_time_too(self):
        self.put("a.csv", greetings(3))
        self.expect(0, "send", "a.csv")
        self.put("a.csv", greetings(3, "Good day"))
        self.expect(0, "send", "a.csv", "--resend-edited", "--limit", "1")
        self.refused("send", "a.csv", says="2 recipients were already sent something")


class EmptyLabel(Case):
    def test_empty_label_is_none(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv")
        self.put("b.csv", TWO + "cid,office,Hey\ndan,office,Hey\neve,office,Hey\n")
        self.expect(0, "send", "b.csv", "--batch", "")
        self.assertEqual(self.sent_to(), ["ann", "bob", "cid", "dan", "eve"])
        self.refused("send", "b.csv", "--batch", " ", says="is blank")


class PathUsedAgain(Case):
    def test_people_are_counted_in_the_file_as_it_is_now(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv")
        self.put("list.csv", HEAD + "z1,office,Q\nz2,office,Q\nz3,office,Q\n")
        self.expect(0, "send", "list.csv")
        self.put("list.csv", HEAD + "ann,office,Hi again\nbob,office,Yo again\n")
        self.refused("send", "list.csv", says="2 of 2 recipients already got a message")
        self.assertEqual(self.sent_to(), ["ann", "bob", "z1", "z2", "z3"])

    def test_rows_added_for_others_are_some_of_all(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv")
        self.put("list.csv", HEAD + "z1,office,Q\nz2,office,Q\nz3,office,Q\n")
        self.expect(0, "send", "list.csv")
        self.put("list.csv", HEAD + "z1,office,Q\nz2,office,Q\nz3,office,Q\nann,office,Hi again\n")
        self.expect(0, "send", "list.csv")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "z1", "z2", "z3"])


class AnotherLedger(Case):
    def test_edited_copy_through_another_ledger_is_asked_about(self):
        self.put("a.csv", HEAD + "ann,me,hi\nbob,me,hi\ncid,me,hi\n")
        self.expect(0, "send", "a.csv", "--ledger", "A.sqlite")
        self.put("d/copy.csv", HEAD + "Ann,me,hi\nBob,me,hi\nCid,me,hi\n")
        self.refused("send", "d/copy.csv", says=["3 of 3 recipients already got a message", "A.sqlite"])
        self.assert_says(self.expect(0, "validate", "d/copy.csv").err, "3 of 3 recipients already got a message")
        self.put("d/most.csv", HEAD + "ann,me,hello\ndan,me,hello\n")
        self.expect(0, "send", "d/most.csv")
        self.assertEqual(self.sent_to(), ["ann", "ann", "bob", "cid", "dan"])

    def test_yes_is_remembered_by_the_ledger_that_sends(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv", "--ledger", "A.sqlite")
        self.put("b.csv", TWO.replace("Hi", "Hi!").replace("Yo", "Yo!"))
        self.site.answer = lambda form: refusal() if form["user"] == "bob" else SENT
        self.expect(1, "send", "b.csv", "--yes")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "b.csv")

    def test_damaged_registry_is_refused(self):
        self.put("a.csv", TWO)
        self.expect(0, "send", "a.csv", "--ledger", "A.sqlite")
        (self.folder / "a.results.csv").unlink()
        registry = next(self.folder.rglob("sending.registry"))
        whole = registry.read_bytes()
        for damaged in (b"junk\n", bytes(len(whole))):
            registry.write_bytes(damaged)
            self.refused(
                "send", "a.csv", "--ledger", "B.sqlite", "--yes", code=73, says=["sending.registry", "is damaged"])
        for readable in (whole[:100], whole):
            registry.write_bytes(readable)
            self.refused("send", "a.csv", "--ledger", "B.sqlite", says="through another ledger")


class StrangeHeader(Case):
    def test_header_in_another_order_spoils_the_file(self):
        for rows in ("sender,user,message\noffice,bob,Yo\n", "message,sender,user\nYo,office,bob\n"):
            self.put("m.csv", HEAD + "ann,office,Hi\n" + rows)
            self.refused("send", "m.csv", "--skip-invalid", says=["row 3 is a header with other columns", "divide the file"])
        self.assertEqual(self.sent_to(), [])

    def test_header_with_other_names_for_the_same_fields_is_an_error_of_its_row(self):
        self.put("m.csv", HEAD + "ann,office,Hi\nrecipient,from,text\nbob,office,Yo\n")
        self.refused("send", "m.csv", says="repeats the header")
        self.expect(1, "send", "m.csv", "--skip-invalid")
        self.assertEqual(self.sent_to(), ["ann", "bob"])


if __name__ == "__main__":
    unittest.main()
