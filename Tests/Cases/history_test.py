"""`status` without a file: the last batches of every ledger of this user, the latest first."""
import unittest

from case import Case
from workbench import SENT, refusal


class History(Case):
    def files(self, *arguments):
        """The files of the batches listed, in their order."""
        batches = self.expect(0, "status", *arguments, "--json").json["batches"]
        return [batch["manifest"].rpartition("/")[2] for batch in batches]

    def send(self, name, *options, code=0):
        return self.expect(code, "send", self.manifest(f"user of {name}", name=name), *options)

    def test_nothing_sent_yet(self):
        result = self.expect(0, "status")
        self.assertEqual(result.out, "")
        self.assert_says(result.err, "Nothing was sent from here yet")
        self.assertEqual(self.expect(0, "status", "--json").json, {"batches": [], "left_out": 0})

    def test_batches_of_every_ledger_are_listed_with_file_label_time_and_counts(self):
        self.send("first.csv")
        self.site.answer = lambda form: refusal() if form["user"] == "ben" else SENT
        self.expect(1, "send", self.manifest("ann", "ben", name="second.csv"), "--batch", "spring",
                    "--ledger", "own.sqlite")
        self.site = self.open_site()
        self.send("third.csv")
        self.assertEqual(self.files(), ["third.csv", "second.csv", "first.csv"])
        page = self.expect(0, "status").out
        head, *lines = page.splitlines()
        self.assertEqual(head.split(), ["WHEN", "(UTC)", "FILE", "BATCH", "SITE", "ROWS"])
        self.assertRegex(lines[1], r"\A\d{4}-\d\d-\d\d \d\d:\d\d  second\.csv +spring +http://\S+ +2 rows: 1 sent, 1 rejected\Z")
        self.assertRegex(lines[2], r"first\.csv .* 1 row: 1 sent\Z")

    def test_a_batch_is_listed_once_with_what_it_came_to(self):
        self.site.answer = lambda form: refusal()
        self.send("list.csv", code=1)
        self.site.answer = lambda form: SENT
        self.send("list.csv")
        (batch,) = self.expect(0, "status", "--json").json["batches"]
        self.assertEqual((batch["rows"], batch["counts"]["sent"], batch["exit_code"]), (1, 1, 0))
        alone = self.expect(0, "status", "list.csv", "--json").json
        self.assertEqual(alone, batch)

    def test_twenty_are_listed_and_all_on_request(self):
        for number in range(22):
            self.send("list.csv", "--batch", f"b{number:02}")
        result = self.expect(0, "status")
        self.assertEqual(len(result.out.splitlines()), 21)
        self.assert_says(result.err, "2 earlier batches", "--all")
        self.assertEqual(self.expect(0, "status", "--json").json["left_out"], 2)
        self.assertEqual(len(self.files("--all")), 22)
        self.expect(64, "status", "list.csv", "--all")

    def test_site_and_ledger_and_batch_on_the_command_line_narrow_it_and_settings_do_not(self):
        self.send("first.csv", "--batch", "spring")
        first = self.site.address
        self.site = self.open_site()
        self.send("second.csv", "--ledger", "own.sqlite")
        self.assertEqual(self.files("--site", first), ["first.csv"])
        self.assertEqual(self.files("--ledger", "own.sqlite"), ["second.csv"])
        self.assertEqual(self.files("--batch", "spring"), ["first.csv"])
        second = self.site.address
        self.assertEqual(self.files("--ledger", "own.sqlite", "--site", second), ["second.csv"])
        self.assertEqual(self.files("--ledger", "own.sqlite", "--site", first), [])
        self.assertEqual(self.files("--site", second), ["second.csv"], "wherever its ledger is")
        self.assert_says(self.expect(0, "status", "--site", first, "--batch", "fall").err,
                         f"Nothing was sent to {first} from here yet with the batch label “fall”", "status alone lists")
        self.environment["GRUPO_LEDGER"] = "own.sqlite"
        self.assertEqual(self.files(), ["second.csv", "first.csv"])

    def test_options_that_would_have_no_effect_are_refused(self):
        self.send("first.csv")
        for option, value in (("--sender", "x"), ("--message", "x"), ("--map", "user=x"), ("--encoding", "latin1")):
            result = self.expect(64, "status", option, value)
            self.assert_says(result.err, f"{option} says how a list is read", "Name the list, or leave it out")
        self.environment |= {"GRUPO_SENDER": "x", "GRUPO_BATCH": "x"}
        self.assertEqual(self.files(), ["first.csv"])

    def test_ledger_that_is_not_there_is_no_empty_history(self):
        self.assert_says(self.expect(66, "status", "--ledger", "none.sqlite").err, "no ledger at none.sqlite", "Check the path")

    def test_what_runs_and_what_was_cut_off_is_told_apart(self):
        self.site.held = True
        killed = self.start("send", self.manifest("ann", name="killed.csv"))
        self.site.wait_for(1)
        killed.kill()
        killed.wait()
        running = self.start("send", self.manifest("ben", "cid", name="running.csv"))
        self.site.wait_for(2)
        lines = self.expect(0, "status").out.splitlines()
        self.assertRegex(lines[1], r"running\.csv +2 rows: .*1 unknown \(1 of them in flight\), 1 pending \(running\)\Z")
        self.assertRegex(lines[2], r"killed\.csv +1 row: 1 unknown \(cut off\)\Z")
        self.assert_says(self.expect(0, "status", "killed.csv").out, "cut off")
        self.site.held = False
        self.assertEqual(self.finish(running).code, 0)

    def test_what_is_no_ledger_is_passed_over_unless_it_was_named(self):
        self.send("list.csv")
        other = self.folder / "state" / "grupo-batch" / "other.sqlite"
        other.write_text("not a database, but long enough to be looked at as one" * 40)
        result = self.expect(0, "status")
        self.assert_says(result.err, "Passed over", "other.sqlite")
        self.assert_says(result.out, "list.csv")
        self.expect(73, "status", "--ledger", other)

    def test_hostile_names_are_made_safe(self):
        name = "a\x1b[31mred\u202e.csv"
        self.expect(0, "send", self.manifest("ann", name=name), "--batch", "x\x1b[2J")
        for arguments in ((), ("--json",)):
            self.assertNotRegex(self.expect(0, "status", *arguments).out, "[\x1b\u202e]")


if __name__ == "__main__":
    unittest.main()
