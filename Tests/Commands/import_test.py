"""`ledger import`: what a report proves is restored, by the identity of each row, all or nothing, however many rows there are."""
import csv
import hashlib
import io
import json
import unittest

from workbench import SENT, Workbench, refusal, tally


class ImportBench(Workbench):
    """A manifest that was sent in part, with its reports, and the loss of the ledger."""

    REPORTS = ("list.results.csv", "list.json", "list.jsonl")

    def setUp(self):
        super().setUp()
        self.site = self.open_site(lambda form: refusal() if form["user"] == "ben" else SENT)
        self.manifest(["ann", "office", "Hi"], "ben", ["", "office", "x"], ["ann", "office", "Hi"], "dora")
        reports = [word for name in self.REPORTS for word in ("--report", name)]
        self.expect(1, "send", "list.csv", "--skip-invalid", "--limit", "4", *reports)
        self.lines = self.report()

    def lose_ledger(self):
        self.forget_runs()

    def rewrite(self, lines, columns=None, name="list.results.csv", delimiter=","):
        page = io.StringIO(newline="")
        writer = csv.DictWriter(page, columns or self.lines[0], delimiter=delimiter, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(lines)
        return self.write(name, page.getvalue())

    def imports(self, report="list.results.csv", *options):
        """Imports into a new ledger and returns the lines that were said."""
        self.lose_ledger()
        return self.expect(0, "ledger", "import", report, *options).out

    def refuses(self, report="list.results.csv", *options, says=()):
        """Imports into a new ledger what must be refused, and asserts that nothing was recorded."""
        self.lose_ledger()
        result = self.expect(65, "ledger", "import", report, *options)
        self.assertNotIn("Nothing was sent", result.err)
        self.assert_says(result.err, "nothing was recorded", *says)
        found = self.run_program("ledger", "check")
        self.assert_says(found.out + found.err, "none in 0 campaigns" if found.code == 0 else "there is no ledger")

    def sends(self, code, users, *options):
        count = len(self.site.forms)
        result = self.expect(code, "send", "list.csv", "--skip-invalid", *options)
        self.assertEqual(sorted(self.site.users[count:]), users)
        return result


class Import(ImportBench):
    def test_what_a_report_proves_is_restored_and_nobody_gets_anything_twice(self):
        self.assert_says(self.imports(), "3 rows restored, 0 known")
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "0 rows restored, 3 known")
        self.sends(1, ["ben", "dora"])
        self.assertEqual(tally(self.report()), {"sent": 3, "rejected": 1, "invalid": 1})

    def test_json_and_json_lines_restore_the_same(self):
        for name in self.REPORTS[1:]:
            with self.subTest(name):
                self.assert_says(self.imports(name, "--manifest", "list.csv"), "3 rows restored, 0 known")
        self.sends(1, ["ben", "dora"])

    def test_json_written_anew_by_another_program_restores_the_same(self):
        report = json.loads((self.folder / "list.json").read_text())
        for name, text in [
                ("a.json", json.dumps(report)), ("b.json", json.dumps(report, indent=2, sort_keys=True)),
                ("c.jsonl", "".join(json.dumps(row, sort_keys=True) + "\n" for row in report["rows"][::-1]))]:
            with self.subTest(name):
                self.write(name, text)
                self.assert_says(self.imports(name, "--manifest", "list.csv"), "3 rows restored, 0 known")

    def test_report_that_a_spreadsheet_saved_restores_the_same(self):
        columns = ["row_digest", *list(self.lines[0])[:-1], "Note"]
        self.rewrite(self.lines, columns, delimiter=";")
        text = (self.folder / "list.results.csv").read_text()
        (self.folder / "list.results.csv").write_text("\ufeff" + text, encoding="utf-8")
        self.lose_ledger()
        # What a person saved is not written over.
        other = ["--report", "other.csv"]
        self.assert_says(self.sends(65, [], *other).err, "2 rows of this run as sent", "ledger import")
        self.assert_says(self.imports(), "3 rows restored")
        self.sends(1, ["ben", "dora"], *other)

    def test_part_of_a_report_in_any_order_restores_that_part(self):
        self.rewrite([self.lines[3], self.lines[1]])
        self.assert_says(self.imports(), "2 rows restored")
        # The second of two equal rows is proved; the first is tried, as nothing proves it.
        self.sends(1, ["ann", "ben", "dora"])

    def test_rows_are_known_by_what_they_are_and_not_by_their_numbers(self):
        self.manifest("new", "dora", ["ann", "office", "Hi"], "ben", ["ann", "office", "Hi"])
        self.assert_says(self.imports(), "3 rows restored")
        self.sends(1, ["ben", "dora", "new"])

    def test_line_said_twice_in_the_same_words_counts_once(self):
        self.rewrite(self.lines + self.lines[:1])
        self.assert_says(self.imports(), "3 rows restored")

    def test_number_user_and_sender_prove_nothing(self):
        self.manifest(["ann", "office", "Other"], "ben", ["", "office", "x"], ["ann", "office", "Other"], "dora")
        self.rewrite(self.lines[:1])
        self.refuses(says=["The one line of", "without a batch label", "as it was sent"])

    def test_row_that_was_edited_since_is_still_proved_and_its_recipient_guarded(self):
        self.manifest(["ann", "office", "Edited"], "ben", "dora")
        out = self.imports()
        self.assert_says(out, "3 rows restored", "2 lines of them are about no row")
        self.assertEqual(
            self.expect(0, "ledger", "import", "list.results.csv", "--json").json,
            {"restored": 0, "known_before": 3, "not_in_manifest": 2, "not_in_report": 1, "send_will_ask": []})
        self.assert_says(self.sends(65, []).err, "second message", "--keep-served")
        self.sends(1, ["ben", "dora"], "--keep-served")

    def test_what_speaks_against_sending_wins(self):
        self.rewrite([self.lines[1] | {"outcome": "sent"}])
        self.assert_says(self.imports(), "1 row restored")
        self.rewrite(self.lines)
        self.assert_says(self.expect(0, "ledger", "import", "list.results.csv").out, "2 rows restored, 1 known")
        self.sends(1, ["dora"])

    def test_formula_guard_is_undone_so_that_the_recipient_is_the_same(self):
        self.lose_ledger()
        self.manifest(["+49151", "office", "Hi"], "zoe", name="plus.csv")
        self.expect(0, "send", "plus.csv")
        self.assertEqual(self.report("plus.results.csv")[0]["user"], "'+49151")
        self.manifest(["+49151", "office", "Edited"], "zoe", name="plus.csv")
        self.assert_says(self.imports("plus.results.csv"), "2 rows restored")
        self.assert_says(self.expect(65, "send", "plus.csv").err, "second message")

    def test_report_of_a_batch_finds_its_manifest_and_only_its_batch(self):
        self.expect(1, "send", "list.csv", "--batch", "v1.june", "--skip-invalid", "--report", "june.json")
        self.expect(0, "report", "list.csv", "--batch", "v1.june")
        name = "list.v1.june.results.csv"
        self.assert_says(self.imports(name, "--batch", "v1.june"), "4 rows restored")
        self.refuses(name, "--manifest", "list.csv", says=["without a batch label", "--batch"])
        self.refuses("june.json", "--manifest", "list.csv", says=["batch label “v1.june”"])
        self.refuses("list.json", "--manifest", "list.csv", "--batch", "july", says=["leave --batch out"])


class ImportRefused(ImportBench):
    def test_other_site_other_options_and_an_edited_manifest_are_told_apart_by_a_json_report(self):
        self.refuses("list.json", "--manifest", "list.csv", "--site", "http://127.0.0.1:9", says=["another site"])
        self.manifest("zoe")
        self.refuses("list.json", "--manifest", "list.csv", says=["edited since"])
        self.lose_ledger()
        self.put_message_manifest()
        self.expect(0, "send", "bare.csv", "--message", "Hey", "--report", "bare.json")
        self.refuses("bare.json", "--manifest", "bare.csv", "--message", "Ho", says=["options it was sent with"])
        self.assert_says(self.imports("bare.json", "--manifest", "bare.csv", "--message", "Hey"), "1 row restored")

    def put_message_manifest(self):
        self.write("bare.csv", "user,sender\nann,office\n")

    def test_report_of_another_manifest_restores_nothing(self):
        other = self.manifest("eve", name="other.csv")
        self.refuses("list.results.csv", "--manifest", other, says=["None of the 4 lines", "other.csv"])

    def test_digest_that_stands_twice_for_different_things_is_named(self):
        self.rewrite(self.lines + [self.lines[0] | {"outcome": "unknown"}])
        self.refuses(says=["different things", "lines 2 and 7"])

    def test_digest_that_is_none_is_named(self):
        digest = self.lines[0]["row_digest"]
        for wrong in (digest[:-1], digest.upper(), "x", digest.replace("r1", "r2")):
            with self.subTest(wrong):
                self.rewrite([self.lines[0] | {"row_digest": wrong}] + self.lines[1:])
                self.refuses(says=["line 2 (row 2)", "row_digest"])

    def test_line_without_its_digest_is_named(self):
        self.rewrite(self.lines[:3] + [self.lines[3] | {"row_digest": ""}])
        self.refuses(says=["line 5 (row 5)", "no row_digest"])

    def test_file_that_is_no_report_or_no_longer_one_is_refused(self):
        self.refuses("list.csv", "--manifest", "list.csv", says=["no CSV, JSON or JSON Lines report"])
        self.write("empty.csv", "")
        self.refuses("empty.csv", "--manifest", "list.csv", says=["no CSV, JSON"])
        self.write("other.json", '{"rows": [{"a": 1}]}')
        self.refuses("other.json", "--manifest", "list.csv", says=["no CSV, JSON"])
        self.rewrite([self.lines[0] | {"outcome": "maybe"}, self.lines[1]])
        self.refuses(says=["line 2", "no line of a results report"])
        text = (self.folder / "list.jsonl").read_text()
        self.write("cut.jsonl", text + "{\"row\":\n")
        self.refuses("cut.jsonl", "--manifest", "list.csv", says=["line 6", "no line of a results report"])
        self.lose_ledger()
        self.write("cut.json", (self.folder / "list.json").read_text()[:-40])
        self.expect(65, "ledger", "import", "cut.json", "--manifest", "list.csv")
        self.expect(66, "ledger", "import", "nothing.csv", "--manifest", "list.csv")

    def test_report_of_a_test_credits_nobody_and_keeps_nobody_from_sending(self):
        self.lose_ledger()
        names = ("list.results.csv", "test.json", "test.jsonl")
        for name in self.REPORTS:
            (self.folder / name).unlink()
        self.expect(1, "send", "list.csv", "--skip-invalid", "--test-to", "me", *[
            word for name in names for word in ("--report", name)])
        for name in names:
            self.refuses(name, "--manifest", "list.csv", says=["proves nothing", "--test-to"])
        self.sends(1, ["ann", "ann", "ben", "dora"])

    def test_report_of_an_earlier_version_is_refused_with_the_way_out(self):
        columns = list(self.lines[0])[:-1]
        self.rewrite(self.lines, columns)
        self.refuses(says=["earlier version", "--ledger", "--batch"])
        self.assert_says(self.sends(65, []).err, "2 rows of this run as sent", "ledger import")
        rows = [json.loads(line) for line in (self.folder / "list.jsonl").read_text().splitlines()]
        self.write("list.jsonl", "".join(json.dumps(self.earlier(row)) + "\n" for row in rows))
        self.refuses("list.jsonl", "--manifest", "list.csv", says=["earlier version"])

    @staticmethod
    def earlier(row):
        return {key: value for key, value in row.items() if key != "row_digest"}

    def earlier_plan(self):
        """The plan's digest of list.csv as versions before p2 computed it, without options and attachments."""
        digest = hashlib.sha256()

        def framed(data):
            digest.update(len(data).to_bytes(8, "big") + data)

        def add(text):
            digest.update(b"\0" if text is None else b"\1")
            framed((text or "").encode())

        for text in ["grupo-batch plan 1", self.environment["GRUPO_SITE"], None, "csv", "UTF-8", str(ord(",")),
                     None, None, None, None, f"false false {2 << 20} {1 << 20}"]:
            add(text)
        framed(b"")
        framed(hashlib.sha256((self.folder / "list.csv").read_bytes()).digest())
        return digest.hexdigest()

    def earlier_json(self, change=lambda report: None):
        report = json.loads((self.folder / "list.json").read_text())
        report["rows"] = [self.earlier(row) for row in report["rows"]]
        del report["run"]["manifest_digest"]
        report["run"]["plan_digest"] = self.earlier_plan()
        change(report)
        self.write("earlier.json", json.dumps(report))

    def test_json_report_of_an_earlier_version_proves_its_manifest_by_the_plan(self):
        self.earlier_json()
        self.assert_says(self.imports("earlier.json", "--manifest", "list.csv"), "3 rows restored")
        self.sends(1, ["ben", "dora"])
        self.refuses("earlier.json", "--manifest", "list.csv", "--batch", "june", says=["earlier version"])
        self.earlier_json(lambda report: report["rows"].append(report["rows"][0] | {"row": 44}))
        self.refuses("earlier.json", "--manifest", "list.csv", says=["row 44", "no row of"])
        self.earlier_json(lambda report: report["rows"].append(report["rows"][0] | {"outcome": "unknown"}))
        self.refuses("earlier.json", "--manifest", "list.csv", says=["different things"])
        self.earlier_json(lambda report: report["run"]["options"].append({"name": "test-to", "value": "me"}))
        self.refuses("earlier.json", "--manifest", "list.csv", says=["proves nothing"])
        self.earlier_json(lambda report: report["run"].update(plan_digest=None))
        self.refuses("earlier.json", "--manifest", "list.csv", says=["earlier version"])
        self.earlier_json()
        with open(self.folder / "list.csv", "a", encoding="utf-8") as file:
            file.write("zoe,office,Hi\r\n")
        self.refuses("earlier.json", "--manifest", "list.csv", says=["earlier version"])

    def test_lines_that_were_turned_around_still_keep_send_from_sending(self):
        self.lose_ledger()
        self.rewrite(self.lines[::-1])
        self.assert_says(self.sends(65, []).err, "2 rows of this run as sent", "ledger import")


if __name__ == "__main__":
    unittest.main()
