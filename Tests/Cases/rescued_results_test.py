"""`resolve --from`: results that a failing disk did not take, known by what the rows are, all of them or none."""
import json
import sqlite3
import time
import unittest

from case import SENT, SILENCE, Case
from terminal import Terminal


class RescuedResults(Case):
    def setUp(self):
        super().setUp()
        self.site.answer = lambda form: SENT if form["user"] == "ann" else SILENCE
        self.manifest("ann", "ben", "cid", ["cid", "office", "Hello cid"], "dora")
        # The last of four silences in a row also ends the run.
        self.expect(4, "send", "list.csv", "--concurrency", "1", "--report", "list.jsonl")
        lines = [json.loads(line) for line in (self.folder / "list.jsonl").read_text().splitlines()]
        self.digests = [line["row_digest"] for line in lines]

    def rescued(self, row, outcome="sent", **changes):
        """A line as send prints it for the manifest's row of this number."""
        return {"row_digest": self.digests[row - 2], "row": row, "outcome": outcome, "http_status": 200,
                "finished_at_ms": 1_785_661_200_120} | changes

    def earlier(self, row, outcome="sent"):
        """A line as earlier versions printed it."""
        digest = self.digests[row - 2]
        ledger = sqlite3.connect(next((self.folder / "state").rglob("*.sqlite")))
        number = ledger.execute("SELECT id FROM message ORDER BY id").fetchall()[row - 2][0]
        ledger.close()
        line = self.rescued(row, outcome, entry=number, key=digest[3:35])
        del line["row_digest"]
        return line

    def read_back(self, code, *lines, says=(), around=""):
        text = around + "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        self.write("rescue.txt", text)
        result = self.expect(code, "resolve", "list.csv", "--from", "rescue.txt")
        self.assert_says(result.out + result.err, *says)
        if code == 65:
            self.assert_says(result.err, "nothing was recorded")
            self.assertNotIn("nothing was sent", result.err.lower())
        return result

    def states(self):
        self.expect(0, "report", "list.csv")
        return [line["outcome"] for line in self.report()]

    BEFORE = ["sent"] + ["unknown"] * 4

    def test_lines_are_taken_by_identity_whatever_their_numbers_and_the_text_around_them(self):
        self.read_back(
            0, "  " + json.dumps(self.rescued(3) | {"row": 77}), "Stopped: the disk is full.", "",
            self.rescued(5, "rejected", error_key="no_such_user"), around="\ufeffgrupo-batch: words\r\n",
            says=["2 rows resolved from rescue.txt."])
        # The second of two equal rows is the one that was named.
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "rejected", "unknown"])
        line = self.report()[3]
        self.assertEqual((line["error_key"], line["attempts"]), ("no_such_user", "1"))

    def test_lines_of_an_earlier_version_stay_readable_also_beside_others(self):
        self.read_back(0, self.earlier(3), self.rescued(5), says=["2 rows resolved"])
        self.assertEqual(self.states(), ["sent", "sent", "unknown", "sent", "unknown"])
        self.read_back(65, self.earlier(4) | {"key": self.digests[1][3:35]}, says=["line 1 (row 4)", "no row of"])
        self.read_back(65, self.earlier(4) | {"entry": 999}, says=["line 1", "no row of"])

    def test_result_that_is_recorded_already_is_passed_over_and_another_one_is_not(self):
        self.read_back(0, self.rescued(3), says=["1 row resolved"])
        self.read_back(0, self.rescued(3), self.rescued(4), self.rescued(5, "unknown"),
                       says=["1 row resolved", "2 recorded before"])
        self.read_back(65, self.rescued(5), self.rescued(3, "rejected"), self.rescued(2, "not_sent"),
                       says=["line 2 (row 3 is sent)", "line 3 (row 2 is sent)", "no longer unknown"])
        self.assertEqual(self.states(), ["sent", "sent", "sent", "unknown", "unknown"])

    def test_persons_verdict_is_not_written_over(self):
        self.expect(0, "resolve", "list.csv", "--row", "3", "--as", "not-sent")
        self.read_back(65, self.rescued(3), says=["row 3 is not sent", "no longer unknown"])
        self.expect(0, "resolve", "list.csv", "--row", "3", "--as", "unknown")
        self.read_back(0, self.rescued(3), says=["1 row resolved"])

    def test_line_about_no_row_of_the_manifest_is_refused_with_all_others(self):
        self.site.answer = lambda form: SILENCE
        other = self.manifest(["zoe", "office", "Hi"], name="other.csv")
        self.expect(3, "send", other, "--yes", "--report", "other.jsonl")
        foreign = json.loads((self.folder / "other.jsonl").read_text())["row_digest"]
        for digest in (foreign, "r1:" + "0" * 40):
            with self.subTest(digest):
                self.read_back(65, self.rescued(3), self.rescued(4, row_digest=digest),
                               says=["rescue.txt", "line 2 (row 4)", "no row of list.csv"])
        self.assertEqual(self.states(), self.BEFORE)

    def test_row_that_stands_twice_is_refused_whatever_the_lines_say(self):
        for second in (self.rescued(3), self.rescued(3, "rejected"), self.earlier(3)):
            self.read_back(65, self.rescued(3), "words", second, says=["line 3 (as line 1)"])
        self.assertEqual(self.states(), self.BEFORE)

    def test_damaged_lines_are_all_named(self):
        self.read_back(
            65, self.rescued(3), "", '{"row": ', self.rescued(4, row_digest="r1:x"), self.rescued(5, "excluded"),
            '{"row":3,"outcome":"sent","finished_at_ms":1}', says=["line 3, line 4, line 5, line 6"])
        self.assertEqual(self.states(), self.BEFORE)

    def test_what_no_attempt_can_have_come_to_is_no_result(self):
        now = int(time.time() * 1_000)
        changes = [{"finished_at_ms": 99_999_999_999_999}, {"finished_at_ms": now + 90_000_000}, {"finished_at_ms": -1},
                   {"http_status": 99_999}, {"http_status": 99}, {"http_status": -200}, {"row": 0}]
        for change in changes:
            with self.subTest(change):
                self.read_back(65, self.rescued(3), self.rescued(4) | change, says=["line 2", "not as send printed it"])
        self.assertEqual(self.states(), self.BEFORE)
        # A clock that was some hours ahead, and a reply that never came.
        self.read_back(0, self.rescued(3, finished_at_ms=now + 7_200_000), self.rescued(4, "not_sent", http_status=None),
                       says=["2 rows resolved"])

    def test_text_of_any_length_is_cut_to_what_is_kept_of_a_reply(self):
        self.read_back(0, self.rescued(3, "rejected", error_key="k" * 9_000, error_message="é" * 9_000))
        self.expect(0, "report", "list.csv")
        line = self.report()[1]
        self.assertEqual((len(line["error_key"]), len(line["error_message"])), (2_048, 1_024))

    # What the next send would send again is asked about where the file leaves nothing to look up.

    def test_file_after_which_nothing_is_unknown_and_rows_are_sent_again_lists_them_and_asks(self):
        lines = [self.rescued(3), self.rescued(4, "not_sent"), self.rescued(5, "rejected"), self.rescued(6, "not_sent")]
        result = self.read_back(65, *lines, says=["row 4  cid", "row 5  cid", "row 6  dora", "3 rows are unknown", "--yes"])
        self.assertNotIn("row 3", result.err)
        self.assertEqual(self.states(), self.BEFORE)
        for answer, code in (("n", 65), ("y", 0)):
            terminal = Terminal(self, "resolve", "list.csv", "--from", "rescue.txt")
            terminal.wait_for_words("[y/N]")
            terminal.type(answer + "\n")
            self.assertEqual(terminal.finish().code, code)
        self.assertEqual(self.states(), ["sent", "sent", "not_sent", "rejected", "not_sent"])

    def test_file_that_says_yes_or_leaves_a_row_to_look_up_is_taken_at_its_word(self):
        self.read_back(0, self.rescued(3, "not_sent"), self.rescued(4, "not_sent"), self.rescued(5, "rejected"))
        self.read_back(65, self.rescued(6, "not_sent"), says=["row 6  dora"])
        self.write("rescue.txt", json.dumps(self.rescued(6, "not_sent")))
        found = self.expect(0, "resolve", "list.csv", "--from", "rescue.txt", "--yes", "--json").json
        self.assertEqual(found, {"resolved": 1, "passed_over": 0})
        self.read_back(0, self.rescued(6, "not_sent"), says=["0 rows"])

    def test_file_that_says_sent_of_all_asks_nothing(self):
        self.read_back(0, *(self.rescued(row) for row in (3, 4, 5, 6)), says=["4 rows resolved"])

    def test_file_of_other_lines_and_no_file_are_refused(self):
        self.read_back(65, "words only", says=["holds none"])
        self.expect(66, "resolve", "list.csv", "--from", "no-such-file")


if __name__ == "__main__":
    unittest.main()
