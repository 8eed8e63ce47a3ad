"""A copy is known by its rows: whatever it looks like, whichever ledger and whichever state folder a run has."""
import random
import shutil
import signal
import unittest

from case import SENT, Case, refusal

HEAD = "user,sender,message\n"
ROWS = [f"u{number},office,Hello {number}" for number in range(6)]


def saved_anew(rows=ROWS):
    """The same rows as other programs write them."""
    text = HEAD + "\n".join(rows) + "\n"
    return {
        "crlf.csv": text.replace("\n", "\r\n").encode(), "mark.csv": b"\xef\xbb\xbf" + text.encode(),
        "semicolons.csv": text.replace(",", ";").encode(), "wide.csv": b"\xff\xfe" + text.encode("utf-16-le"),
        "more.csv": text.encode() + b"zed,office,Hello\n", "turned.csv": (HEAD + "\n".join(rows[::-1])).encode(),
        "blank.csv": text.encode() + b"\n"}


class OtherLedger(Case):
    """l.csv went through one ledger; what is the same goes through another."""

    def setUp(self):
        super().setUp()
        self.put("l.csv", HEAD + "\n".join(ROWS) + "\n")
        for name, content in saved_anew().items():
            self.put(name, content)

    def other(self, name, *options):
        return ["send", name, "--ledger", "o.sqlite", "--report", "other.csv", *options]

    def test_file_saved_anew_is_asked_about_with_ledger_and_count(self):
        self.expect(0, "send", "l.csv")
        for name in saved_anew():
            count = r"6 of 7 messages" if name == "more.csv" else "6 of 6 messages"
            self.refused(*self.other(name), says=[count, r"another ledger, /\S+\.sqlite", "l.csv", "--yes"])
            found = self.expect(0, "validate", name, "--ledger", "o.sqlite").err
            self.assertRegex(found, "Send will ask: " + count)
        self.expect(0, *self.other("more.csv", "--yes"))
        self.assertEqual(len(self.site.forms), 13)

    def test_file_saved_anew_is_refused_while_the_first_is_being_sent(self):
        self.site.held = True
        first = self.start("send", "l.csv")
        self.site.wait_for(1)
        for name in saved_anew():
            found = self.expect(75, *self.other(name, "--yes")).err
            self.assertIn(f"process {first.pid}", found)
            self.assertIn("being sent", self.expect(0, "validate", name, "--ledger", "o.sqlite").err)
        self.put("else.csv", HEAD + "ann,office,Hi\n")
        self.site.prompt = len(self.site.forms) + 9
        self.expect(0, *self.other("else.csv"))
        self.site.held = False
        self.assertEqual(self.finish(first).code, 0)
        self.assertEqual(len(self.site.forms), 7)

    def test_rows_that_a_killed_run_may_have_sent_are_asked_about(self):
        self.site.held = True
        first = self.start("send", "l.csv")
        self.site.wait_for(1)
        first.send_signal(signal.SIGKILL)
        first.wait()
        self.site.held = False
        self.refused(*self.other("more.csv"), says="1 of 7 messages")
        self.expect(0, *self.other("more.csv", "--rows", "3-"))

    def test_rows_that_nobody_got_are_not_asked_about_and_once_sent_the_first_ledger_asks(self):
        self.site.answer = lambda form: refusal() if form["user"] == "u1" else SENT
        self.expect(1, "send", "l.csv")
        self.put("one.csv", HEAD + ROWS[1] + "\n")
        self.site.answer = lambda form: SENT
        self.expect(0, *self.other("one.csv"))
        self.refused("send", "l.csv", says=["1 of 1 message of this run was sent", "one.csv"])
        self.assertEqual(self.sent_to().count("u1"), 2)

    def test_other_batches_are_not_asked_about_but_other_spellings_are(self):
        self.expect(0, "send", "l.csv", "--batch", "Mai")
        self.refused(*self.other("crlf.csv", "--batch", "mai"), says=["only in case or blanks", "in the ledger /"])
        self.expect(0, *self.other("crlf.csv", "--batch", "Juni"))

    def test_ledger_of_another_name_is_the_same_ledger(self):
        self.expect(0, "send", "l.csv", "--ledger", "a.sqlite", "--limit", "2")
        for name in ("", "-wal", "-shm"):
            if (self.folder / f"a.sqlite{name}").exists():
                (self.folder / f"a.sqlite{name}").rename(self.folder / f"b.sqlite{name}")
        self.expect(0, "send", "l.csv", "--ledger", "b.sqlite")
        self.assertEqual(len(self.site.forms), 6)

    def test_another_state_folder_of_the_same_home_is_no_other_world(self):
        self.site.held = True
        first = self.start("send", "l.csv", "--report", "first.csv")
        self.site.wait_for(1)
        self.environment["XDG_STATE_HOME"] = str(self.folder / "cron")
        self.expect(75, "send", "l.csv", "--report", "other.csv")
        self.expect(75, "send", "crlf.csv")
        self.site.held = False
        self.assertEqual(self.finish(first).code, 0)
        self.refused("send", "l.csv", "--report", "other.csv", says="another ledger")
        self.environment["HOME"] = str(self.folder / "elsewhere")
        self.expect(0, "send", "crlf.csv", "--report", "other.csv")

    def test_what_earlier_versions_wrote_in_the_state_folder_is_read(self):
        self.expect(0, "send", "l.csv", "--ledger", "a.sqlite", "--report", "a.csv")
        (self.folder / "state/grupo-batch").mkdir(parents=True)
        shutil.move(self.folder / ".local/state/grupo-batch/sending.registry", self.folder / "state/grupo-batch")
        self.refused(*self.other("turned.csv"), says="6 of 6 messages")


class TwoStarts(Case):
    """Two runs that start at one moment on the same rows in other clothes: nobody gets anything twice."""

    def test_of_two_starts_one_sends(self):
        self.two_starts(random.Random(13), kills=False, rounds=6)

    def test_of_two_starts_killed_at_random_nothing_goes_twice_without_yes(self):
        self.two_starts(random.Random(21), kills=True, rounds=8)

    def two_starts(self, source, kills, rounds):
        for number in range(rounds):
            rows = [f"r{number}u{row},office,Hello {row}" for row in range(30)]
            files = saved_anew(rows)
            names = source.sample(sorted(files), 2)
            for name in names:
                self.put(f"{number}-{name}", files[name])
            begun = [
                self.start("send", f"{number}-{name}", "--batch", f"{number}", "--ledger", f"{index}.sqlite",
                           "--report", f"{number}-{index}.csv")
                for index, name in enumerate(names)]
            if kills:
                victim = source.choice(begun)
                self.site.wait_for(number and 1 + source.randrange(12))
                victim.kill()
            codes = [self.finish(process).code for process in begun]
            if not kills:
                self.assertIn(0, codes)
                self.assertTrue(set(codes) <= {0, 65, 75}, codes)
            counted = [form["user"] for form in self.site.forms if form["user"].startswith(f"r{number}u")]
            self.assertEqual(len(counted), len(set(counted)), (names, codes))


if __name__ == "__main__":
    unittest.main()
