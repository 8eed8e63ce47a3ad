"""A start to wait for, and the commands that are told how a run ended."""
import datetime
import os
import pathlib
import shlex
import signal
import unittest

from case import Case, greetings, refusal

PROBE = ("env | grep -a '^GRUPO_' | sort > told.txt; echo said")


def ahead(seconds):
    """A moment so far ahead, as `--start-at` takes it, to the second."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class StartTest(Case):
    def setUp(self):
        super().setUp()
        self.put("list.csv", greetings(2))

    def test_run_waits_for_its_start_and_nothing_leaves_before(self):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)
        result = self.expect(0, "send", "list.csv", "--start-at", moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                             "--progress", "always")
        self.assert_says(result.err, "from ", "waiting for the start")
        self.assertEqual(self.sent_to(), ["u0", "u1"])
        begun = moment.replace(microsecond=0).isoformat().replace("+00:00", "")
        self.assertTrue(all(line["finished_at"] >= begun for line in self.report()), self.report())

    def test_run_that_is_interrupted_before_its_start_sends_nothing_and_continues_with_it(self):
        process = self.start("send", "list.csv", "--start-at", ahead(3_600), "--progress", "always")
        self.wait_for_words(process, "waiting for the start")
        process.send_signal(signal.SIGINT)
        result = self.finish(process)
        self.assertEqual((result.code, self.sent_to()), (130, []), result)
        last = result.err.rstrip("\n").split("\n")[-1]
        self.assert_says(last, "continue with: ", "--start-at")
        self.assertEqual({line["outcome"] for line in self.report()}, {"pending"})

    def test_run_that_is_interrupted_after_its_start_continues_at_once(self):
        self.site.held = True
        process = self.start("send", "list.csv", "--concurrency", 1, "--start-at", ahead(2))
        self.site.wait_for(1)
        process.send_signal(signal.SIGINT)
        self.wait_for_words(process, "Stopping")
        self.site.held = False
        result = self.finish(process)
        self.assertEqual(result.code, 130, result)
        command = result.err.rstrip("\n").split("\n")[-1].partition("Continue with: ")[2]
        self.assertNotIn("start-at", command)
        self.expect(0, *shlex.split(command)[1:])
        self.assertEqual(self.sent_to(), ["u0", "u1"])

    def test_past_moment_and_what_is_no_time_are_refused(self):
        self.refused("send", "list.csv", "--start-at", "2020-01-01T09:00", code=64, says="past")
        self.refused("validate", "list.csv", "--start-at", "2020-01-01T09:00", code=64, says="past")
        self.refused("send", "list.csv", "--start-at", "nine", code=64, says="2026-12-01T09:00")

    def test_hour_that_is_skipped_or_doubled_is_said(self):
        # Clocks of Paris go on at 03:00 on 25 March 2091, and show 02:30 twice on 28 October.
        for moment, words in (("2091-03-25T02:30 Europe/Paris", "2091-03-25 01:00 UTC"),
                              ("2091-10-28T02:30 Europe/Paris", "2091-10-28 00:30 UTC")):
            with self.subTest(moment):
                found = self.expect(0, "validate", "list.csv", "--start-at", moment)
                self.assert_says(found.err, words)
        plain = self.expect(0, "validate", "list.csv", "--start-at", "2091-03-26T02:30 Europe/Paris")
        self.assert_says(plain.out, "from 2091-03-26")
        self.assertNotIn("Clocks", plain.err)

    def test_time_zone_counts_for_the_start_unless_it_names_its_own(self):
        found = self.expect(0, "validate", "list.csv", "--start-at", "2091-03-26T09:00", "--time-zone", "Asia/Tokyo")
        self.assert_says(found.out, "from 2091-03-26 09:00 on")
        self.assertNotIn("no effect", found.err)
        found = self.expect(0, "validate", "list.csv", "--start-at", "2091-03-26T09:00Z", "--time-zone", "Asia/Tokyo")
        self.assert_says(found.err, "--time-zone has no effect")


class EndTest(Case):
    def setUp(self):
        super().setUp()
        self.put("list.csv", greetings(3))

    def told(self):
        """What the command was told."""
        lines = (self.folder / "told.txt").read_text().splitlines()
        return {name.removeprefix("GRUPO_RESULT_"): value for name, _, value in (
            line.partition("=") for line in lines if line.startswith("GRUPO_RESULT_"))}

    def send(self, code, *options):
        return self.expect(code, "send", "list.csv", "--on-finish", "echo finish >> ends; " + PROBE,
                           "--on-stop", "echo stop >> ends; " + PROBE, *options)

    def ends(self):
        path = self.folder / "ends"
        return path.read_text().split() if path.exists() else []

    def test_finished_run_is_told_with_counts_and_report_and_without_the_key(self):
        result = self.send(0)
        self.assertEqual(self.ends(), ["finish"])
        told = self.told()
        self.assertEqual((told["EXIT_CODE"], told["ROWS"], told["SENT"], told["NOT_SENT"], told["REASON"]),
                         ("0", "3", "3", "0", ""))
        self.assertEqual(pathlib.Path(self.folder / told["REPORT"]).name, "list.results.csv")
        self.assertTrue((self.folder / told["REPORT"]).exists())
        self.assertNotIn("API_SECRET_KEY", (self.folder / "told.txt").read_text())
        # Standard output is the run's own.
        self.assertIn("said", result.err)
        self.assertNotIn("said", result.out)

    def test_run_with_failed_rows_has_finished(self):
        self.site.answer = lambda form: refusal("blocked") if form["user"] == "u1" else {"success": True}
        self.send(1)
        self.assertEqual(self.ends(), ["finish"])
        self.assertEqual((self.told()["EXIT_CODE"], self.told()["REJECTED"], self.told()["SENT"]), ("1", "1", "2"))

    def test_stopped_refused_and_keyless_runs_are_told_as_stopped(self):
        self.site.answer = lambda form: refusal("blocked")
        self.send(4, "--stop-after", "1", "--concurrency", "1")
        self.assertEqual((self.ends(), self.told()["EXIT_CODE"]), (["stop"], "4"))
        self.assert_says(self.told()["REASON"], "stop-after")
        self.put("list.csv", "user,sender,message\n,office,Hi\n")
        self.send(65, "--batch", "second")
        self.assertEqual((self.ends(), self.told()["EXIT_CODE"]), (["stop"] * 2, "65"))
        self.environment.pop("GRUPO_API_SECRET_KEY")
        self.send(78)
        self.assertEqual((self.ends(), self.told()["EXIT_CODE"]), (["stop"] * 3, "78"))

    def test_interrupted_run_is_told_as_stopped(self):
        self.site.held = True
        process = self.start("send", "list.csv", "--concurrency", 1, "--on-finish", "echo finish >> ends",
                             "--on-stop", "echo stop >> ends; " + PROBE)
        self.site.wait_for(1)
        process.send_signal(signal.SIGTERM)
        self.wait_for_words(process, "Stopping")
        self.site.held = False
        result = self.finish(process)
        self.assertEqual((result.code, self.ends()), (143, ["stop"]), result)
        self.assertEqual((self.told()["EXIT_CODE"], self.told()["PENDING"]), ("143", "2"))

    def test_failure_of_the_command_is_said_and_changes_nothing(self):
        for command, words in (("exit 3", "failed with status 3"), ("kill -9 $$", "ended by signal 9"),
                               ("no-such-command-here", "failed with status 127")):
            with self.subTest(command):
                result = self.expect(0, "send", "list.csv", "--batch", command, "--yes", "--on-finish", command)
                self.assert_says(result.err, "--on-finish", words)
                self.assertEqual(len(self.report(f"list.{command}.results.csv")), 3)

    def test_signal_ends_the_command_with_its_children(self):
        process = self.start("send", "list.csv", "--on-finish", "echo ready; sleep 1000; echo never")
        self.wait_for_words(process, "ready")
        process.send_signal(signal.SIGINT)
        result = self.finish(process)
        self.assertEqual(result.code, 0, result)
        self.assert_says(result.err, "was ended by a signal")

    def test_command_may_print_megabytes_and_leave_something_that_goes_on(self):
        result = self.expect(0, "send", "list.csv", "--on-finish", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo printed")
        self.assertIn("x" * 3_000_000 + "\nprinted", result.err)
        self.assertNotIn("x" * 10, result.out)
        result = self.expect(0, "send", "list.csv", "--batch", "b", "--on-finish", "sleep 1000 >/dev/null 2>&1 & echo $! > pid")
        self.assertNotIn("Warning", result.err)
        child = int((self.folder / "pid").read_text())
        os.kill(child, signal.SIGKILL)

    def test_command_may_run_this_program(self):
        self.expect(0, "send", "list.csv", "--on-finish",
                    f"{shlex.quote(self.start('--version').args[0])} report list.csv --output again.csv")
        self.assertIn("u2", (self.folder / "again.csv").read_text())

    def test_nothing_is_run_by_a_check_and_that_is_said(self):
        result = self.expect(0, "send", "list.csv", "--dry-run", "--on-finish", "touch ran", "--on-stop", "touch ran")
        self.assert_says(result.err, "--on-finish has no effect", "--on-stop has no effect")
        self.assertFalse((self.folder / "ran").exists())
        self.put("grupo-batch.yaml", "on_finish: touch ran\n")
        self.assertNotIn("no effect", self.expect(0, "validate", "list.csv").err)
        self.expect(0, "send", "list.csv")
        self.assertTrue((self.folder / "ran").exists())


if __name__ == "__main__":
    unittest.main()
