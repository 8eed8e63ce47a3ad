"""The report that `send` leaves: what it says, and where it may be."""
import re
import stat
import unittest

from workbench import COLUMNS, SENT, SILENCE, Workbench, refusal, tally


class Report(Workbench):
    def answer(self, form):
        return {"ann": SENT, "ben": refusal(), "cid": SILENCE}[form["user"]]

    def test_report_has_the_columns_of_the_contract_and_one_line_a_row(self):
        self.open_site(self.answer)
        rows = [["ann", "office", "Hi", "a1"], ["ben", "office", "Hi", "b2"], ["cid", "office", "Hi", "c3"],
                ["", "office", "Hi", "d4"]]
        manifest = self.manifest(*rows, columns=["user", "sender", "message", "id"])
        self.expect(3, "send", manifest, "--skip-invalid")
        lines = self.report()
        self.assertEqual(list(lines[0]), COLUMNS)
        names = ("row", "user", "success", "outcome", "error_key", "id")
        self.assertEqual(
            [tuple(line[name] for name in names) for line in lines],
            [("2", "ann", "true", "sent", "", "a1"), ("3", "ben", "false", "rejected", "no_such_user", "b2"),
             ("4", "cid", "", "unknown", lines[2]["error_key"], "c3"),
             ("5", "", "false", "invalid", lines[3]["error_key"], "d4")])
        self.assertEqual(lines[2]["error_key"], "client.connection_lost")
        self.assertRegex(lines[3]["error_key"], r"^manifest\.")
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
        # A run that takes its time ends with a last line of progress.
        result = self.expect(1, "send", self.manifest("ann", "ben"), "--progress", "never")
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


if __name__ == "__main__":
    unittest.main()
