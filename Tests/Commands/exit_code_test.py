"""Every exit code of the contract, provoked for real."""
import os
import signal
import socket
import unittest

from workbench import SENT, SILENCE, Reply, Workbench, refusal, tally


class ExitCodes(Workbench):
    def test_0_when_all_was_sent_and_when_there_is_nothing_to_do(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann"))
        self.expect(0, "send", self.manifest("ann"))

    def test_1_when_some_rows_failed(self):
        self.open_site(lambda form: refusal() if form["user"] == "ben" else SENT)
        self.expect(1, "send", self.manifest("ann", "ben"))
        self.expect(0, "send", self.manifest("ann", "ben"), "--rows", "2")  # only the rows selected count

    def test_3_when_some_rows_are_unknown_even_if_others_failed(self):
        answers = {"ann": SENT, "ben": refusal(), "cid": SILENCE}
        self.open_site(lambda form: answers[form["user"]])
        self.expect(3, "send", self.manifest("ann", "ben", "cid"))

    def test_4_when_the_error_budget_is_spent(self):
        self.open_site(lambda form: refusal() if form["user"] > "b" else SENT)
        manifest = self.manifest("ann", "ben", "cid", "dora")
        result = self.expect(4, "send", manifest, "--stop-after", "2", "--concurrency", "1")
        self.assert_says(result.err, "--stop-after", "continue with: ", "grupo-batch send")
        self.assertEqual(tally(self.report()), {"sent": 1, "rejected": 2, "pending": 1})

    def test_4_when_the_site_refuses_everything(self):
        site = self.open_site(lambda form: refusal("bad_sender"))
        result = self.expect(4, "send", self.manifest(*[f"user{number}" for number in range(20)]))
        self.assert_says(result.err, "bad_sender", "recipient_error_keys")
        self.assertEqual(len(site.forms), 5)

    def test_4_when_the_first_answer_is_none_of_the_api(self):
        for reply in (Reply(302, headers=["Location: https://elsewhere.example"]), Reply(403, b"<html>"), Reply(404),
                      Reply(200, b"<html>Please log in</html>")):
            with self.subTest(reply=reply.status):
                site = self.open_site(lambda form, reply=reply: reply)
                self.assert_says(self.expect(4, "send", self.manifest("ann", "ben")).err, "Stopped:", "--site")
                self.assertEqual(len(site.forms), 1)
                (self.folder / "list.results.csv").unlink()

    def test_4_when_the_site_goes_away_after_a_success_and_stays_away(self):
        site = self.open_site()
        self.expect(0, "send", self.manifest("ann", "ben", "cid", "dora"), "--limit", "1")
        site.close()
        result = self.expect(4, "send", "list.csv", "--give-up-after", "300ms", "--concurrency", "1")
        self.assert_says(result.err, "went down", "--give-up-after")

    def test_64_for_a_command_line_that_makes_no_sense(self):
        self.expect(64, "send", "list.csv", "--concurrency", "none")

    def test_65_when_the_manifest_is_invalid(self):
        self.open_site()
        self.expect(65, "send", self.manifest(["", "office", "x"]))
        self.expect(65, "validate", self.write("open.csv", 'user,sender,message\nann,office,"no end'))
        self.expect(65, "validate", self.write("empty.csv", ""))

    def test_66_when_the_manifest_cannot_be_read(self):
        self.open_site()
        for command in ("send", "validate"):
            self.assert_says(self.expect(66, command, "no-such-file.csv").err, "no-such-file.csv")
        (self.folder / "folder.csv").mkdir()
        self.expect(66, "validate", "folder.csv")
        for command in (["report"], ["status"], ["resolve", "--all", "--as", "sent"]):
            self.expect(66, command[0], "no-such-file.csv", *command[1:])

    def test_69_when_the_site_cannot_be_reached_and_nothing_was_ever_sent(self):
        self.open_site()
        with closed_port() as port:
            result = self.expect(
                69, "send", self.manifest("ann", "ben"), "--site", f"http://127.0.0.1:{port}", "--retries", "0")
        self.assert_says(result.err, "could not be reached", "connection", "continue with: ")
        self.assertEqual(tally(self.report()), {"not_sent": 1, "pending": 1})

    def test_73_when_report_or_ledger_cannot_be_created(self):
        site = self.open_site()
        self.expect(73, "send", self.manifest("ann"), "--report", "missing/report.csv")
        result = self.expect(73, "send", self.manifest("ann"), "--ledger", "/proc/ledger.sqlite")
        self.assert_says(result.err, "--ledger")
        self.write("text.sqlite", "this is no ledger, and it is longer than nothing" * 40)
        self.assert_says(
            self.expect(73, "send", self.manifest("ann"), "--ledger", "text.sqlite").err, "not a ledger", "text.sqlite")
        self.assertEqual(site.connections, 0)

    def test_75_while_another_process_holds_the_ledger(self):
        site = self.open_site(held=True)
        first = self.start("send", self.manifest("ann"))
        site.wait_for(1)
        result = self.expect(75, "send", self.manifest("ben", name="other.csv"))
        self.assert_says(result.err, f"process {first.pid}", "send ", "since 20")
        (self.folder / "link").symlink_to(self.folder / "state")
        ledger = next((self.folder / "link").rglob("*.sqlite"))
        self.expect(75, "send", self.folder / "other.csv", "--ledger", ledger)
        self.assertEqual(len(site.forms), 1)
        site.held = False
        self.assertEqual(self.finish(first).code, 0)
        self.expect(0, "send", self.folder / "other.csv")

    def test_78_when_secret_or_site_is_missing_or_unusable(self):
        self.open_site()
        manifest = self.manifest("ann")
        key = self.environment.pop("GRUPO_API_SECRET_KEY")
        self.assert_says(self.expect(78, "send", manifest).err, "GRUPO_API_SECRET_KEY", "--secret-file")
        self.expect(78, "send", manifest, "--secret-file", "no-such-file")
        self.expect(78, "send", manifest, "--secret-file", "-", text="")
        self.expect(78, "send", manifest, "--secret-file", "-", text="two\nlines\n")
        self.environment["GRUPO_API_SECRET_KEY"] = key
        del self.environment["GRUPO_SITE"]
        self.assert_says(self.expect(78, "send", manifest).err, "--site", "GRUPO_SITE")

    def test_129_130_and_143_when_a_signal_ended_the_run(self):
        for number, code in ((signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(signal=number.name):
                site = self.open_site(held=True)
                process = self.start("send", self.manifest("ann", "ben", "cid", name=f"{code}.csv"))
                site.wait_for(1)
                process.send_signal(number)
                self.wait_for_words(process, "Stopping")
                site.held = False
                self.assertEqual(self.finish(process).code, code)


class Unreadable(Workbench):
    """What only somebody without special rights can see; as root the program is run as nobody."""

    def setUp(self):
        super().setUp()
        self.nobody = {}
        if os.geteuid() == 0:
            os.chown(self.folder, 65534, 65534)
            self.nobody = {"user": 65534, "group": 65534, "extra_groups": []}
        try:
            self.expect(0, "--version", **self.nobody)
        except PermissionError:
            self.skipTest("nobody may not run the program where it lies")

    def lock_away(self, name):
        path = self.write(name, "secret plans")
        path.chmod(0)
        return path

    def test_66_when_the_manifest_may_not_be_read(self):
        self.open_site()
        self.lock_away("locked.csv")
        self.assert_says(self.expect(66, "send", "locked.csv", **self.nobody).err, "locked.csv", "permission")

    def test_65_when_a_rows_attachment_may_not_be_read(self):
        site = self.open_site()
        self.lock_away("locked.txt")
        manifest = self.manifest(["ann", "office", "Hi", "locked.txt"], columns=["user", "sender", "message", "file"])
        self.assert_says(self.expect(65, "send", manifest, **self.nobody).err, "row 2", "locked.txt", "permission")
        self.assertEqual(site.connections, 0)

    def test_73_when_the_reports_folder_may_not_be_written(self):
        site = self.open_site()
        (self.folder / "theirs").mkdir(mode=0o555)
        manifest = self.manifest("ann")
        self.assert_says(self.expect(73, "send", manifest, "--report", "theirs/r.csv", **self.nobody).err, "theirs")
        self.assertEqual(site.connections, 0)


class closed_port:
    """A port of 127.0.0.1 that nobody listens on and nobody else gets meanwhile."""

    def __enter__(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        return self.socket.getsockname()[1]

    def __exit__(self, *_):
        self.socket.close()


if __name__ == "__main__":
    unittest.main()
