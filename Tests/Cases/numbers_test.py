"""Numbers that are said in several places are the same in all of them, and durations are written in one way."""
import re
import signal
import unittest

from case import Case
from terminal import Screen


class RowsInFlight(Case):
    def test_status_in_words_as_json_and_in_the_list_agree_with_the_report(self):
        """A row whose answer never came is unknown, and so is one that waits for its own."""
        self.put("list.csv", "user,sender,message\n" + "".join(
            f"u{number},office,{'[[silence]]' if number == 1 else 'x'}\n" for number in range(6)))
        (self.site.held, self.site.prompt) = (True, 2)
        process = self.start("send", "list.csv", "--concurrency", "1")
        self.site.wait_for(3)
        status, seen = None, None
        while status is None or status != seen or not 0 < seen["in_flight"] < seen["counts"]["unknown"]:
            seen = self.expect(0, "status", "list.csv", "--json").json
            words = self.expect(0, "status", "list.csv").out.splitlines()[0]
            listed = self.expect(0, "status").out
            batches = self.expect(0, "status", "--json").json["batches"]
            report = self.expect(0, "report", "list.csv", "--output", "r.md").err
            status = self.expect(0, "status", "list.csv", "--json").json
        flying, unknown, pending = status["in_flight"], status["counts"]["unknown"], status["counts"]["pending"]
        self.assertEqual(sum(status["counts"].values()), status["rows"])
        self.assertEqual(words, f"6 rows: 1 sent, {unknown} unknown ({flying} of them in flight), {pending} pending")
        self.assertIn(words, listed)
        self.assertEqual(batches, [status])
        self.assertIn(f"1 sent, {unknown} unknown, {pending} pending", report)
        self.site.held = False
        self.assertEqual(self.finish(process).code, 3)


class Stopped(Case):
    """A row that was given up says who stopped the run, and what became of the message."""

    def stop(self, *signals):
        (self.site.held, self.site.prompt) = (True, 1)
        process = self.start("send", self.manifest(*"abcdef"), "--concurrency", "2")
        self.site.wait_for(3)
        process.send_signal(signals[0])
        self.wait_for_words(process, "Stopping")
        for number in signals[1:]:
            process.send_signal(number)
        result = self.finish(process)
        self.assertEqual(result.code, 128 + signals[0], result)
        return [line for line in self.report() if line["error_key"] == "client.cancelled"]

    def test_second_interrupt(self):
        lines = self.stop(signal.SIGINT, signal.SIGINT)
        self.assertEqual({line["error_message"] for line in lines}, {
            "Ctrl-C (SIGINT) stopped the run at once while this message was on its way; it may have arrived"})
        self.assertEqual({line["outcome"] for line in lines}, {"unknown"})

    def test_second_terminate(self):
        lines = self.stop(signal.SIGTERM, signal.SIGTERM)
        self.assertTrue(lines)
        for line in lines:
            self.assertTrue(line["error_message"].startswith("SIGTERM stopped the run at once"), line)


class Undone(Case):
    """Only a command that sends says that nothing was sent."""

    def test_commands_that_look_or_record(self):
        self.manifest("ann", "ben")
        self.expect(0, "send", "list.csv")
        self.manifest("ann", "ben", ["cid", "office", ""])
        for arguments in (
                ["resolve", "list.csv", "--row", "2", "--as", "sent"], ["resolve", "list.csv", "--row", "9", "--as", "sent"],
                ["resolve", "none.csv", "--all", "--as", "sent"], ["resolve", "list.csv", "--all", "--as", "never"],
                ["resolve", "list.csv", "--all", "--as", "sent", "--encoding", "klingon"],
                ["resolve", "list.csv", "--from", "list.csv"], ["report", "list.csv", "--encoding", "klingon"],
                ["report", "list.csv", "--map", "user=nobody"], ["status", "none.csv"], ["doctor", "--ca-file", "none.pem"],
                ["ledger", "import", "list.results.csv", "--ledger", "new.sqlite", "--manifest", "none.csv"]):
            with self.subTest(arguments=arguments):
                result = self.run_program(*arguments)
                self.assertNotRegex(result.out + result.err, re.compile("nothing (of this )?was (ever )?sent", re.I))

    def test_commands_that_send_say_so(self):
        self.manifest("ann", ["ben", "", ""])
        self.assert_says(self.expect(65, "send", "list.csv").err, "nothing was sent")


class Lengths(Case):
    def test_before_a_run_and_after_it(self):
        self.manifest(*(f"user{number}" for number in range(14)))
        self.environment["GRUPO_SITE"] = self.site.address.replace("127.0.0.1", "localhost")
        screen = Screen(self, "send", "list.csv", "--unique-users", columns=120)
        screen.wait_for_end()
        self.assertRegex(screen.history, r"14 attempts in (\d+ ms|[\d.]+ s), [\d,]+/s; half answered within \d+ ms, 99% within")

    def test_options_are_shown_as_they_are_written(self):
        page = " ".join(self.expect(0, "send", "--help").out.split())
        for words in ("(default: 30s)", "(default: 10s)", "(default: 10m)"):
            self.assertIn(words, page)


if __name__ == "__main__":
    unittest.main()
