"""Standard output that takes nothing: no command ends with 0 when what it printed was lost, and no send is harmed."""
import os
import signal
import unittest

from case import Case

LOST = 73
UNREAD = -signal.SIGPIPE
USERS = [f"user{number:02}" for number in range(12)]
# What each command needs to print something; each prints without a stream's failing, and then ends with 0.
COMMANDS = {
    "send --json": ("send", "list.csv", "--json"),
    "send --dry-run": ("send", "list.csv", "--dry-run"),
    "validate": ("validate", "list.csv"),
    "validate --json": ("validate", "list.csv", "--json"),
    "report --output -": ("report", "list.csv", "--output", "-"),
    "report --json": ("report", "list.csv", "--json", "--output", "again.csv"),
    "report --only sent": ("report", "list.csv", "--only", "sent"),
    "report as JSON": ("report", "list.csv", "--output", "-", "--format", "json"),
    "report as a page": ("report", "list.csv", "--output", "-", "--format", "html"),
    "status": ("status", "list.csv"),
    "status --json": ("status", "list.csv", "--json"),
    "status of all": ("status",),
    "doctor": ("doctor",),
    "ledger check": ("ledger", "check"),
    "help": ("send", "--help"),
    "version": ("--version",),
    "completion": ("--generate-completion-script", "bash"),
}


class LostOutput(Case):
    def setUp(self):
        super().setUp()
        self.manifest(*USERS)

    def on(self, stream, *arguments):
        """Runs a command whose standard output is a full device, closed, or a pipe that nobody reads."""
        if stream == "closed":
            return self.run_program(*arguments, wrapper=["bash", "-c", 'exec "$@" >&-', "bash"])
        if stream == "full":
            with open("/dev/full", "wb") as full:
                return self.run_program(*arguments, stdout=full)
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return self.run_program(*arguments, stdout=writer)
        finally:
            os.close(writer)

    def test_no_command_ends_with_0(self):
        self.expect(0, "send", "list.csv", "--quiet")
        for name, arguments in COMMANDS.items():
            healthy = self.run_program(*arguments)
            self.assertEqual(healthy.code, 0, healthy)
            for stream in ("full", "closed", "unread"):
                with self.subTest(name, stream=stream):
                    result = self.on(stream, *arguments)
                    # A send, also one that only checks, says with its code what it did.
                    is_signal = stream == "unread" and name != "send --json"
                    self.assertEqual(result.code, UNREAD if is_signal else LOST, result)
                    self.assertNotIn("Fatal", result.err)

    def test_reader_that_went_away_is_not_told_of_it(self):
        self.expect(0, "send", "list.csv", "--quiet")
        for arguments in (COMMANDS["report --output -"], COMMANDS["status"], COMMANDS["ledger check"]):
            self.assertEqual(self.on("unread", *arguments).err, "")

    def test_full_disk_and_a_closed_stream_are_said(self):
        self.expect(0, "send", "list.csv", "--quiet")
        for arguments in (COMMANDS["report --output -"], COMMANDS["status"]):
            self.assert_says(self.on("full", *arguments).err, "standard output", "no space")
        self.assert_says(self.on("closed", "status", "list.csv").err, "standard output", "closed")

    def test_large_report_ends_with_its_reader_and_silently(self):
        rows = [f"user{number:05}" for number in range(3_000)]
        self.manifest(*rows)
        self.expect(0, "send", "list.csv", "--concurrency", 64, "--quiet")
        result = self.run_program(
            "report", "list.csv", "--output", "-",
            wrapper=["bash", "-c", 'set -o pipefail; "$@" | head -n 1', "bash"])
        self.assertEqual((result.code, result.err), (128 + signal.SIGPIPE, ""), result)

    def test_who_ignores_the_signal_is_told_by_the_code(self):
        self.expect(0, "send", "list.csv", "--quiet")
        result = self.run_program(
            "report", "list.csv", "--output", "-",
            wrapper=["bash", "-c", "trap '' PIPE; \"$@\" | true; exit ${PIPESTATUS[0]}", "bash"])
        self.assertEqual((result.code, result.err), (LOST, ""), result)

    def test_lost_results_of_a_send_cost_no_row(self):
        """The messages leave, results are recorded, and the code of a run that was not all well is kept."""
        for number, stream in enumerate(("full", "closed", "unread")):
            result = self.on(stream, "send", "list.csv", "--json", "--batch", stream)
            self.assertEqual(result.code, LOST, result)
            self.assertEqual(len(self.site.forms), 12 * (number + 1))
            self.assertEqual(set(self.outcomes(f"list.{stream}.results.csv").values()), {"sent"})
            self.expect(0, "send", "list.csv", "--json", "--batch", stream)
        self.manifest(("ann", "office", "[[refused]]"), ("bob", "office", "Hello"), name="other.csv")
        self.assertEqual(self.on("full", "send", "other.csv", "--json").code, 1)

    def test_summary_of_a_send_only_repeats_its_report(self):
        """A reader who leaves it, or a caller who closed it, has lost nothing; a full disk is an error."""
        for stream, code in (("closed", 0), ("unread", 0), ("full", LOST)):
            result = self.on(stream, "send", "list.csv", "--batch", stream)
            self.assertEqual(result.code, code, result)
            self.assertEqual(set(self.outcomes(f"list.{stream}.results.csv").values()), {"sent"})

    def test_refusals_keep_their_code(self):
        self.manifest(("", "office", "Hello"))
        for stream in ("full", "closed", "unread"):
            self.assertEqual(self.on(stream, "validate", "list.csv", "--json").code, 65)

    def test_resolve_prints_what_it_recorded_or_does_not_end_with_0(self):
        self.manifest(("ann", "office", "Hello"), ("bob", "office", "[[silence]]"), name="doubt.csv")
        self.expect(3, "send", "doubt.csv", "--quiet")
        for stream, verdict in (("full", "not-sent"), ("unread", "unknown"), ("full", "sent")):
            result = self.on(stream, "resolve", "doubt.csv", "--row", "3", "--as", verdict, "--json")
            self.assertEqual(result.code, LOST, result)
        self.assertEqual(self.expect(0, "status", "doubt.csv", "--json").json["counts"]["sent"], 2)


if __name__ == "__main__":
    unittest.main()
