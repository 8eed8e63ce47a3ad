"""What a selection without rows says: rows beyond the end are wrong use, and nothing is called sent that was not."""
import unittest

from case import Case


class Selection(Case):
    def test_rows_beyond_the_end_are_refused_naming_the_last_row(self):
        self.put("m.csv", "user,sender,message\nann,office,1\nbob,office,2\n")
        self.put("m.json", '[{"user":"ann","sender":"o","message":"1"},{"user":"bob","sender":"o","message":"2"}]')
        self.expect(0, "send", "m.csv", "--limit", "1")
        for rows in ("9-", "4", "4-9", "9-20"):
            for command in (["validate"], ["send"], ["send", "--dry-run"], ["send", "--yes", "--skip-invalid"]):
                self.refused(*command, "m.csv", "--rows", rows, code=64, says=["beyond the end", "the last row is 3"])
        self.refused("send", "m.json", "--rows", "3-", code=64, says="the last element is 2")
        self.assertEqual(self.sent_to(), ["ann"])
        self.expect(0, "send", "m.csv", "--rows", "3-")
        self.assertEqual(self.sent_to(), ["ann", "bob"])

    def test_blank_lines_at_the_end_are_no_rows(self):
        self.put("m.csv", "user,sender,message\nann,office,1\n\n\n\n")
        self.refused("send", "m.csv", "--rows", "3-", code=64, says="the last row is 2")

    def test_a_range_that_only_ends_beyond_is_told(self):
        manifest = self.manifest("ann", "ben")
        for command in ("validate", "send"):
            self.assert_says(self.expect(0, command, manifest, "--rows", "2-9").err, "--rows 2-9 goes beyond the end",
                             "last row is 3")
        self.assertEqual(self.sent_to(), ["ann", "ben"])
        self.assertNotIn("beyond", self.expect(0, "send", manifest, "--rows", "2-").err)

    def test_a_selection_of_the_header_alone_says_that_it_selects_nothing(self):
        manifest = self.manifest("ann", "ben")
        self.expect(0, "send", manifest)
        out = self.expect(0, "send", manifest, "--rows", "1").out
        self.assert_says(out, "Nothing to send: --rows 1 selects no row")
        self.assertNotIn("all 2", out)

    def test_what_was_sent_of_a_selection_is_not_called_all(self):
        manifest = self.manifest("ann", "ben", "cid", "dan")
        self.expect(0, "send", manifest, "--limit", "2")
        out = self.expect(0, "send", manifest, "--limit", "2").out
        self.assertRegex(out, r"Nothing to send: all 2 selected rows were sent on .* 2 other rows are not selected")
        out = self.expect(0, "send", manifest, "--limit", "1").out
        self.assertRegex(out, r"Nothing to send: 1 selected row was sent on .* 3 other rows are not selected")
        self.expect(0, "send", manifest)
        self.assertRegex(self.expect(0, "send", manifest).out, r"Nothing to send: all 4 were sent on .*--batch NAME")

    def test_a_selection_of_excluded_or_invalid_rows_says_what_they_are(self):
        manifest = self.manifest("ann", "ben", ["", "office", "Hi"])
        self.put("stop.txt", "ann\nben\n")
        self.expect(0, "send", manifest, "--skip-invalid", "--rows", "2")
        out = self.expect(0, "send", manifest, "--skip-invalid", "--rows", "3", "--exclude", "stop.txt").out
        self.assert_says(out, "Nothing to send: of 1 selected row, 1 excluded")
        out = self.expect(1, "send", manifest, "--skip-invalid", "--rows", "3-4", "--exclude", "stop.txt").out
        self.assert_says(out, "Nothing to send: of 2 selected rows, 1 excluded, 1 invalid")
        out = self.expect(1, "send", manifest, "--skip-invalid", "--rows", "4").out
        self.assert_says(out, "Nothing to send: of 1 selected row, 1 invalid")

    def test_everything_excluded_is_not_called_sent(self):
        manifest = self.manifest("ann", "ben")
        self.put("stop.txt", "ann\nben\n")
        out = self.expect(0, "send", manifest, "--exclude", "stop.txt").out
        self.assert_says(out, "Nothing to send: of 2 rows, 2 excluded")
        self.assertNotIn("were sent", out)

    def test_what_was_left_out_of_a_finished_file_is_told_beside_it(self):
        manifest = self.manifest("ann", "ben", "cid")
        self.put("stop.txt", "ben\n")
        self.expect(0, "send", manifest, "--exclude", "stop.txt")
        out = self.expect(0, "send", manifest, "--exclude", "stop.txt").out
        self.assertRegex(out, r"Nothing to send: 2 were sent on .* UTC; not sent: 1 excluded")

    def test_everybody_who_was_sent_to_and_is_on_a_list_now(self):
        manifest = self.manifest("ann", "ben")
        self.expect(0, "send", manifest)
        self.put("stop.txt", "ann\nben\n")
        out = self.expect(0, "send", manifest, "--exclude", "stop.txt").out
        self.assertRegex(out, r"Nothing to send: all 2 were sent on .* UTC; --exclude leaves all of them out by now")
        self.assertNotIn("--batch", out)
        self.put("stop.txt", "ben\n")
        out = self.expect(0, "send", manifest, "--exclude", "stop.txt").out
        self.assertRegex(out, r"all 2 were sent on .*; by now --exclude leaves 1 of them out, and `--batch NAME` sends the "
                              r"others anew")


if __name__ == "__main__":
    unittest.main()
