"""`report`: a part of the rows, rows that are sent again, and what is kept across runs."""
import csv
import json
import time
import unittest

from workbench import SENT, Workbench, read_report, refusal

ENDINGS = {
    "csv": "csv", "json": "json", "jsonl": "jsonl", "html": "html", "markdown": "md", "junit": "xml",
    "manifest": "csv", "manifest-jsonl": "jsonl"}


class Since(Workbench):
    def setUp(self):
        super().setUp()
        answers = {"ben": refusal(), "cid": refusal("blocked")}

        def answer(form):
            time.sleep(0.02)  # so that no two rows end in the same millisecond
            return answers.get(form["user"], SENT)

        self.open_site(answer)
        self.expect(1, "send", self.manifest("ann", "ben", "cid", "dora"), "--concurrency", "1", "--limit", "3")
        self.lines = self.report()

    def users(self, *options):
        page = self.expect(0, "report", "list.csv", *options, "--output", "-").out
        return [line["user"] for line in read_report(page)]

    def test_rows_whose_last_attempt_ended_since_then_are_listed_and_no_others(self):
        moment = self.lines[1]["finished_at"]
        self.assertEqual(self.users("--since", moment), ["ben", "cid"])
        self.assertEqual(self.users("--since", moment.replace("T", " ").replace("Z", "+00:00")), ["ben", "cid"])
        self.assertEqual(self.users("--since", self.lines[2]["finished_at"], "--only", "failed"), ["cid"])
        self.assertEqual(self.users("--since", moment, "--only", "sent"), [])

    def test_day_time_and_span_are_understood(self):
        for when in ("2020-01-31", "2020-02-29T10:00", "2020-01-31 10:00:30", "2020-01-31T10:00:00Z",
                     "2020-01-31T10:00:00.123-11:30", "1h", "90m", "7d", "1d12h"):
            with self.subTest(when=when):
                self.assertEqual(self.users("--since", when), ["ann", "ben", "cid"])

    def test_what_is_no_moment_that_lies_behind_is_refused(self):
        for when in ("", "yesterday", "24", "-5h", "2026-02-30", "2021-02-29", "2020-13-01", "2020-01-31T25:00",
                     "2020-01-31T10", "2020-01-31T10:00+25:00", "2020-01-31x", "31.01.2020", "9000-01-01",
                     "٢٠٢٠-٠١-٣١"):
            with self.subTest(when=when):
                self.assert_says(self.expect(64, "report", "list.csv", f"--since={when}").err, "--since", "24h")
        self.assert_says(self.expect(0, "report", "--help").out, "--since <when>", "2026-11-22", "24h")

    def test_every_format_that_says_anything_says_that_it_is_a_part(self):
        options = ("--since", self.lines[1]["finished_at"], "--only", "failed", "--output", "-")
        report = json.loads(self.expect(0, "report", "list.csv", "--format", "json", *options).out)
        self.assertEqual((report["run"]["since"], report["run"]["only"]),
                         (self.lines[1]["finished_at"], ["rejected", "not_sent", "invalid"]))
        self.assertEqual((report["counts"]["total"], report["listed"]["total"]), (4, 2))
        self.assertEqual([row["user"] for row in report["rows"]], ["ben", "cid"])
        for format in ("html", "markdown", "junit"):
            page = self.expect(0, "report", "list.csv", "--format", format, *options).out
            self.assert_says(page, "Only a part of the rows is listed", "2 of 4")
        for format in ("csv", "jsonl", "manifest", "manifest-jsonl"):
            page = self.expect(0, "report", "list.csv", "--format", format, *options).out
            self.assertEqual([user for user in ("ann", "ben", "cid", "dora") if user in page], ["ben", "cid"], format)

    def test_counts_of_all_and_of_the_part_are_told_beside_a_file(self):
        result = self.expect(0, "report", "list.csv", "--since", "1h", "--output", "part.csv")
        self.assert_says(result.err, "4 rows: 1 sent, 2 rejected, 1 pending", "only a part", "3 of 4", "part.csv")
        found = self.expect(0, "report", "list.csv", "--since", "1h", "--output", "part.csv", "--json").json
        self.assertEqual((found["rows"], found["counts"]["pending"], sum(found["listed"].values())), (4, 1, 3))
        self.assertNotIn("only a part", self.expect(0, "report", "list.csv").err.lower())


class SendAgain(Workbench):
    """The rows that failed, corrected and sent from a file of their own: all arrive, nobody twice."""

    def setUp(self):
        super().setUp()
        self.known = {"ann", "dora", "benjamin"}
        self.site = self.open_site(lambda form: SENT if form["user"] in self.known else refusal())

    def served(self):
        return sorted(form["user"] for form in self.site.forms if form["user"] in self.known)

    def test_csv_completes_with_every_cell_and_attachment_as_it_was(self):
        (self.folder / "files").mkdir()
        (self.folder / "fix").mkdir()
        self.write("files/plan.txt", "the plan")
        columns = ["Ref", "user", "sender", "message", "file_attachments", "price"]
        self.manifest(
            ["007", "ann", "office", "Hi", "files/plan.txt", "1"],
            ["=1+1", "ben", "office", 'two\r\nlines, "quoted"', "files/plan.txt", " -5 "],
            ["'x", "cid", "office", "Hi", "", ""], ["", "dora", "office", "Hi", "", ""], columns=columns)
        self.expect(1, "send", "list.csv")
        self.expect(0, "report", "list.csv", "--only", "failed", "--format", "manifest", "--output", "fix/failed.csv")
        with open(self.folder / "fix" / "failed.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(list(rows[0]), ["error_key", "error_message", "outcome", "grupo_batch_ordinal"] + columns)
        self.assertEqual(
            [[row[name] for name in columns] for row in rows],
            [["=1+1", "ben", "office", 'two\r\nlines, "quoted"', "../files/plan.txt", " -5 "],
             ["'x", "cid", "office", "Hi", "", ""]])
        self.assertEqual({(row["error_key"], row["outcome"]) for row in rows}, {("no_such_user", "rejected")})
        rows[0]["user"] = "benjamin"  # corrected; cid has joined the site meanwhile
        self.known.add("cid")
        with open(self.folder / "fix" / "failed.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        self.expect(0, "send", "fix/failed.csv", "--attachments-root", ".")
        users = [form["user"] for form in self.site.forms]  # several are in flight at once
        self.assertEqual([sorted(users[:4]), sorted(users[4:])], [["ann", "ben", "cid", "dora"], ["benjamin", "cid"]])
        sent = next(form for form in self.site.forms if form["user"] == "benjamin")
        self.assertEqual((sent["message"], sent["file_attachments"]), ('two\r\nlines, "quoted"', b"the plan"))
        self.assertEqual(set(self.outcomes("fix/failed.results.csv").values()), {"sent"})
        count = len(self.site.forms)
        self.expect(0, "send", "fix/failed.csv", "--attachments-root", ".")
        self.expect(1, "send", "list.csv")  # ben, whom the site still does not know, is all that is tried
        self.assertEqual([form["user"] for form in self.site.forms[count:]], ["ben"])

    def test_json_lines_complete_with_every_key_as_it_was(self):
        self.write("list.jsonl", "".join(json.dumps(row) + "\n" for row in [
            {"user": "ann", "sender": "office", "message": "Hi"},
            {"to": "ben", "sender": "office", "message": "b\u00e9", "note": "=1+1"},
            {"user": "cid", "sender": "office", "message": "Hi", "Team": " red "}]))
        self.expect(1, "send", "list.jsonl")
        self.expect(0, "report", "list.jsonl", "--only", "failed", "--format", "manifest-jsonl", "--output", "again.jsonl")
        rows = [json.loads(line) for line in (self.folder / "again.jsonl").read_text().splitlines()]
        errors = {"error_key": "no_such_user", "error_message": "We do not know this user", "outcome": "rejected"}
        self.assertEqual({row.pop("grupo_batch_ordinal")[:2] for row in rows}, {"1#"})
        self.assertEqual(rows, [
            {"to": "ben", "sender": "office", "message": "b\u00e9", "note": "=1+1"} | errors,
            {"user": "cid", "sender": "office", "message": "Hi", "Team": " red "} | errors])
        rows[0]["to"] = "benjamin"
        self.known.add("cid")
        self.write("again.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.expect(0, "send", "again.jsonl")
        users = [form["user"] for form in self.site.forms]
        self.assertEqual([sorted(users[:3]), sorted(users[3:])], [["ann", "ben", "cid"], ["benjamin", "cid"]])
        self.assertEqual(self.outcomes("again.results.csv"), {"benjamin": "sent", "cid": "sent"})
        self.expect(0, "send", "again.jsonl")
        self.assertEqual(len(self.site.forms), 5)


class Latency(Workbench):
    def test_percentiles_cover_the_runs_before_and_after_a_crash(self):
        def answer(form):
            time.sleep(0.05 if form["user"] < "user03" else 0)
            return SENT

        site = self.open_site(answer, held=True, prompt=3)
        manifest = self.manifest(*(f"user{number:02}" for number in range(12)))
        process = self.start("send", manifest, "--concurrency", "1")
        site.wait_for(4)
        process.kill()
        process.wait()
        site.held = False
        self.expect(3, "send", manifest, "--concurrency", "1")
        lines = self.report()
        took = sorted(int(line["duration_ms"]) for line in lines if line["duration_ms"])
        latency = json.loads(self.expect(0, "report", manifest, "--format", "json", "--output", "-").out)["latency_ms"]
        self.assertEqual((len(took), latency["count"]), (11, 11))
        self.assertEqual((latency["min"], latency["p50"], latency["max"]), (took[0], took[5], took[10]))
        self.assertGreaterEqual(latency["p90"], 50, "the first run's slow rows are missing")


class Place(Workbench):
    def setUp(self):
        super().setUp()
        self.open_site(lambda form: refusal() if form["user"] == "ben" else SENT)
        self.expect(1, "send", self.manifest("ann", "ben"))

    def test_foreign_file_is_refused_in_every_format_with_the_way_out(self):
        for format, ending in ENDINGS.items():
            with self.subTest(format=format):
                file = self.write(f"mine.{ending}", '{"user":"mine"}\n')
                result = self.expect(73, "report", "list.csv", "--format", format, "--output", file)
                self.assert_says(result.err, file.name, "remove it or give the report another path")
                self.assertEqual(file.read_text(), '{"user":"mine"}\n')

    def test_symbolic_link_is_refused_in_every_format(self):
        for format, ending in ENDINGS.items():
            with self.subTest(format=format):
                link = self.folder / f"link-{format}.{ending}"
                link.symlink_to(self.folder / "target")
                result = self.expect(73, "report", "list.csv", "--format", format, "--output", link)
                self.assert_says(result.err, "symbolic link")
                self.assertFalse((self.folder / "target").exists())

    def test_report_of_ours_is_replaced_but_never_a_manifest_that_may_have_been_corrected(self):
        for format, ending in ENDINGS.items():
            with self.subTest(format=format):
                path = f"out-{format}.{ending}"
                self.expect(0, "report", "list.csv", "--format", format, "--output", path)
                again = 73 if format.startswith("manifest") else 0
                self.expect(again, "report", "list.csv", "--format", format, "--output", path)

    def test_every_format_is_made_beside_a_running_send(self):
        site = self.open_site(held=True, prompt=1)
        process = self.start("send", self.manifest("eve", "fay", "gil", name="more.csv"), "--concurrency", "1")
        site.wait_for(2)
        for format, ending in ENDINGS.items():
            with self.subTest(format=format):
                self.expect(0, "report", "more.csv", "--format", format, "--output", f"live-{format}.{ending}")
        found = json.loads((self.folder / "live-json.json").read_text())
        self.assertEqual([row["outcome"] for row in found["rows"]], ["sent", "unknown", "pending"])
        self.assertIsNone(found["run"]["finished_at"])
        site.held = False
        self.assertEqual(self.finish(process).code, 0)
        self.assertEqual(set(self.outcomes("more.results.csv").values()), {"sent"})


if __name__ == "__main__":
    unittest.main()
