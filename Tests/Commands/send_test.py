"""`send` from manifest to report: what leaves, what does not, and what is said about it."""
import re
import stat
import unittest

from workbench import COLUMNS, KEY, SAMPLES, SENT, SILENCE, Reply, Workbench, read_report, refusal, tally


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
        self.assertEqual(left, {"stdin.results.csv", "state"}, "the copy of standard input was left behind")
        self.expect(0, "send", "-", "--input-format", "csv", text=self.TEXT)
        self.assertEqual(len(site.forms), 2)

    def test_copy_of_standard_input_is_for_its_owner_only(self):
        site = self.open_site(held=True)
        process = self.start("send", "-", "--input-format", "csv", stdin=-1)
        process.stdin.write(self.TEXT.encode())
        process.stdin.close()
        process.stdin = None
        site.wait_for(1)
        spools = [path for path in self.folder.iterdir() if "stdin" in path.name and path.suffix != ".csv"]
        self.assertEqual([stat.S_IMODE(path.stat().st_mode) for path in spools], [0o600])
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
        self.assert_says(self.expect(65, "send", "-", text=self.TEXT).err, "standard input", "--input-format")


class Report(Workbench):
    def answer(self, form):
        return {"ann": SENT, "ben": refusal(), "cid": SILENCE}[form["user"]]

    def test_report_has_the_columns_of_the_contract_and_one_line_a_row(self):
        self.open_site(self.answer)
        rows = [["ann", "office", "Hi", "a1"], ["ben", "office", "Hi", "b2"], ["cid", "office", "Hi", "c3"], ["", "", "", ""]]
        manifest = self.manifest(*rows, columns=["user", "sender", "message", "id"])
        self.expect(3, "send", manifest, "--skip-invalid")
        lines = self.report()
        self.assertEqual(list(lines[0]), COLUMNS)
        self.assertEqual(
            [(line["row"], line["user"], line["success"], line["outcome"], line["error_key"], line["id"]) for line in lines],
            [("2", "ann", "true", "sent", "", "a1"), ("3", "ben", "false", "rejected", "no_such_user", "b2"),
             ("4", "cid", "", "unknown", "client.connection_lost", "c3"),
             ("5", "", "false", "invalid", lines[3]["error_key"], "")])
        for line in lines[:3]:
            self.assertEqual((line["sender"], line["attempts"]), ("office", "1"))
            self.assertRegex(line["finished_at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertRegex(line["duration_ms"], r"^\d+$")
        self.assertEqual([line["http_status"] for line in lines], ["200", "200", "", ""])

    def test_report_is_for_its_owner_only_whatever_the_umask(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann"), umask=0o077)
        self.assertEqual(stat.S_IMODE((self.folder / "list.results.csv").stat().st_mode), 0o600)
        self.expect(0, "send", self.manifest("ben", name="two.csv"), umask=0)
        self.assertEqual(stat.S_IMODE((self.folder / "two.results.csv").stat().st_mode), 0o600)
        for path in (self.folder / "state").rglob("*"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o700 if path.is_dir() else 0o600, path)

    def test_counts_on_screen_and_in_json_add_up_to_the_manifest(self):
        self.open_site(self.answer)
        manifest = self.manifest("ann", "ben", "cid", ["", "office", "x"])
        found = self.expect(3, "send", manifest, "--skip-invalid", "--json")
        self.assertEqual(found.out.count("\n"), 1)
        self.assertEqual(found.json["rows"], 4)
        self.assertEqual(
            found.json["counts"], {
                "sent": 1, "rejected": 1, "not_sent": 0, "unknown": 1, "invalid": 1, "excluded": 0, "pending": 0})
        self.assertEqual(found.json["exit_code"], 3)
        self.assertEqual(found.json["reports"], [str(self.folder / "list.results.csv")])

    def test_result_on_standard_output_names_counts_keys_and_the_report(self):
        self.open_site(self.answer)
        result = self.expect(1, "send", self.manifest("ann", "ben"))
        self.assert_says(result.out, "2 rows", "1 sent", "1 rejected", "no_such_user", "list.results.csv")
        self.assertNotIn("1 rejected", result.err)
        quiet = self.expect(1, "send", self.manifest("ann", "ben"), "--quiet")
        self.assertEqual(quiet.err, "")

    def test_batch_is_part_of_the_reports_name(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann"), "--batch", "june")
        self.assertEqual(tally(self.report("list.june.results.csv")), {"sent": 1})

    def test_several_reports_are_written_in_one_run(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann"), "--report", "one.csv", "--report", "two.csv", "--bom")
        self.assertEqual((self.folder / "one.csv").read_bytes(), (self.folder / "two.csv").read_bytes())
        self.assertTrue((self.folder / "one.csv").read_bytes().startswith(b"\xef\xbb\xbfrow,user"))

    def test_control_characters_from_the_site_do_not_reach_report_or_terminal(self):
        self.open_site(lambda form: refusal("bad\x1b[2Jkey", "line\nbreak\x07 \x9b31m"))
        result = self.expect(1, "send", self.manifest("ann"), "-v")
        line = self.report()[0]
        for text in (result.out, result.err, line["error_key"], line["error_message"]):
            self.assertNotRegex(re.sub(r"\n\Z", "", text.replace("\n", " ")), r"[\x00-\x1f\x7f-\x9f]")
        self.assertEqual(line["error_key"], "bad\ufffd[2Jkey")

    def test_formula_in_a_cell_is_harmless_in_a_spreadsheet(self):
        self.open_site(lambda form: refusal("=cmd", "+HYPERLINK()"))
        self.expect(1, "send", self.manifest("ann"))
        for column in ("error_key", "error_message"):
            self.assertNotRegex(self.report()[0][column], r"^[=+\-@]")


class ReportPlace(Workbench):
    def refused(self, *options):
        site = self.open_site()
        result = self.expect(73, "send", self.manifest("ann"), *options)
        self.assertEqual(site.connections, 0, "something was sent before the report's place was checked")
        self.assertFalse((self.folder / "state").exists(), "the ledger was made before the report's place was checked")
        return result.err

    def test_report_of_ours_is_replaced(self):
        self.open_site()
        self.expect(0, "send", self.manifest("ann", "ben"), "--limit", "1")
        self.expect(0, "send", self.manifest("ann", "ben"))
        self.assertEqual(tally(self.report()), {"sent": 2})

    def test_foreign_file_is_never_replaced(self):
        file = self.write("mine.csv", "my,own,work\n1,2,3\n")
        self.assert_says(self.refused("--report", "mine.csv"), "mine.csv", "not a results report")
        self.assertEqual(file.read_text(), "my,own,work\n1,2,3\n")

    def test_manifest_itself_is_never_replaced_by_its_report(self):
        self.refused("--report", "list.csv")
        self.assertIn("user,sender,message", (self.folder / "list.csv").read_text())

    def test_report_is_not_written_through_a_symbolic_link(self):
        target = self.folder / "elsewhere.csv"
        (self.folder / "link.csv").symlink_to(target)
        self.assert_says(self.refused("--report", "link.csv"), "link.csv", "symbolic link")
        self.assertFalse(target.exists())

    def test_missing_folder_is_told_before_anything_is_sent(self):
        self.assert_says(self.refused("--report", "no-such-folder/report.csv"), "no-such-folder")

    def test_folder_or_device_is_no_report(self):
        (self.folder / "folder.csv").mkdir()
        self.refused("--report", "folder.csv")

    def test_second_of_two_reports_is_checked_before_anything_is_sent(self):
        self.refused("--report", "good.csv", "--report", "no-such-folder/report.csv")


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
