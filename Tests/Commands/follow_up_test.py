"""What the program says to do next is said in commands that do it, and nothing else."""
import shlex
import unittest

from workbench import SENT, SILENCE, Reply, Workbench


class FollowUp(Workbench):
    def test_rebuilt_report_of_a_batch_names_no_command_that_could_send_it_twice(self):
        site = self.open_site()
        self.expect(0, "send", self.manifest("ann", "ben", "cid"), "--batch", "spring", "--limit", "2")
        self.expect(0, "report", "list.csv", "--batch", "spring", "--output", "r.md")
        page = (self.folder / "r.md").read_text()
        self.assertNotIn("grupo-batch send", page)
        self.assert_says(page, "1 row is pending", "send command that was given, with all its options")
        self.assertEqual(site.users, ["ann", "ben"])

    def test_command_of_a_runs_own_report_sends_the_rows_that_its_selection_left_out(self):
        site = self.open_site()
        self.expect(0, "send", self.manifest("ann", "ben", "cid"), "--batch", "spring", "--limit", "2",
                    "--ledger", "own.sqlite", "--report", "r.md")
        page = (self.folder / "r.md").read_text()
        command = next(line for line in page.splitlines() if " send " in line and "--batch" in line)
        self.assertNotIn("--limit", command)
        self.expect(0, *shlex.split(command.strip(" `"))[1:])
        self.assertEqual(site.users, ["ann", "ben", "cid"])

    def test_resolve_and_report_find_the_batch_in_the_ledger_they_name(self):
        site = self.open_site(lambda form: SENT if form["user"] == "ann" else SILENCE)
        result = self.expect(3, "send", self.manifest("ann", "ben"), "--batch", "one more", "--ledger", "own.sqlite")
        line = next(line for line in result.err.splitlines() if "grupo-batch resolve" in line)
        words = shlex.split(line.split("then: ")[1].split(" (or")[0].replace("--row N", "--row 3"))
        self.assert_says(self.expect(0, *words[1:]).out, "1 row resolved")
        self.assertEqual(len(site.forms), 2)

    def test_report_and_status_of_a_running_batch_ask_nobody_to_resolve_what_is_in_flight(self):
        site = self.open_site(held=True, prompt=1)
        process = self.start("send", self.manifest("ann", "ben", "cid", "dora"), "--concurrency", "2")
        site.wait_for(3)
        page = self.expect(0, "report", "list.csv", "--format", "markdown", "--output", "-").out
        self.assert_says(page, "This batch is being sent", "in flight right now")
        self.assertNotIn("resolve", page)
        self.assert_says(self.expect(0, "status", "list.csv").out, "2 of them in flight", "running")
        self.assertEqual(self.expect(0, "status", "list.csv", "--json").json["in_flight"], 2)
        site.held = False
        self.assertEqual(self.finish(process).code, 0)

    def test_latency_is_said_only_of_a_run_that_has_no_other_beside_it(self):
        self.open_site()
        self.assert_says(self.expect(0, "send", self.manifest("ann")).out, "half answered within")
        again = self.expect(0, "send", self.manifest("ann", "ben")).out
        self.assert_says(again, "1 attempt in")
        self.assertNotIn("half answered", again)

    def test_yes_that_is_no_boolean_and_a_servers_error_are_told_from_a_wrong_address(self):
        site = self.open_site(lambda form: {"success": "true"})
        self.assert_says(self.expect(4, "send", self.manifest("ann")).err, "neither yes nor no", "--success-values")
        site.answer = lambda form: Reply(502, b"<html>Bad Gateway</html>")
        result = self.expect(4, "send", self.manifest("ben", name="other.csv"))
        self.assert_says(result.err, "status 502", "error log")
        self.assertNotIn("--site", result.err)

    def test_forgetting_in_a_ledger_that_is_not_there_is_an_error_and_makes_none(self):
        result = self.expect(66, "ledger", "forget", "--before", "2026-01-31", "--ledger", "typo.sqlite")
        self.assert_says(result.err, "no ledger at typo.sqlite")
        self.assertFalse((self.folder / "typo.sqlite").exists())

    def test_report_that_cannot_be_created_is_told_before_anything_is_sent(self):
        site = self.open_site()
        result = self.expect(73, "send", self.manifest("ann"), "--report", "x" * 300 + ".csv")
        self.assert_says(result.err, "name too long")
        self.assertEqual(site.forms, [])


if __name__ == "__main__":
    unittest.main()
