"""`resolve`, `status`, `report` and `ledger`: what is known about a batch, and what a person can add to it."""
import contextlib
import datetime
import sqlite3
import unittest

from workbench import SENT, SILENCE, Workbench, read_report, refusal, tally


class Resolve(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site(lambda form: SENT if form["user"] == "ann" else SILENCE)
        self.expect(3, "send", self.manifest("ann", "ben", "cid", "dora"), "--concurrency", "1")
        self.site.answer = lambda form: SENT

    def test_rows_are_named_by_the_numbers_of_the_report(self):
        result = self.expect(0, "resolve", "list.csv", "--row", "3", "--row", "5", "--as", "sent")
        self.assert_says(result.out, "2 rows")
        self.expect(0, "report", "list.csv")
        self.assertEqual(self.outcomes(), {"ann": "sent", "ben": "sent", "cid": "unknown", "dora": "sent"})

    def test_all_takes_every_unknown_row_and_no_other(self):
        self.assert_says(self.expect(0, "resolve", "list.csv", "--all", "--as", "not-sent", "--yes").out, "3 rows")
        self.expect(0, "send", "list.csv")
        self.assertEqual(sorted(self.site.users[4:]), ["ben", "cid", "dora"])

    def test_row_whose_outcome_is_known_is_refused_and_nothing_is_changed(self):
        for row, words in (("2", "row 2 is sent"), ("9", "row 9 is not a message")):
            result = self.expect(65, "resolve", "list.csv", "--row", "3", "--row", row, "--as", "sent")
            self.assert_says(result.err, words)
        self.expect(0, "report", "list.csv")
        self.assertEqual(tally(self.report()), {"sent": 1, "unknown": 3})

    def test_edited_manifest_is_refused_because_its_numbers_may_mean_other_rows(self):
        self.manifest("zoe", "ann", "ben", "cid", "dora")
        self.assert_says(self.expect(65, "resolve", "list.csv", "--row", "3", "--as", "sent").err, "edited")

    def test_batch_and_site_choose_the_run_meant(self):
        self.site.answer = lambda form: SENT if form["user"] == "ann" else SILENCE
        self.expect(3, "send", "list.csv", "--batch", "june", "--concurrency", "1")
        self.expect(0, "resolve", "list.csv", "--all", "--as", "sent", "--batch", "")
        page = self.expect(0, "report", "list.csv", "--batch", "june", "--output", "-").out
        self.assertEqual(tally(read_report(page)), {"sent": 1, "unknown": 3})
        self.expect(66, "resolve", "list.csv", "--all", "--as", "sent", "--batch", "july")


class Status(Workbench):
    def test_status_of_a_finished_run_gives_counts_and_exit_code(self):
        self.open_site(lambda form: SENT if form["user"] == "ann" else refusal())
        self.expect(1, "send", self.manifest("ann", "ben"))
        self.assert_says(self.expect(0, "status", "list.csv").out, "2 rows", "1 sent", "1 rejected", "exit code 1")
        found = self.expect(0, "status", "list.csv", "--json").json
        self.assertEqual((found["rows"], found["counts"]["sent"], found["counts"]["rejected"]), (2, 1, 1))
        self.assertEqual((found["running"], found["exit_code"]), (False, 1))

    def test_status_and_report_work_beside_a_running_send(self):
        site = self.open_site(held=True, prompt=2)
        process = self.start("send", self.manifest("ann", "ben", "cid", "dora"), "--concurrency", "1")
        site.wait_for(3)
        found = self.expect(0, "status", "list.csv", "--json").json
        self.assertTrue(found["running"])
        self.assertIn(str(process.pid), found["holder"])
        self.assertIn(f"process {process.pid}", self.expect(0, "status", "list.csv").out)
        self.assertEqual(sum(found["counts"].values()), 4)
        outcomes = [line["outcome"] for line in read_report(self.expect(0, "report", "list.csv", "--output", "-").out)]
        self.assertEqual((len(outcomes), outcomes[0], outcomes[3]), (4, "sent", "pending"))
        self.expect(0, "validate", "list.csv")
        site.held = False
        self.assertEqual(self.finish(process).code, 0)

    def test_status_of_a_run_that_was_killed_says_so(self):
        site = self.open_site(held=True)
        process = self.start("send", self.manifest("ann", "ben"))
        site.wait_for(1)
        process.kill()
        process.wait()
        self.assert_says(self.expect(0, "status", "list.csv").out, "cut off", "continues")
        self.assertFalse(self.expect(0, "status", "list.csv", "--json").json["running"])

    def test_manifest_nobody_sent_is_named_as_such(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann"))
        self.assert_says(self.expect(66, "status", self.manifest("ben", name="new.csv")).err, "new.csv", "not sent")


class Report(Workbench):
    def setUp(self):
        super().setUp()
        answers = {"ann": SENT, "ben": refusal(), "cid": SILENCE}
        self.site = self.open_site(lambda form: answers[form["user"]])
        self.expect(3, "send", self.manifest("ann", "ben", "cid"), "--concurrency", "1", "--skip-invalid")

    def test_report_is_rebuilt_exactly(self):
        written = (self.folder / "list.results.csv").read_bytes()
        (self.folder / "list.results.csv").unlink()
        self.expect(0, "report", "list.csv")
        self.assertEqual((self.folder / "list.results.csv").read_bytes(), written)
        self.assertEqual(self.expect(0, "report", "list.csv", "--output", "-").out, written.decode())

    def test_only_chooses_rows_by_outcome(self):
        for only, users in {"sent": ["ann"], "failed": ["ben"], "unknown": ["cid"], "pending": []}.items():
            page = self.expect(0, "report", "list.csv", "--only", only, "--output", "-").out
            self.assertEqual([line["user"] for line in read_report(page)], users)
        page = self.expect(0, "report", "list.csv", "--only", "sent", "--only", "unknown", "--output", "-").out
        self.assertEqual([line["user"] for line in read_report(page)], ["ann", "cid"])
        self.expect(64, "report", "list.csv", "--only", "lost")

    def test_failed_rows_become_a_manifest_that_can_be_sent_again(self):
        self.site.answer = lambda form: SENT
        self.expect(0, "report", "list.csv", "--only", "failed", "--format", "manifest", "--output", "again.csv")
        lines = read_report((self.folder / "again.csv").read_text())
        self.assertEqual([(line["user"], line["message"], line["error_key"]) for line in lines],
                         [("ben", "Hello ben", "no_such_user")])
        self.expect(0, "send", "again.csv")
        self.assertEqual(self.site.users, ["ann", "ben", "cid", "ben"])
        self.expect(73, "report", "list.csv", "--only", "failed", "--format", "manifest", "--output", "again.csv")

    def test_edited_manifest_is_reported_by_content(self):
        self.manifest("zoe", "cid", "ann", ["ben", "office", "Other words"])
        page = self.expect(0, "report", "list.csv", "--output", "-").out
        self.assertEqual({line["user"]: line["outcome"] for line in read_report(page)},
                         {"zoe": "pending", "cid": "unknown", "ann": "sent", "ben": "pending"})

    def test_foreign_file_is_never_replaced(self):
        file = self.write("mine.csv", "a,b\n1,2\n")
        self.expect(73, "report", "list.csv", "--output", file)
        self.assertEqual(file.read_text(), "a,b\n1,2\n")
        self.expect(73, "report", "list.csv", "--output", "missing/report.csv")
        self.expect(64, "report", "list.csv", "--output", "report.xls")

    def test_every_format_goes_to_standard_output(self):
        for format in ("csv", "json", "jsonl", "html", "md", "junit", "manifest"):
            with self.subTest(format=format):
                page = self.expect(0, "report", "list.csv", "--format", format, "--output", "-").out
                self.assert_says(page, "ben", "no_such_user" if format != "manifest" else "ben")


class Ledger(Workbench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site(lambda form: SENT if form["user"] != "ben" else refusal("gone", "Ben has left us"))
        self.expect(1, "send", self.manifest("ann", "ben"))
        self.path = next((self.folder / "state").rglob("*.sqlite"))

    def test_check_finds_a_ledger_sound(self):
        self.assert_says(self.expect(0, "ledger", "check").out, "sound", "1 sent, 1 rejected")
        found = self.expect(0, "ledger", "check", "--json").json
        self.assertEqual((found["sound"], found["faults"], found["journal_mode"]), (True, [], "wal"))

    def test_check_finds_a_damaged_ledger_damaged(self):
        content = bytearray(self.path.read_bytes())
        for place in range(4_096, len(content) - 2_048, 4_096):
            content[place:place + 1_024] = b"\xa5" * 1_024
        self.path.write_bytes(content)
        self.assertIn(self.run_program("ledger", "check").code, (73, 74))
        self.assertIn(self.run_program("send", "list.csv").code, (73, 74))
        self.assertEqual(len(self.site.forms), 2)

    def test_check_of_a_ledger_that_is_not_there_says_so(self):
        self.expect(66, "ledger", "check", "--ledger", "no-such.sqlite")
        self.assertFalse((self.folder / "no-such.sqlite").exists())

    def test_database_with_a_password_is_refused_and_it_is_not_shown(self):
        there = sorted(self.folder.iterdir())
        for words in (("send", "list.csv"), ("validate", "list.csv"), ("status", "list.csv"), ("ledger", "check"),
                      ("ledger", "forget", "--before", "2020-01-01")):
            result = self.expect(64, *words, "--ledger", "postgres://me:s3cret@db.example/grupo")
            self.assert_says(result.err, "postgres://me@db.example/grupo", "~/.pgpass", "service file")
            self.assertNotIn("s3cret", result.err + result.out)
        self.assertEqual((sorted(self.folder.iterdir()), len(self.site.forms)), (there, 2))

    def test_forget_erases_names_and_texts_and_nobody_is_sent_anything_twice(self):
        self.site.answer = lambda form: SENT
        tomorrow = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).strftime("%Y-%m-%d")
        self.assertIn(b"Ben has left us", self.ledger_bytes())
        self.assert_says(self.expect(0, "ledger", "forget", "--before", tomorrow).out, "the texts of errors of 1 message")
        self.assertNotIn(b"Ben has left us", self.ledger_bytes())
        self.expect(0, "send", "list.csv")
        self.assertEqual(self.site.users, ["ann", "ben", "ben"])  # ben was refused, so nothing was sent to him yet
        self.expect(0, "send", "list.csv")
        self.assertEqual(len(self.site.forms), 3)

    def test_forget_leaves_what_is_younger_and_refuses_what_is_no_day(self):
        self.assert_says(self.expect(0, "ledger", "forget", "--before", "2020-01-01").out, "0 messages")
        for day in ("yesterday", "2026-13-01", "01.02.2026"):
            self.expect(64, "ledger", "forget", "--before", day)

    def test_ledger_holds_neither_texts_of_messages_nor_recipients_in_clear(self):
        self.assertNotIn(b"Hello ann", self.ledger_bytes())

    def test_ledger_of_a_newer_version_is_refused_and_left_alone(self):
        with contextlib.closing(sqlite3.connect(self.path)) as ledger:
            migrations = ledger.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migration%'").fetchall()
            if migrations:
                ledger.execute(f"INSERT INTO {migrations[0][0]} VALUES ('v999')")
            ledger.execute("PRAGMA user_version = 999")
            ledger.commit()
        self.assert_says(self.expect(73, "send", "list.csv").err, "newer")
        self.assertEqual(len(self.site.forms), 2)

    def ledger_bytes(self):
        return b"".join(path.read_bytes() for path in self.path.parent.iterdir())


if __name__ == "__main__":
    unittest.main()
