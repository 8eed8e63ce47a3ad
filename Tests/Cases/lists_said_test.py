"""What is said and asked of suppression lists, and reports as such."""
import json
import unittest

from case import Case
from terminal import Screen

EVERYBODY = ["ann@x.example", "bob@x.example", "cy@x.example"]
MANIFEST = "user,sender,message\n" + "".join(f"{user},office,Hi\n" for user in EVERYBODY)


class SaidTest(Case):
    """What lists come to is said before anything leaves, and in what is left behind."""

    def setUp(self):
        super().setUp()
        self.put("m.csv", MANIFEST)
        self.put("ex.txt", "ann@x.example\nmax@x.example\n")

    def test_in_validate(self):
        self.assertIn("excluded 1 row; 1 of 2 names are in no row",
                      self.expect(0, "validate", "m.csv", "--exclude", "ex.txt").out)
        found = self.expect(0, "validate", "m.csv", "--exclude", "ex.txt", "--json").json["exclusion"]
        self.assertEqual(found, {"rows": 1, "names": 2, "unmatched_names": 1, "lists": [
            {"list": "ex.txt", "kind": "plain", "names": 2, "unmatched_names": 1}]})

    def test_lines_that_are_comments_are_counted_and_a_user_called_so_is_left_out(self):
        self.put("m.csv", MANIFEST + "#bob,office,Hi\n")
        self.put("ex.txt", "# gone\nann@x.example\n#bob\n#max\n")
        said = "ex.txt: 2 lines that begin with # are comments and leave out nobody"
        result = self.expect(0, "validate", "m.csv", "--exclude", "ex.txt")
        self.assert_says(result.out, "excluded 2 rows; 0 of 2 names are in no row", said)
        found = self.expect(0, "validate", "m.csv", "--exclude", "ex.txt", "--json").json["exclusion"]
        self.assertEqual(found["lists"][0]["comment_lines"], 2)
        self.assert_says(self.expect(0, "send", "m.csv", "--exclude", "ex.txt").err, said)
        self.assertNotIn("#bob", self.sent_to())
        self.put("ex.txt", "ann@x.example\n#N/A\n")
        self.refused("send", "m.csv", "--exclude", "ex.txt", "--batch", "b", says=["line 2.*#N/A"])

    def test_in_send_and_its_summary(self):
        result = self.expect(0, "send", "m.csv", "--exclude", "ex.txt")
        words = "excluded 1 row; 1 of 2 names are in no row"
        self.assertIn(words, result.out)
        self.assertLess(result.err.index(words), result.err.index("Sending"))
        again = self.expect(0, "send", "m.csv", "--exclude", "ex.txt", "--json")
        self.assertEqual(again.json["exclusion"]["unmatched_names"], 1)

    def test_in_reports_and_in_those_rebuilt_without_the_list(self):
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt", "--report", "r.html", "--report", "r.json")
        words = "excluded 1 row; 1 of 2 names are in no row"
        self.assertIn(words, (self.folder / "r.html").read_text())
        self.assertIn(words, (self.folder / "r.json").read_text())
        (self.folder / "ex.txt").unlink()
        for ending in ("html", "md", "json"):
            self.expect(0, "report", "m.csv", "--output", f"again.{ending}")
            self.assertIn(words, (self.folder / f"again.{ending}").read_text())
        self.expect(0, "status", "m.csv")

    def test_validate_tells_what_send_will_ask(self):
        self.put("ex.txt", "max@x.example\nmia@x.example\n")
        result = self.expect(0, "validate", "m.csv", "--exclude", "ex.txt")
        self.assert_says(result.err, "send will ask", "none of the 2 names", "ex.txt")

    def test_yes_says_what_it_answered(self):
        self.put("ex.txt", "max@x.example\nmia@x.example\n")
        self.refused("send", "m.csv", "--exclude", "ex.txt", says=["none of the 2 names", "--yes"])
        result = self.expect(0, "send", "m.csv", "--exclude", "ex.txt", "--yes")
        self.assert_says(result.err, "none of the 2 names")

    def test_judged_over_all_rows_not_over_those_selected_or_left(self):
        self.put("ex.txt", "ann@x.example\n")
        self.expect(0, "send", "m.csv", "--rows", "4-", "--exclude", "ex.txt")
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt")
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), EVERYBODY[1:])

    def test_sent_before_it_was_listed_stays_sent(self):
        self.expect(0, "send", "m.csv")
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt")
        self.assertEqual(self.outcomes("m.results.csv")["ann@x.example"], "sent")


class PromptTest(Case):
    """On a terminal everything is asked in one prompt, on loopback too."""

    def ask(self, answer, *options):
        self.put("m.csv", MANIFEST)
        screen = Screen(self, "send", "m.csv", "--exclude", "ex.txt", *options, columns=160)
        screen.wait_for_words("Send? [y/N]")
        shown = screen.history
        screen.press(answer, "Enter")
        return shown, screen.wait_for_end()

    def test_list_of_strangers_is_asked_about(self):
        self.put("ex.txt", "max@x.example\nmia@x.example\n")
        for answer, code, users in [("n", 65, []), ("y", 0, EVERYBODY)]:
            shown, ended = self.ask(answer)
            self.assert_says(shown, "None of the 2 names", "ex.txt", "excluded 0 rows; 2 of 2 names are in no row")
            self.assertEqual((ended, self.sent_to()), (code, users))


class ReportAsListTest(Case):
    """Our own report leaves out everybody in it, whatever became of them."""

    def setUp(self):
        super().setUp()
        self.put("old.csv", "user,sender,message\n'@ann,office,Hi\n-bob,office,[[refused]] Yo\n")
        reports = [word for ending in ("csv", "json", "jsonl") for word in ("--report", f"old.results.{ending}")]
        self.expect(1, "send", "old.csv", *reports)
        self.site.forms.clear()
        self.put("m.csv", "user,sender,message\n'@ann,office,New\n-bob,office,New\ncy,office,New\n")

    def test_in_every_format_and_as_a_spreadsheet_saves_it(self):
        text = (self.folder / "old.results.csv").read_text()
        self.put("saved.csv", "\ufeff" + text.replace(",", ";"))
        names = ["old.results.csv", "old.results.json", "old.results.jsonl", "saved.csv"]
        for number, name in enumerate(names):
            with self.subTest(name):
                result = self.expect(0, "send", "m.csv", "--batch", str(number), "--exclude", name)
                self.assert_says(result.err, f"{name} is a results report: all its 2 users are excluded",
                                 "excluded 2 rows")
        self.assertEqual(self.sent_to(), ["cy"] * len(names))

    def test_rows_to_be_sent_again_are_a_list_of_their_users(self):
        self.expect(0, "report", "old.csv", "--only", "failed", "--format", "manifest", "--output", "again.csv")
        self.expect(0, "send", "m.csv", "--exclude", "again.csv")
        self.assertEqual(self.sent_to(), ["'@ann", "cy"])


if __name__ == "__main__":
    unittest.main()
