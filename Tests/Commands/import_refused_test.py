"""`ledger import` where a report proves nothing, or not enough."""
import csv
import hashlib
import json
import unittest

from import_bench import ImportBench

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
