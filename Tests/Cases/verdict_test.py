"""`resolve`: ranges of rows, the verdict that sends again, and verdicts that are taken back."""
import unittest

from case import SENT, SILENCE, refusal
from terminal import Terminal
from unresolved import Unresolved


class VerdictTest(Unresolved):
    def test_range_takes_the_unknown_rows_in_it_and_leaves_the_others_alone(self):
        self.assert_says(self.resolve(0, "--row", "2-5", "--as", "sent").out, "2 rows resolved as sent", "2 others stay")
        self.assertEqual(self.states(), ["sent", "sent", "sent", "rejected", "unknown", "sent"])

    def test_ranges_and_rows_add_up_and_a_range_may_be_open(self):
        found = self.resolve(0, "--row", "3", "--row", "5-", "--as", "not-sent", "--json", "--yes").json
        self.assertEqual(found, {"resolved": 2, "passed_over": 2})
        self.assertEqual(self.states(), ["sent", "not_sent", "unknown", "rejected", "not_sent", "sent"])
        self.expect(3, "send", "list.csv")
        self.assertEqual(self.sent_to(), ["ben", "dora", "eve"])

    def test_range_without_an_unknown_row_is_refused_and_so_is_a_known_row_named_by_itself(self):
        for rows, words in (("7-9", "rows 7-9"), ("5", "row 5 is rejected"), ("40-", "rows 40-"), ("40", "row 40")):
            with self.subTest(rows):
                self.assert_says(self.resolve(65, "--row", "3", "--row", rows, "--as", "sent").err, words)
        self.assertEqual(self.states(), self.BEFORE)
        for rows in ("5-3", "0", "x", "-3"):
            self.expect(64, "resolve", "list.csv", f"--row={rows}", "--as", "sent")

    # The verdict that sends again

    def test_all_as_not_sent_lists_the_rows_and_is_refused_without_a_terminal_and_yes(self):
        result = self.resolve(65, "--all", "--as", "not-sent")
        self.assert_says(result.err, "row 3  ben", "row 4  cid", "row 6  dora", "3 rows are unknown", "--yes", "--row")
        self.assertEqual(self.states(), self.BEFORE)
        self.assert_says(self.resolve(0, "--all", "--as", "not-sent", "--yes").out, "3 rows resolved")
        self.expect(0, "send", "list.csv")
        self.assertEqual(self.sent_to(), ["ben", "cid", "dora", "eve"])

    def test_ranges_that_take_in_all_and_more_are_asked_about_like_all(self):
        for rows in ("1-", "2-", "2-7", "1-7", "1-999", "4-"):
            with self.subTest(rows):
                result = self.resolve(65, f"--row={rows}", "--as", "not-sent")
                self.assert_says(result.err, "row 4  cid", "row 6  dora", "may have arrived", "--yes")
        self.assertEqual(self.states(), self.BEFORE)
        self.assertNotIn("ben", self.resolve(65, "--row", "4-", "--as", "not-sent").err)
        self.assert_says(self.resolve(0, "--row", "1-", "--as", "not-sent", "--yes").out, "3 rows resolved")

    def test_ranges_that_leave_an_unknown_row_out_are_taken_at_their_word(self):
        self.resolve(0, "--row", "2-5", "--as", "not-sent")
        self.assertEqual(self.states(), ["sent", "not_sent", "not_sent", "rejected", "unknown", "sent"])

    def test_list_is_cut_at_twenty_rows_and_shows_no_escape(self):
        # Every other row is sent: a site that only falls silent ends the run.
        silent = ["x\u202e"] + [f"user{number:02}" for number in range(22)]
        self.site.answer = lambda form: SILENCE if form["user"] in silent else SENT
        self.manifest(*[user for name in silent for user in (f"with {name}", name)], name="long.csv")
        self.expect(3, "send", "long.csv", "--concurrency", "1")
        result = self.expect(65, "resolve", "long.csv", "--all", "--as", "not-sent")
        self.assertEqual(sum(line.startswith("  row ") for line in result.err.splitlines()), 20)
        self.assert_says(result.err, "23 rows are unknown", "and 3 more")
        self.assertNotIn("\u202e", result.err)

    def test_terminal_is_asked_and_only_a_yes_counts(self):
        for answer, code, states in (("n", 65, self.BEFORE), ("y", 0, None)):
            terminal = Terminal(self, "resolve", "list.csv", "--all", "--as", "not-sent")
            terminal.wait_for_words("[y/N]")
            terminal.type(answer + "\n")
            result = terminal.finish()
            self.assertEqual(result.code, code, result)
            if states:
                self.assert_says(result.err, "row 3  ben", "Nothing was recorded")
                self.assertEqual(self.states(), states)
        self.assertEqual(self.states(), ["sent", "not_sent", "not_sent", "rejected", "not_sent", "sent"])

    def test_nothing_is_asked_for_named_rows_for_sent_or_where_nothing_is_unknown(self):
        self.resolve(0, "--row", "3-4", "--as", "not-sent")
        self.resolve(0, "--all", "--as", "sent")
        self.assert_says(self.resolve(0, "--all", "--as", "not-sent").out, "0 rows")

    def test_edited_manifest_is_told_apart_and_all_still_counts(self):
        self.manifest("new", "ann", "ben", "cid", "eve", "dora", "zoe")
        self.assert_says(self.resolve(65, "--all", "--as", "not-sent").err, "3 rows", "not listed", "edited")
        self.assert_says(self.resolve(65, "--row", "3", "--as", "sent").err, "edited")
        self.assert_says(self.resolve(0, "--all", "--as", "not-sent", "--yes").out, "3 rows")

    # Taken back

    def test_verdict_is_recorded_as_a_persons_and_can_be_taken_back(self):
        self.resolve(0, "--row", "3", "--as", "sent")
        self.resolve(0, "--row", "4", "--as", "not-sent")
        self.assertEqual(self.keys()[1:3], ["client.resolved_sent", "client.resolved_not_sent"])
        self.assert_says(self.resolve(0, "--row", "3-4", "--as", "unknown").out, "2 rows are unknown again")
        self.assertEqual(self.states(), self.BEFORE)
        self.assertEqual(self.keys()[1:3], ["client.resolved_unknown"] * 2)
        self.assert_says(self.resolve(65, "--row", "3", "--as", "unknown").err, "row 3 is unknown already")
        self.resolve(0, "--row", "3", "--as", "not-sent")
        self.expect(3, "send", "list.csv")
        self.assertEqual(self.sent_to(), ["ben", "eve"])

    def test_all_verdicts_can_be_taken_back_and_nothing_else(self):
        self.resolve(0, "--row", "3", "--as", "sent")
        self.resolve(0, "--row", "6", "--as", "not-sent")
        self.assert_says(self.resolve(0, "--all", "--as", "unknown").out, "2 rows are unknown again")
        self.assertEqual(self.states(), self.BEFORE)
        self.assert_says(self.resolve(0, "--all", "--as", "unknown").out, "0 rows")

    def test_result_of_the_site_is_never_taken_back(self):
        for row, words in (("2", "row 2 is sent"), ("5", "row 5 is rejected")):
            self.assert_says(self.resolve(65, "--row", row, "--as", "unknown").err, words, "person's verdict")
        self.assertEqual(self.states(), self.BEFORE)

    def test_verdict_is_not_taken_back_once_the_row_was_sent_for_it(self):
        self.resolve(0, "--row", "3", "--as", "not-sent")
        self.site.answer = lambda form: SENT if form["user"] == "ben" else refusal()
        self.expect(3, "send", "list.csv")
        self.assert_says(self.resolve(65, "--row", "3", "--as", "unknown").err, "row 3 is sent")
        self.resolve(0, "--row", "4", "--as", "not-sent")
        self.expect(3, "send", "list.csv")
        self.assert_says(self.resolve(65, "--row", "4", "--as", "unknown").err, "row 4 is rejected")
        self.assertEqual(self.states(), ["sent", "sent", "rejected", "rejected", "unknown", "sent"])

    def test_wrong_use(self):
        for options in (["--row", "3"], ["--as", "unknown"], ["--row", "3", "--as", "maybe"],
                        ["--from", "list.csv", "--as", "sent"]):
            self.expect(64, "resolve", "list.csv", *options)


if __name__ == "__main__":
    unittest.main()
