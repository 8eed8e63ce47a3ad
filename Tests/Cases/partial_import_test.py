"""What an import does not prove is still asked about: nobody whom the lost ledger served gets the message again without a word."""
import shutil
import unittest

from case import SENT, SILENCE, Case, greetings, refusal

PEOPLE = [f"u{number}" for number in range(8)]


class LostLedger(Case):
    """a.csv, eight people, and the loss of the ledger and the report beside it, while the registry below the home stays."""

    def setUp(self):
        super().setUp()
        self.put("a.csv", greetings())

    def answer(self, **answers):
        self.site.answer = lambda form: answers.get(form["user"], SENT)

    def lose_ledger(self, but=None):
        """Removes the ledger, and moves the report out of the way."""
        for path in (self.folder / "state").rglob("*.sqlite*"):
            path.unlink()
        report = self.folder / "a.results.csv"
        if report.exists():
            report.rename(self.folder / (but or "gone.csv"))

    def imports(self, report, *says, code=0, options=()):
        result = self.expect(code, "ledger", "import", report, "--manifest", "a.csv", *options)
        self.assert_says(result.out, *says)
        return result

    def asks(self, *says, manifest="a.csv"):
        """Sending, and the check of it, say that not all is known; nothing arrives."""
        result = self.refused("send", manifest, says=["through the ledger that was at", *says])
        self.assertRegex(self.expect(0, "validate", manifest).err, "(?i)send will ask: rows of this file were sent")
        return result

    def assert_once(self, people=PEOPLE):
        self.assertEqual(self.sent_to(), sorted(people))


class NotAllIsProved(LostLedger):
    def test_failed_rows_alone(self):
        self.answer(u3=refusal())
        self.expect(1, "send", "a.csv")
        self.expect(0, "report", "a.csv", "--only", "failed", "--format", "csv", "--output", "o.csv")
        self.lose_ledger()
        self.asks("would send them again")
        result = self.imports("o.csv", "1 row restored", "7 rows of your list are in no line", "send will ask")
        self.assertNotIn("takes them for new", result.out)
        found = self.expect(0, "ledger", "import", "o.csv", "--manifest", "a.csv", "--json").json
        self.assertEqual(found["not_in_report"], 7)
        self.assertEqual(found["send_will_ask"], ["sent_through_another_ledger"])
        self.asks("ledger import")
        self.assert_once()
        # The last report of all rows is the way out; then only what was rejected is tried again.
        self.answer()
        self.imports("gone.csv", "7 rows restored")
        self.expect(0, "send", "a.csv")
        self.assert_once([*PEOPLE, "u3"])

    def test_report_of_an_earlier_run(self):
        self.expect(0, "send", "a.csv", "--limit", "4")
        shutil.copy(self.folder / "a.results.csv", self.folder / "early.csv")
        self.expect(0, "send", "a.csv")
        self.lose_ledger("last.csv")
        result = self.imports("early.csv", "4 rows restored", "send will ask", "knows 4 of 8 messages")
        self.assertNotIn("in no line", result.out)
        self.asks("knows 4 of 8 messages", "last report of all rows")
        # A run with nothing to send leaves the question open.
        self.expect(0, "send", "a.csv", "--rows", "2-5")
        (self.folder / "a.results.csv").unlink()
        self.asks("knows 4 of 8 messages")
        self.assertNotIn("Send will ask", self.imports("last.csv", "4 rows restored").out)
        self.assert_says(self.expect(0, "send", "a.csv").out, "nothing to send")
        self.assert_once()

    def test_report_that_was_cut_off_and_the_rest_of_it(self):
        self.expect(0, "send", "a.csv")
        lines = (self.folder / "a.results.csv").read_text().splitlines(keepends=True)
        self.put("begin.csv", "".join(lines[:4]))
        self.put("rest.csv", "".join(lines[:1] + lines[4:]))
        self.lose_ledger()
        self.imports("begin.csv", "3 rows restored", "5 rows of your list are in no line", "send will ask")
        self.asks("knows 3 of 8 messages")
        self.assertNotIn("in no line", self.imports("rest.csv", "5 rows restored").out)
        self.assert_says(self.expect(0, "send", "a.csv").out, "nothing to send")
        self.assert_once()

    def test_row_that_was_rejected_in_the_report_and_sent_in_a_later_run(self):
        self.answer(u3=refusal())
        self.expect(1, "send", "a.csv")
        shutil.copy(self.folder / "a.results.csv", self.folder / "early.csv")
        self.answer()
        self.expect(0, "send", "a.csv")
        self.lose_ledger()
        self.imports("early.csv", "8 rows restored", "send will ask")
        self.asks("knows 7 of 8 messages")
        self.assert_once([*PEOPLE, "u3"])

    def test_run_that_was_cut_off_may_have_sent_what_no_report_shows(self):
        self.site.held = True
        first = self.start("send", "a.csv")
        self.site.wait_for(1)
        first.kill()
        first.wait()
        self.site.held = False
        self.expect(0, "report", "a.csv", "--format", "csv", "--output", "early.csv")
        self.lose_ledger()
        self.imports("early.csv", "1 row restored", "send will ask", "end is not recorded")
        self.asks("end is not recorded")
        self.assert_once(["u0"])
        self.expect(3, "send", "a.csv", "--yes")
        self.assert_once()

    def test_older_copy_of_the_ledger_put_back(self):
        self.expect(0, "send", "a.csv", "--limit", "4")
        shutil.copytree(self.folder / "state", self.folder / "old")
        self.expect(0, "send", "a.csv")
        self.lose_ledger("last.csv")
        shutil.rmtree(self.folder / "state")
        shutil.move(self.folder / "old", self.folder / "state")
        self.asks("knows 4 of 8 messages")
        self.imports("last.csv", "4 rows restored, 4 known before")
        self.assert_says(self.expect(0, "send", "a.csv").out, "nothing to send")
        self.assert_once()

    def test_copy_under_another_name_is_asked_about_too(self):
        self.expect(0, "send", "a.csv", "--limit", "4")
        shutil.copy(self.folder / "a.csv", self.folder / "b.csv")
        self.expect(0, "send", "b.csv")
        (self.folder / "b.results.csv").rename(self.folder / "last.csv")
        self.lose_ledger("early.csv")
        self.imports("early.csv", "4 rows restored", "send will ask")
        self.refused("send", "a.csv", says="knows 4 of 8 messages")
        self.imports("last.csv", "4 rows restored")
        self.assert_says(self.expect(0, "send", "a.csv").out, "nothing to send")
        self.assert_once()


class AllIsProved(LostLedger):
    """Where the report accounts for all that was served, nothing is asked."""

    def test_rows_that_were_sent_alone(self):
        self.answer(u3=refusal())
        self.expect(1, "send", "a.csv", "--limit", "6")
        self.expect(0, "report", "a.csv", "--only", "sent", "--format", "csv", "--output", "sent.csv")
        self.lose_ledger()
        result = self.imports("sent.csv", "5 rows restored", "3 rows of your list are in no line")
        self.assertNotIn("Send will ask", result.out)
        self.answer()
        self.expect(0, "send", "a.csv")
        self.assert_once([*PEOPLE, "u3"])

    def test_rows_that_were_pending(self):
        self.expect(0, "send", "a.csv", "--limit", "4")
        self.lose_ledger()
        result = self.imports("gone.csv", "4 rows restored")
        self.assertNotIn("in no line", result.out)
        self.assertNotIn("Send will ask", result.out)
        self.expect(0, "send", "a.csv")
        self.assert_once()

    def test_rows_that_were_added_since(self):
        self.expect(0, "send", "a.csv")
        self.lose_ledger()
        self.put("a.csv", greetings(9))
        self.imports("gone.csv", "8 rows restored", "1 row of your list is in no line")
        self.expect(0, "send", "a.csv")
        self.assert_once([*PEOPLE, "u8"])

    def test_verdicts_given_before_and_after_the_loss(self):
        self.answer(u1=SILENCE, u2=SILENCE, u3=SILENCE)
        self.expect(3, "send", "a.csv")
        self.answer()
        self.expect(0, "resolve", "a.csv", "--row", "3", "--as", "not-sent")
        self.expect(0, "resolve", "a.csv", "--row", "4", "--as", "sent")
        self.expect(0, "report", "a.csv", "--format", "csv", "--output", "o.csv")
        self.lose_ledger()
        self.imports("o.csv", "8 rows restored")
        self.expect(0, "resolve", "a.csv", "--row", "5", "--as", "not-sent")
        self.expect(0, "send", "a.csv")
        self.assert_once([*PEOPLE, "u1", "u3"])

    def test_yes_is_an_answer_and_is_asked_for_once(self):
        self.expect(0, "send", "a.csv", "--limit", "4")
        shutil.copy(self.folder / "a.results.csv", self.folder / "early.csv")
        self.expect(0, "send", "a.csv", "--rows", "6-6")
        self.lose_ledger()
        self.imports("early.csv", "4 rows restored", "send will ask")
        self.asks()
        self.expect(0, "send", "a.csv", "--yes", "--rows", "6-6")
        self.expect(0, "send", "a.csv")
        self.assert_once([*PEOPLE, "u4"])

    def test_home_that_sent_nothing_asks_nothing_and_is_told_what_is_new(self):
        self.expect(0, "send", "a.csv")
        lines = (self.folder / "a.results.csv").read_text().splitlines(keepends=True)
        self.put("begin.csv", "".join(lines[:4]))
        self.lose_ledger()
        self.forget_runs()
        self.imports("begin.csv", "5 rows of your list are in no line", "next send takes them for new")


if __name__ == "__main__":
    unittest.main()
