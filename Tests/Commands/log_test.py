"""The log file and the verbose lines: one event one line, nothing secret, and never in the way of a run."""
import json
import os
import stat
import unittest

from workbench import KEY, Reply, Workbench, refusal, tally

HOSTILE = "no\x1b[2J\x9b31m\n{\"time\":\"forged\"}\u202e"


class LogFile(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site(
            lambda form: refusal(HOSTILE, HOSTILE) if form["user"] == "bob" else {"success": True})
        self.manifest(["ann", "office", "A private text"], ["bob", "office", "A private text"])
        self.path = self.folder / "run.jsonl"

    def events(self, name=None):
        lines = self.path.read_text(encoding="utf-8").split("\n")
        self.assertEqual(lines.pop(), "", "the last line has an end")
        events = [json.loads(line) for line in lines]
        return [event for event in events if name in (None, event["event"])]

    def send(self, code, *options):
        return self.expect(code, "send", "list.csv", "--log-file", self.path, *options)

    def test_every_row_is_one_line_between_the_beginning_and_the_end(self):
        self.send(1)
        rows = {event["row"]: event for event in self.events("settled")}
        self.assertEqual({row: event["outcome"] for row, event in rows.items()}, {2: "sent", 3: "rejected"})
        self.assertEqual((rows[2]["attempt"], rows[2]["http_status"], rows[2]["level"]), (1, 200, "info"))
        self.assertEqual(rows[3]["level"], "warning")
        self.assertIsInstance(rows[2]["duration_ms"], int)
        for event in self.events():
            self.assertRegex(event["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        (began,), (ended,) = self.events("run_began"), self.events("run_ended")
        self.assertEqual((began["to_send"], began["manifest"], began["test"]), (2, "list.csv", False))
        self.assertEqual((ended["exit_code"], ended["counts"]["rejected"]), (1, 1))
        self.assertEqual(self.events()[-1], ended)

    def test_neither_the_key_nor_a_message_nor_a_control_character_is_in_it(self):
        self.send(1, "-vv")
        text = self.path.read_text(encoding="utf-8")
        for secret in (KEY, "private", "\x1b", "\x9b", "\u202e", "\\u001b"):
            self.assertNotIn(secret, text)
        self.assertIn("no\ufffd[2J", self.events("settled")[1]["error_key"])

    def test_file_is_private_and_added_to(self):
        self.send(1)
        first = self.events()
        self.path.chmod(0o644)
        self.send(1)
        self.assertEqual(self.events()[:len(first)], first)
        self.assertEqual(len(self.events("run_began")), 2)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)

    def test_file_that_is_not_a_log_of_ours_is_refused_and_nothing_is_sent(self):
        target = self.write("target", "")
        os.symlink(target, self.folder / "link")
        os.mkfifo(self.folder / "pipe")
        os.link(self.write("one", ""), self.folder / "two")
        (self.folder / "folder").mkdir()
        for name in ("link", "pipe", "two", "folder", "list.csv", "missing/log", "/dev/null"):
            with self.subTest(name=name):
                before = (self.folder / "list.csv").read_bytes()
                result = self.expect(73, "send", "list.csv", "--log-file", name)
                self.assert_says(result.err, "--log-file: " + name)
                self.assertEqual((self.folder / "list.csv").read_bytes(), before)
        self.assertEqual((self.site.forms, target.read_text()), ([], ""))

    def test_run_that_is_refused_says_so_in_the_log(self):
        self.manifest(["", "office", "x"])
        self.send(65)
        self.assertEqual([event["event"] for event in self.events()], ["checked", "failed"])
        self.assertEqual((self.events("checked")[0]["invalid"], self.events("failed")[0]["exit_code"]), (1, 65))

    def test_validate_keeps_a_log_too(self):
        self.expect(0, "validate", "list.csv", "--log-file", self.path)
        self.assertEqual([event["event"] for event in self.events()], ["checked"])

    def test_full_disk_is_said_once_and_stops_nothing(self):
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(self.path), "-e", "trace=write", "-e",
                 "inject=write:error=ENOSPC"]
        result = self.run_program("send", "list.csv", "--log-file", self.path, wrapper=trace)
        self.assertEqual(result.code, 1, result)
        self.assertEqual(result.err.count("cannot be written: No space left on device"), 1, result)
        self.assertEqual(tally(self.report()), {"sent": 1, "rejected": 1})
        self.assertEqual(self.path.read_bytes(), b"")

    def test_disk_that_takes_lines_again_gets_the_rest_and_the_number_of_the_lost(self):
        trace = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", str(self.path), "-e", "trace=write", "-e",
                 "inject=write:error=ENOSPC:when=1"]
        result = self.run_program("send", "list.csv", "--log-file", self.path, wrapper=trace)
        self.assertEqual(result.code, 1, result)
        lines = [json.loads(line) for line in self.path.read_text().split("\n") if line]
        self.assertEqual(lines[0]["event"], "log_gap")
        self.assertGreaterEqual(lines[0]["lost"], 1)
        self.assertEqual(lines[-1]["event"], "run_ended")


class Verbose(Workbench):
    def setUp(self):
        super().setUp()
        self.tried = []
        self.site = self.open_site(self.answer)
        self.manifest("ann", "bob")

    def answer(self, form):
        """Wants bob's message a second time."""
        self.tried.append(form["user"])
        if form["user"] == "bob" and self.tried.count("bob") == 1:
            return Reply(status=429, headers=["Retry-After: 0"])
        return {"success": True}

    def test_once_shows_results_twice_also_how_they_came_about(self):
        once = self.expect(0, "send", "list.csv", "-v").err
        self.assert_says(once, "row 2: sent", "row 3: sent")
        self.assertNotRegex(once, "committed|tried again")
        self.tried.clear()
        twice = self.expect(0, "send", "list.csv", "-vv", "--batch", "2").err
        self.assert_says(twice, "row 2: sent", "row 3: sent", "row 3: not sent", "tried again in", "committed ")
        self.tried.clear()
        long = self.expect(0, "send", "list.csv", "--verbose", "--verbose", "--batch", "3").err
        self.assert_says(long, "committed ")

    def test_one_event_is_one_line(self):
        self.site.answer = lambda form: refusal(HOSTILE, HOSTILE)
        lines = self.expect(1, "send", "list.csv", "-v").err.split("\n")
        self.assertEqual(sum(line.startswith("row ") for line in lines), 2)
        self.assertFalse(any(line.startswith("{") for line in lines))
        self.assertNotIn("\x1b", "".join(lines))


if __name__ == "__main__":
    unittest.main()
