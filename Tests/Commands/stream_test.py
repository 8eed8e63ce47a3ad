"""Standard streams that fail: a closed one, a full one, one whose reader went away. No row may be lost to them."""
import contextlib
import os
import re
import sqlite3
import unittest

from workbench import PATIENCE, Workbench, read_report, tally

USERS = [f"user{number:02}" for number in range(12)]


class Streams(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site()
        self.manifest(*USERS)

    def shell(self, script, *arguments):
        """How to run the program as "$@" of a bash script."""
        return self.run_program(*arguments, wrapper=["bash", "-c", script, "bash"])

    def assert_all_sent_and_known(self):
        self.assertEqual(sorted(self.site.users), USERS)
        self.assertEqual(tally(self.report()), {"sent": 12})
        for path in (self.folder / "state").rglob("*.sqlite"):
            with contextlib.closing(sqlite3.connect(path)) as ledger:
                self.assertEqual(ledger.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.expect(0, "send", "list.csv")
        self.assertEqual(len(self.site.forms), 12)

    def test_closed_streams_lose_no_row_and_write_nothing_into_the_ledger(self):
        for closed in (">&-", "2>&-", "<&-", "<&- >&- 2>&-"):
            with self.subTest(closed=closed):
                result = self.shell(
                    f'exec "$@" {closed}', "send", "list.csv", "-v", "--progress", "always", "--batch", closed)
                self.assertEqual(result.code, 0, result)
        self.assertEqual(len(self.site.forms), 48)
        self.shell('exec "$@" <&- >&- 2>&-', "send", "list.csv", "--yes")
        self.site.forms = self.site.forms[48:]
        self.assert_all_sent_and_known()

    def test_reader_that_goes_away_does_not_end_a_run(self):
        result = self.shell('set -o pipefail; "$@" -v 2>&1 | head -1', "send", "list.csv")
        self.assertEqual((result.code, result.out.count("\n")), (0, 1), result)
        self.assert_all_sent_and_known()

    def test_reader_that_is_gone_before_the_start_does_not_end_a_run(self):
        for streams in (["stdout"], ["stderr"], ["stdout", "stderr"]):
            reader, writer = os.pipe()
            os.close(reader)
            result = self.run_program("send", "list.csv", "-v", **dict.fromkeys(streams, writer))
            os.close(writer)
            self.assertEqual(result.code, 0, result)
        self.assert_all_sent_and_known()

    def test_full_device_on_either_stream_loses_no_row(self):
        for streams in (["stdout", "stderr"], ["stdout"], ["stderr"]):
            with open("/dev/full", "wb") as full:
                result = self.run_program("send", "list.csv", "-v", "--json", **dict.fromkeys(streams, full))
            self.assertEqual(result.code, 73 if "stdout" in streams and "--json" in result.arguments else 0, result)
        self.assert_all_sent_and_known()

    def test_pipe_nobody_reads_does_not_hold_up_a_run_and_keeps_the_last_words(self):
        users = [f"user{number:04}" for number in range(3_000)]
        self.manifest(*users)
        for stream in ("stderr", "stdout"):
            with self.subTest(stream=stream):
                reader, writer = os.pipe()
                process = self.start(
                    "send", "list.csv", "-v", "--batch", stream, "--concurrency", 64, **{stream: writer})
                os.close(writer)
                other = process.stdout if stream == "stderr" else process.stderr
                other.read()
                self.assertEqual(process.wait(PATIENCE), 0)
                with open(reader, encoding="utf-8") as file:
                    unread = file.read()
                self.assertEqual(tally(self.report(f"list.{stream}.results.csv")), {"sent": 3_000})
                self.assertIn("3,000 of 3,000 rows" if stream == "stderr" else "3,000 rows: 3,000 sent", unread)
        self.assertEqual(len(self.site.forms), 6_000)

    def test_pipe_that_does_not_block_loses_nothing(self):
        """Some programs hand their children pipes in that mode."""
        users = [f"user{number:04}" for number in range(3_000)]
        self.manifest(*users)
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        process = self.start("send", "list.csv", "-v", "--concurrency", 64, stderr=writer, stdout=writer)
        os.close(writer)
        with open(reader, encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(process.wait(PATIENCE), 0)
        self.assert_every_row_is_told(text, 3_000)
        self.assert_says(text, "3,000 rows: 3,000 sent")

    def test_verbose_lines_all_reach_a_reader(self):
        users = [f"user{number:04}" for number in range(3_000)]
        self.manifest(*users)
        result = self.expect(0, "send", "list.csv", "-v", "--concurrency", 64)
        self.assert_every_row_is_told(result.err, 3_000)

    def assert_every_row_is_told(self, text, count):
        """A machine so loaded that the reader stands still for seconds may cost lines, but they are counted."""
        shown = len(re.findall(r"(?m)^row \d+: sent$", text))
        left_out = sum(int(number.replace(",", "")) for number in re.findall(r"(?m)^\(([\d,]+) lines? w", text))
        self.assertEqual(shown + left_out, count)

    def test_report_that_could_not_be_printed_is_no_success(self):
        self.expect(0, "send", "list.csv")
        with open("/dev/full", "wb") as full:
            result = self.run_program("report", "list.csv", "--output", "-", stdout=full)
        self.assertEqual(result.code, 73, result)
        self.assert_says(result.err, "standard output", "space")

    def test_results_go_to_standard_output_and_progress_to_standard_error(self):
        result = self.expect(0, "send", "list.csv", "--json", "--progress", "always", "-v")
        self.assertEqual(result.json["counts"]["sent"], 12)
        self.assert_says(result.err, "row 2: sent")
        page = self.expect(0, "report", "list.csv", "--output", "-")
        self.assertEqual((len(read_report(page.out)), page.err), (12, ""))

    def test_no_colour_and_no_redrawn_line_without_a_terminal(self):
        result = self.expect(0, "send", "list.csv")
        self.assertNotIn("\x1b", result.out + result.err)
        self.assertNotIn("\r", result.out + result.err)
        self.assertIn("\x1b[", self.expect(0, "send", "list.csv", "--color", "always").out)


class Start(Workbench):
    def test_program_works_with_an_empty_environment_and_without_a_home(self):
        self.environment = {}
        self.manifest("ann")
        self.expect(0, "--version")
        self.expect(0, "validate", "list.csv")

    def test_folder_that_was_removed_is_an_error_and_no_crash(self):
        gone = self.folder / "gone"
        gone.mkdir()
        script = f'cd "{gone}" && rmdir "{gone}" && exec "$@"'
        result = self.run_program("validate", "list.csv", wrapper=["bash", "-c", script, "bash"])
        self.assertEqual(result.code, 66, result)


if __name__ == "__main__":
    unittest.main()
