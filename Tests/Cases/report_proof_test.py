"""The report beside the file is proof: whoever sent, through whichever ledger, nobody it lists gets the message again."""
import os
import re
import shlex
import shutil
import unittest

from case import SENT, SILENCE, Case, refusal

HEAD = "user,sender,message\n"


def rows(count, text="Hello", prefix="u"):
    return HEAD + "".join(f"{prefix}{number},office,{text} {number}\n" for number in range(count))


class Proof(Case):
    """l.csv, eight people; other users have another home and see the same folder."""

    def setUp(self):
        super().setUp()
        self.put("l.csv", rows(8))

    def as_user(self, name):
        """From now on commands are another user's, who has no ledger yet."""
        self.environment["HOME"] = str(self.folder / name)
        self.environment["XDG_STATE_HOME"] = str(self.folder / name / "state")
        os.makedirs(self.environment["HOME"], exist_ok=True)

    def advised(self, result):
        """The arguments of the import that a refusal advises."""
        text = re.search(r"grupo-batch (ledger import .*?)(?:\. Or)", result.err)
        self.assertTrue(text, result)
        return shlex.split(text[1])

    def assert_import_helps(self, *command, count=8):
        """The advised import works as it is printed, and then everybody has one message."""
        refused = self.refused(*command, says=r"lists \d+ rows? of this run as sent")
        self.expect(0, *self.advised(refused))
        self.expect(0, *command)
        self.assertEqual(sorted(self.site.users), [f"u{number}" for number in range(count)])


class UneditedRows(Proof):
    """Rows that a report calls sent are not sent by a ledger that does not know it."""

    def test_ledger_put_back_from_an_older_copy(self):
        self.expect(0, "send", "l.csv", "--limit", "3")
        shutil.copytree(self.folder / "state", self.folder / "old")
        self.expect(0, "send", "l.csv")
        shutil.rmtree(self.folder / "state")
        shutil.move(self.folder / "old", self.folder / "state")
        found = self.expect(65, "validate", "l.csv")
        self.assertIn("5 rows", found.err)
        self.assert_import_helps("send", "l.csv")

    def test_shared_folder_where_another_continued(self):
        self.expect(0, "send", "l.csv", "--limit", "3")
        self.as_user("b")
        self.expect(0, "ledger", "import", "l.results.csv")
        self.expect(0, "send", "l.csv")
        self.as_user("")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "state")
        self.assert_import_helps("send", "l.csv")

    def test_next_list_of_the_same_name_sent_by_another(self):
        self.put("l.csv", rows(3, "June", "old"))
        self.expect(0, "send", "l.csv")
        self.put("l.csv", rows(8))
        self.as_user("b")
        self.expect(0, "send", "l.csv")
        self.as_user("")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "state")
        refused = self.refused("send", "l.csv", says="lists 8 rows of this run")
        self.expect(0, *self.advised(refused))
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.users), 11)

    def test_lost_ledger_and_a_report_of_any_name_and_format(self):
        for name in ("l.results.json", "l.results.jsonl", "out.json", "r/l.results.csv", "a b.jsonl"):
            with self.subTest(name):
                os.makedirs(self.folder / "r", exist_ok=True)
                self.site.forms.clear()
                self.as_user("first " + name.replace("/", "-"))
                self.expect(0, "send", "l.csv", "--report", name)
                self.as_user("second " + name.replace("/", "-"))
                self.assert_import_helps("send", "l.csv", "--report", name)
                (self.folder / name).unlink()

    def test_batch_and_options_are_in_the_advice(self):
        self.put("my list.csv", rows(8).replace(",office", "").replace(",sender", ""))
        command = ["send", "my list.csv", "--batch", "Mai 26", "--sender=the office"]
        self.expect(0, *command)
        self.as_user("b")
        refused = self.refused(*command, says=["'my list.csv'", "'Mai 26'"])
        self.expect(0, *self.advised(refused))
        self.expect(0, *command)
        self.assertEqual(len(self.site.users), 8)

    def test_report_saved_by_a_spreadsheet_is_proof_and_advice_is_not_to_remove_it(self):
        self.expect(0, "send", "l.csv")
        text = (self.folder / "l.results.csv").read_text()
        saved = {"semicolons": text.replace(",", ";").encode(), "wide": b"\xff\xfe" + text.encode("utf-16-le")}
        for number, (name, content) in enumerate(saved.items()):
            with self.subTest(name):
                self.put("l.results.csv", content)
                self.as_user(name)
                refused = self.refused("send", "l.csv", says="lists 8 rows of this run as sent")
                self.assertNotIn("remove", refused.err)
                self.expect(0, *self.advised(refused))
                found = self.expect(73, "send", "l.csv")
                self.assertNotIn("remove", found.err)
                self.expect(0, "send", "l.csv", "--report", f"{number}.csv")
        self.assertEqual(len(self.site.users), 8)

    def test_one_row_known_through_another_file_changes_nothing(self):
        self.expect(0, "send", "l.csv")
        self.as_user("b")
        self.put("t.csv", rows(1))
        self.expect(0, "send", "t.csv", "--yes")
        self.site.forms.pop()
        refused = self.refused("send", "l.csv", says="lists 7 rows of this run")
        self.assertNotIn("--resend-edited", refused.err)
        self.expect(0, *self.advised(refused))
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.users), 8)

    def test_verdict_against_an_unknown_row_is_no_contradiction(self):
        self.site.answer = lambda form: SILENCE if form["user"] == "u1" else SENT
        self.expect(3, "send", "l.csv")
        self.site.answer = lambda form: SENT
        self.expect(0, "resolve", "l.csv", "--row", "3", "--as", "not-sent")
        self.expect(0, "send", "l.csv")
        self.assertEqual(self.site.users.count("u1"), 2)

    def test_rejected_rows_of_a_report_are_tried_again_as_ever(self):
        self.site.answer = lambda form: refusal() if form["user"] == "u1" else SENT
        self.expect(1, "send", "l.csv")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "l.csv")


class EditedRows(Proof):
    """People whom a report calls served count as served from this file."""

    def test_moved_file_that_was_wholly_edited_is_told_as_edited(self):
        self.put("n/l.csv", rows(2))
        self.expect(0, "send", "n/l.csv")
        shutil.move(self.folder / "n", self.folder / "o")
        self.put("o/l.csv", rows(2, "Bye"))
        self.refused("send", "o/l.csv", says=["2 recipients", "--keep-served", "--resend-edited", "--batch"])
        self.assertIn("2 recipients", self.expect(65, "validate", "o/l.csv").err)
        self.expect(0, "send", "o/l.csv", "--keep-served")
        self.assertEqual(len(self.site.forms), 2)
        self.expect(0, "send", "o/l.csv", "--resend-edited")
        self.assertEqual(len(self.site.forms), 4)

    def test_rows_edited_after_another_sent_them(self):
        self.expect(0, "send", "l.csv", "--limit", "3")
        self.as_user("b")
        self.expect(0, "ledger", "import", "l.results.csv")
        self.expect(0, "send", "l.csv", "--rows", "5-7")
        self.as_user("")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "state")
        self.put("l.csv", rows(3) + "u3" + rows(8, "Bye").split("u3", 1)[1])
        self.refused("send", "l.csv", says=["3 recipients", "--keep-served"])
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual(sorted(self.site.users), [f"u{number}" for number in range(8)])
        # The report that proved it was replaced; the ledger keeps what it proved.
        self.refused("send", "l.csv", says="3 recipients")

    def test_lost_ledger_and_edited_rows(self):
        self.expect(0, "send", "l.csv")
        self.as_user("b")
        self.put("l.csv", rows(8, "Bye") + "new,office,Hi\n")
        self.refused("send", "l.csv", says=["8 recipients", "--keep-served"])
        self.assertIn("8 recipients", self.expect(65, "validate", "l.csv").err)
        self.expect(0, "send", "l.csv", "--keep-served")
        self.assertEqual(len(self.site.forms), 9)
        self.refused("send", "l.csv", says="8 recipients")


class OtherFiles(Proof):
    """A report that lists other rows is no dead end."""

    def test_files_of_one_stem_share_a_report_and_can_be_sent(self):
        self.expect(0, "send", "l.csv")
        self.put("l.tsv", rows(3, "Hi", "t").replace(",", "\t"))
        self.expect(0, "send", "l.tsv")
        self.assertEqual(len(self.site.forms), 11)

    def test_another_list_of_the_name_for_the_same_people_is_told_as_edited(self):
        self.expect(0, "send", "l.csv")
        self.put("l.tsv", rows(3, "Hi").replace(",", "\t"))
        self.refused("send", "l.tsv", says=["3 recipients", "--keep-served"])

    def test_report_of_others_at_a_path_that_was_named_is_replaced(self):
        self.expect(0, "send", "l.csv", "--report", "out.csv")
        self.as_user("b")
        self.put("k.csv", rows(3, "Hi"))
        self.expect(0, "send", "k.csv", "--report", "out.csv")
        self.assertEqual(len(self.site.forms), 11)

    def test_label_in_a_name_and_name_with_a_label_share_a_report(self):
        self.expect(0, "send", "l.csv", "--batch", "a")
        self.put("l.a.csv", rows(3, "Hi", "t"))
        self.expect(0, "send", "l.a.csv")
        self.assertEqual(len(self.site.forms), 11)


if __name__ == "__main__":
    unittest.main()
