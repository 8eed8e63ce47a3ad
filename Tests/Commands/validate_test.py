"""`validate`: every mistake is reported, nothing is sent, neither site nor key is needed."""
import shutil
import unittest

from workbench import SAMPLES, Workbench

# Row, column and what is wrong: samples/broken.csv has one of each kind.
BROKEN = [
    (3, "user", "manifest.missing_user"), (4, "sender", "manifest.missing_sender"),
    (5, "message", "manifest.missing_message"), (6, "message", "manifest.missing_message"),
    (7, "gif_url", "manifest.gif_url"), (8, "gif_url", "manifest.gif_url"), (9, "gif_url", "manifest.gif_url"),
    (10, "gif_url", "manifest.gif_url"), (11, "file_attachments", "manifest.attachment_missing"),
    (12, "file_attachments", "manifest.attachment_outside_root"),
    (13, "file_attachments", "manifest.attachment_not_regular"), (14, "user", "manifest.control_character"),
    (15, "sender", "manifest.control_character"), (16, "user", "manifest.edge_blank"),
    (17, "sender", "manifest.edge_blank"), (18, None, "manifest.ragged_row"), (19, None, "manifest.ragged_row"),
]


class Validate(Workbench):
    def broken(self):
        samples = self.folder / "samples"
        shutil.copytree(SAMPLES, samples)
        shutil.copy(SAMPLES / "timetable.pdf", self.folder / "README.md")
        return samples / "broken.csv"

    def test_a_good_manifest_is_summed_up_and_previewed(self):
        result = self.expect(0, "validate", SAMPLES / "recipients.csv", "--rate", "2/s")
        self.assert_says(
            result.out, "14 rows", "recipients   14", "1 file", "longest", "at 2/s", "row 2 as it will be sent",
            "ada.lovelace", "the hall opens at six", "plan ")
        self.assertEqual(result.err, "")

    def test_selection_decides_what_is_previewed_and_how_long_it_takes(self):
        manifest = self.manifest(*(f"user{number}" for number in range(10)))
        self.assert_says(self.expect(0, "validate", manifest, "--limit", "2", "--rate", "1/m").out, "selected     2 rows",
                         "about 1 min,")
        stop_list = self.write("stop.txt", "user0\n")
        self.assert_says(self.expect(0, "validate", manifest, "--exclude", stop_list).out, "row 3 as it will be sent",
                         "selected     9 rows")
        self.assert_says(self.expect(0, "validate", manifest, "--rows", "5-6").out, "row 5 as it will be sent")
        self.assert_says(self.expect(0, "send", manifest, "--test-to", "me", "--dry-run").out, "to    me")
        self.assert_says(self.expect(0, "validate", manifest, "--rows", "1").out, "selected     0 rows")
        self.assert_says(self.expect(0, "validate", manifest, "--preview-row", "99").err, "Row 99 cannot be shown")

    def test_options_of_send_are_taken_so_that_one_word_makes_a_check_of_it(self):
        manifest = self.manifest("ann")
        plan = self.expect(0, "validate", manifest, "--json").json["plan_digest"]
        self.expect(0, "validate", manifest, "--concurrency", "2", "--retries", "1", "--report", "r.html", "--timeout",
                    "5s", "--no-input", "--dry-run", "--stop-after", "5%", "--fatal-error-keys", "x", "--plan", plan)
        self.assert_says(self.expect(65, "validate", manifest, "--plan", "0" * 64).err, "older version")
        self.assertFalse((self.folder / "r.html").exists())

    def test_preview_shows_every_kind_of_line_break_as_one_and_says_what_it_leaves_out(self):
        text = "one\r\ntwo\rthree\n" + "more\n" * 50
        out = self.expect(0, "validate", self.manifest(["ann", "office", text])).out
        self.assertEqual([line.strip() for line in out.splitlines() if "│" in line][:3], ["│ one", "│ two", "│ three"])
        self.assertNotIn("\ufffd", out)
        self.assert_says(out, "more lines")

    def test_neither_site_nor_key_is_needed_and_the_page_says_that_the_ledger_was_not_consulted(self):
        result = self.expect(0, "validate", self.manifest("ann"))
        self.assert_says(result.out, "ledger was not consulted", "--site")
        self.assertFalse((self.folder / "state").exists(), "a check left something behind")

    def test_nothing_reaches_the_site_even_when_one_is_named(self):
        site = self.open_site()
        self.expect(0, "validate", self.manifest("ann"))
        self.expect(0, "send", self.manifest("ann"), "--dry-run")
        self.assertEqual((site.connections, site.forms), (0, []))

    def test_every_mistake_of_the_broken_sample_is_listed_with_row_column_and_remedy(self):
        result = self.expect(65, "validate", self.broken(), "--json")
        problems = result.json["problems"]
        found = {(problem["row"], problem.get("column"), problem["error_key"]) for problem in problems}
        self.assertEqual(found, set(BROKEN))
        for problem in problems:
            self.assertTrue(problem["problem"] and problem["remedy"], problem)

    def test_every_mistake_is_listed_for_people_too(self):
        result = self.expect(65, "validate", self.broken())
        for row, column, _ in BROKEN:
            self.assertRegex(result.err, rf"row {row}\b[^\n]*" + (f"“{column}”" if column else ""))
        self.assert_says(result.err, "17 problems")

    def test_a_bad_column_is_reported_once_and_not_for_every_row(self):
        manifest = self.manifest(["ann", "office"], ["ben", "office"], columns=["user", "sender"])
        result = self.expect(65, "validate", manifest, "--json")
        self.assertEqual([problem["error_key"] for problem in result.json["problems"]], ["manifest.missing_column"])
        self.expect(0, "validate", manifest, "--message", "Hello")

    def test_json_is_one_complete_object(self):
        found = self.expect(0, "validate", SAMPLES / "recipients.csv", "--json").json
        for name, value in {
            "rows": 14, "valid_rows": 14, "invalid_rows": 0, "recipients": 14, "attachments": 1, "valid": True,
            "attachment_bytes": (SAMPLES / "timetable.pdf").stat().st_size, "problem_count": 0, "problems": [],
            "ledger_consulted": False,
        }.items():
            self.assertEqual(found[name], value, name)
        self.assertRegex(found["plan_digest"], r"^p2:site=none,(\w+=\w+,?){7}$")

    def test_json_lists_every_problem_and_warning_however_many_in_order(self):
        rows = [["" if number % 3 else f"user{number % 2}", "office", f"Hi {number}"] for number in range(6_000)]
        result = self.expect(65, "validate", self.manifest(*rows, columns=["user", "sender", "mesage"]), "--json")
        self.assertEqual(result.out.count("\n"), 1)
        found = result.json
        self.assertEqual(found["problem_count"], len(found["problems"]))
        self.assertEqual(found["problems"][0]["error_key"], "manifest.missing_column")
        self.assertEqual([problem["row"] for problem in found["problems"][1:]],
                         [number + 2 for number in range(6_000) if number % 3])
        found = self.expect(
            65, "validate", self.manifest(*rows), "--json", "--unique-users", "--sender", "office").json
        self.assertEqual(len(found["problems"]), 4_000 + 1_998)
        found = self.expect(65, "validate", self.manifest(*rows), "--json").json
        keys = [warning["error_key"] for warning in found["warnings"]]
        self.assertEqual((set(keys), len(keys)), ({"manifest.repeated_recipient"}, 1_998))
        self.assertIn("user0", found["warnings"][-1]["problem"] + found["warnings"][-2]["problem"])

    def test_dry_run_of_send_is_the_same_as_validate(self):
        for manifest in (SAMPLES / "recipients.csv", self.broken()):
            for options in ([], ["--json"], ["--preview", "3"], ["--sender", "someone"]):
                one = self.run_program("validate", manifest, *options)
                two = self.run_program("send", manifest, "--dry-run", *options)
                self.assertEqual((one.code, one.out, one.err), (two.code, two.out, two.err))

    def test_preview_shows_the_rows_asked_for(self):
        manifest = self.manifest("ann", "ben", "cid")
        page = self.expect(0, "validate", manifest, "--preview", "0", "--preview-row", "3").out
        self.assert_says(page, "row 3 as it will be sent", "Hello ben")
        self.assertNotIn("Hello ann", page)

    def test_hostile_text_is_shown_without_control_characters(self):
        manifest = self.manifest(["ann", "office", "red \x1b[31m text\x07"], ["b\x1b]0;x\x07", "office", "hi"])
        result = self.expect(65, "validate", manifest)
        for character in "\x1b\x07":
            self.assertNotIn(character, result.out + result.err)

    def test_standard_input_is_checked_like_a_file(self):
        text = self.manifest("ann").read_text()
        self.assertIn("1 row", self.expect(0, "validate", "-", "--input-format", "csv", text=text).out)
        result = self.expect(65, "validate", "-", "--input-format", "csv", text="user,sender,message\n,a,b\n")
        self.assert_says(result.err, "standard input", "row 2", "user")

    def test_what_was_sent_already_is_told_when_a_site_is_named(self):
        self.open_site()
        manifest = self.manifest("ann", "ben")
        self.expect(0, "send", manifest, "--limit", "1")
        found = self.expect(0, "validate", manifest, "--json").json
        self.assertTrue(found["ledger_consulted"])
        self.assertEqual(found["ledger"]["sent"], 1)


class Plan(Workbench):
    def test_a_plan_that_was_validated_is_sent_and_any_other_is_refused(self):
        site = self.open_site()
        manifest = self.manifest("ann", "ben")
        digest = self.expect(0, "validate", manifest, "--json").json["plan_digest"]
        self.manifest("ann", "eve")
        self.assert_says(self.expect(65, "send", manifest, "--plan", digest).err, "plan", "validate")
        self.assertEqual(site.forms, [])
        self.manifest("ann", "ben")
        self.expect(0, "send", manifest, "--plan", digest)
        self.assertEqual(sorted(site.users), ["ann", "ben"])


if __name__ == "__main__":
    unittest.main()
