"""`send`: what leaves, and what does not."""
import stat
import unittest

from workbench import KEY, SAMPLES, SENT, SILENCE, Reply, Workbench, read_report, refusal, tally


class Sending(Workbench):
    def test_every_row_is_sent_as_it_stands_in_the_manifest(self):
        site = self.open_site()
        self.write("note.txt", "bring an umbrella")
        manifest = self.manifest(
            ["ann", "office", "Line one\nLine “two”, with a comma", "note.txt", "", ""],
            ["王小明", "office", "= 1 + 1 ☕", "", "https://media.tenor.com/a.gif", "7"],
            columns=["user", "sender", "message", "file_attachments", "gif_url", "id"])
        self.expect(0, "send", manifest)
        self.assertEqual(sorted(site.forms, key=lambda form: form["user"]), [
            {"file_attachments": b"bring an umbrella", "add": "message", "user": "ann", "sender": "office",
             "message": "Line one\nLine “two”, with a comma"},
            {"add": "message", "user": "王小明", "sender": "office", "message": "= 1 + 1 ☕",
             "gif_url": "https://media.tenor.com/a.gif"},
        ])

    def test_defaults_fill_empty_cells_and_never_replace_full_ones(self):
        site = self.open_site()
        manifest = self.manifest(["ann", "", ""], ["ben", "chief", "Own words"])
        self.expect(0, "send", manifest, "--sender", "office", "--message", "Default words")
        self.assertEqual(
            {(form["user"], form["sender"], form["message"]) for form in site.forms},
            {("ann", "office", "Default words"), ("ben", "chief", "Own words")})

    def test_nothing_is_sent_when_any_row_is_invalid(self):
        site = self.open_site()
        result = self.expect(65, "send", self.manifest("ann", ["", "office", "To nobody"], "cid"))
        self.assert_says(result.err, "row 3", "user", "nothing was sent", "--skip-invalid")
        self.assertEqual(site.connections, 0)
        self.assertFalse((self.folder / "list.results.csv").exists())

    def test_skip_invalid_sends_the_valid_rows_and_reports_the_others(self):
        site = self.open_site()
        self.expect(1, "send", self.manifest("ann", ["", "office", "To nobody"], "cid"), "--skip-invalid")
        self.assertEqual(sorted(site.users), ["ann", "cid"])
        line = self.report()[1]
        self.assertEqual(
            (line["row"], line["outcome"], line["success"], line["error_key"], line["attempts"]),
            ("3", "invalid", "false", "manifest.missing_user", "0"))

    def test_only_the_rows_asked_for_are_sent_and_the_others_stay_pending(self):
        users = [f"user{number}" for number in range(2, 12)]
        for options, sent in {
            ("--limit", "3"): users[:3], ("--rows", "4-6"): users[2:5], ("--rows", "9-"): users[7:],
            ("--rows", "5"): users[3:4], ("--rows", "4-9", "--limit", "2"): users[2:4],
        }.items():
            with self.subTest(options=options):
                site = self.open_site()
                self.expect(0, "send", self.manifest(*users), *options)
                self.assertEqual(sorted(site.users), sorted(sent))
                self.assertEqual([user for user, outcome in self.outcomes().items() if outcome == "pending"],
                                 [user for user in users if user not in sent])
                self.expect(0, "send", self.manifest(*users))
                self.assertEqual(sorted(site.users), sorted(users))
                (self.folder / "list.results.csv").unlink()

    def test_excluded_users_get_nothing_and_cost_no_exit_code(self):
        site = self.open_site()
        stop_list = self.write("stop.txt", "# left the club\nben\n\n  dora\r\n")
        self.expect(0, "send", self.manifest("ann", "ben", "cid", "dora"), "--exclude", stop_list)
        self.assertEqual(sorted(site.users), ["ann", "cid"])
        line = self.report()[1]
        self.assertEqual((line["user"], line["outcome"], line["success"]), ("ben", "excluded", ""))
        self.expect(66, "send", self.manifest("ann", "ben"), "--exclude", "no-such-file.txt")

    def test_comment_before_a_list_of_excluded_users_does_not_empty_it(self):
        site = self.open_site()
        stop_list = self.write("stop.txt", "# unsubscribed by phone, email\n\nben\n")
        self.expect(0, "send", self.manifest("ann", "ben"), "--exclude", stop_list)
        self.assertEqual(site.users, ["ann"])
        for text, word in [("# from the office\nuser,reason\nben,moved\n", "first line"),
                           ("user,reason\nben,moved\n,left\n", "row 3")]:
            self.write("stop.txt", text)
            result = self.expect(65, "send", self.manifest("cid"), "--exclude", stop_list)
            self.assert_says(result.err, "--exclude", word)
        self.assertEqual(site.users, ["ann"])

    def test_test_send_never_replaces_the_report_a_configuration_names(self):
        self.open_site()
        self.environment["GRUPO_REPORT"] = "proof.csv"
        self.expect(0, "send", self.manifest("ann", "ben"))
        proof = (self.folder / "proof.csv").read_bytes()
        self.expect(0, "send", self.manifest("ann", "ben"), "--test-to", "me")
        self.assertEqual((self.folder / "proof.csv").read_bytes(), proof)
        self.assertTrue((self.folder / "list.test.csv").exists())

    def test_report_never_replaces_a_file_that_appeared_during_the_run(self):
        self.open_site()
        result = self.expect(73, "send", self.manifest("ann"), "--ledger", "out.csv", "--report", "out.csv")
        self.assert_says(result.err, "out.csv", "not a results report")
        self.expect(0, "ledger", "check", "--ledger", "out.csv")

    def test_test_send_goes_to_one_user_and_is_recorded_for_nobody(self):
        site = self.open_site()
        manifest = self.manifest("ann", "ben")
        self.expect(0, "send", manifest, "--test-to", "tester")
        self.assertEqual(site.users, ["tester", "tester"])
        self.assertEqual(tally(self.report("list.test.csv")), {"sent": 2})
        self.assertFalse((self.folder / "list.results.csv").exists())
        self.expect(0, "send", manifest, "--test-to", "tester", "--limit", "1")
        self.assertEqual(site.users, ["tester"] * 3, "a test can be repeated")
        self.expect(0, "send", manifest)
        self.assertEqual(sorted(site.users[3:]), ["ann", "ben"])
        self.expect(0, "send", manifest, "--test-to", "tester")
        self.assertEqual(site.users[5:], ["tester", "tester"], "a test is possible after the send, too")
        self.assertEqual(self.outcomes(), {"ann": "sent", "ben": "sent"})

    def test_row_refused_for_now_is_tried_again_until_it_is_sent(self):
        answers = iter([Reply(429, headers=["Retry-After: 0"]), Reply(503, headers=["Retry-After: 0"]), SENT])
        site = self.open_site(lambda form: next(answers))
        self.expect(0, "send", self.manifest("ann"))
        self.assertEqual(site.users, ["ann"] * 3)
        self.assertEqual(self.report()[0]["attempts"], "3")

    def test_window_is_never_exceeded_and_the_report_keeps_the_manifests_order(self):
        users = [f"user{number:02}" for number in range(40)]
        site = self.open_site()
        self.expect(0, "send", self.manifest(*users), "--concurrency", "3")
        self.assertLessEqual(site.peak, 3)
        self.assertEqual([line["user"] for line in self.report()], users)

    def test_site_that_is_not_loopback_needs_https_and_a_word_of_consent(self):
        self.open_site()
        manifest = self.manifest("ann")
        self.assert_says(self.expect(64, "send", manifest, "--site", "http://192.0.2.1").err, "https", "--allow-http")
        self.assert_says(self.expect(64, "send", manifest, "--site", "https://192.0.2.1").err, "--yes")


class StandardInput(Workbench):
    TEXT = "user,sender,message\nann,office,Hello\nben,office,Hello\n"

    def test_manifest_may_come_from_standard_input(self):
        site = self.open_site()
        before = set(self.folder.iterdir())
        self.expect(0, "send", "-", "--input-format", "csv", text=self.TEXT)
        self.assertEqual(sorted(site.users), ["ann", "ben"])
        self.assertEqual(self.outcomes("stdin.results.csv"), {"ann": "sent", "ben": "sent"})
        left = {path.name for path in set(self.folder.iterdir()) - before}
        self.assertEqual(left, {"stdin.results.csv", "state", ".local"}, "the copy of standard input was left behind")
        self.expect(0, "send", "-", "--input-format", "csv", text=self.TEXT)
        self.assertEqual(len(site.forms), 2)

    def test_copy_of_standard_input_is_for_its_owner_only(self):
        site = self.open_site(held=True)
        process = self.start("send", "-", "--input-format", "csv", stdin=-1)
        process.stdin.write(self.TEXT.encode())
        process.stdin.close()
        process.stdin = None
        site.wait_for(1)
        copies = [path for path in self.folder.rglob("*") if path.is_file() and path.read_bytes() == self.TEXT.encode()]
        self.assertEqual([stat.S_IMODE(path.stat().st_mode) for path in copies], [0o600])
        site.held = False
        self.assertEqual(self.finish(process).code, 0)

    def test_unknown_rows_of_standard_input_can_be_resolved(self):
        self.open_site(lambda form: SENT if form["user"] == "ann" else SILENCE)
        self.assert_says(self.expect(3, "send", "-", "--input-format", "csv", text=self.TEXT).err, "resolve - ")
        self.expect(0, "resolve", "-", "--all", "--as", "sent", text=self.TEXT)
        page = self.expect(0, "report", "-", "--output", "-", text=self.TEXT).out
        self.assertEqual(tally(read_report(page)), {"sent": 2})

    def test_manifest_and_secret_cannot_both_be_standard_input(self):
        site = self.open_site()
        result = self.expect(64, "send", "-", "--input-format", "csv", "--secret-file", "-", text=self.TEXT)
        self.assert_says(result.err, "standard input")
        self.assertEqual(site.connections, 0)

    def test_standard_input_without_a_format_is_refused_when_it_cannot_be_told(self):
        self.open_site()
        self.assert_says(self.expect(64, "send", "-", text=self.TEXT).err, "standard input", "--input-format")


class Sample(Workbench):
    def test_sample_manifest_is_accepted_but_for_the_unknown_user(self):
        site = self.open_site(lambda form: refusal() if form["user"].startswith("unknown") else SENT)
        report = self.folder / "report.csv"
        self.expect(1, "send", SAMPLES / "recipients.csv", "--report", report)
        self.assertEqual(tally(read_report(report.read_text())), {"sent": 13, "rejected": 1})
        self.assertEqual(len(site.forms), 14)
        self.assertNotIn(KEY, report.read_text())


if __name__ == "__main__":
    unittest.main()
