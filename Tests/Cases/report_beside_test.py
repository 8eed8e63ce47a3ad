"""The report beside a file is proof: what it calls sent and the ledger does not know is not sent again."""
import re
import shlex
import shutil
import unittest

from case import HEAD, SENT, Case, greetings, refusal



class ReportBeside(Case):
    """Each test ends with as many messages at the site as there are messages."""

    def put_list(self, count=8, name="l.csv", text="Hello"):
        return self.put(name, greetings(count, text))

    def other_machine(self, name="b"):
        """From now on another person's ledgers."""
        self.environment["HOME"] = str(self.folder / name)
        self.environment["XDG_STATE_HOME"] = str(self.folder / name / "state")
        (self.folder / name).mkdir(exist_ok=True)

    def first_machine(self, home):
        self.environment.update(home)

    def home(self):
        return {name: self.environment[name] for name in ("HOME", "XDG_STATE_HOME") if name in self.environment}

    def do_as_told(self, refused):
        """Runs the import command as it is printed."""
        command = re.search(r"grupo-batch (ledger import .*?)\. Or name", refused.out + refused.err).group(1)
        return self.expect(0, *shlex.split(command))

    def each_once(self, count):
        self.assertEqual(len(self.site.forms), count)
        self.assertEqual(len({(form["user"], form["message"]) for form in self.site.forms}), count)

    def test_ledger_that_knows_part_of_the_file_is_no_answer_to_the_report(self):
        self.put_list()
        a = self.home()
        self.expect(0, "send", "l.csv", "--limit", "3")
        self.other_machine()
        self.do_as_told(self.refused("send", "l.csv", says="lists 3 rows of this run as sent"))
        self.expect(0, "send", "l.csv")
        self.first_machine(a)
        found = self.refused("validate", "l.csv", says="lists 5 rows of this run as sent")
        self.assertIn("ledger import", found.out + found.err)
        self.do_as_told(self.refused("send", "l.csv", "--yes", says="lists 5 rows of this run as sent"))
        self.expect(0, "send", "l.csv")
        self.each_once(8)

    def test_report_of_the_failed_rows_in_the_same_folder_is_proof(self):
        self.put_list()
        self.site.answer = lambda form: refusal() if form["user"] == "u3" else SENT
        self.expect(1, "send", "l.csv")
        self.expect(0, "report", "l.csv", "--only", "failed", "--format", "manifest", "--output", "failed.csv")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "failed.csv")
        self.other_machine()
        self.expect(0, "ledger", "import", "l.results.csv")
        refused = self.refused("send", "l.csv", says="failed.results.csv lists 1 row of this run as sent")
        self.assertRegex(self.expect(0, "validate", "l.csv").err, "(?i)send will ask: failed.results.csv lists 1 row")
        command = re.search(r"grupo-batch (ledger import .*?)\. If it", refused.err).group(1)
        self.expect(0, *shlex.split(command))
        self.expect(0, "send", "l.csv")
        self.assertEqual(self.sent_to().count("u3"), 2)

    def test_rows_it_calls_left_out_are_asked_about(self):
        self.put_list()
        self.expect(0, "send", "l.csv")
        self.put("l.csv", greetings(8).replace("u3,office,Hello 3", "U3,office,Hello 3"))
        self.expect(0, "send", "l.csv", "--keep-served")
        self.other_machine()
        self.expect(0, "ledger", "import", "l.results.csv")
        self.refused("send", "l.csv", says=[r"lists 1 row of this run \(row 5\) as left out on purpose", "--exclude"])
        self.assertIn("left out on purpose", self.expect(0, "validate", "l.csv").err)
        self.each_once(8)
        self.expect(0, "send", "l.csv", "--yes")
        self.put("l.csv", greetings(8).replace("u3,office,Hello 3", "U3,office,Hello 3") + "new,office,Hi\n")
        self.expect(0, "send", "l.csv")

    def test_report_of_a_copy_takes_no_weight_from_the_files_own(self):
        self.put_list()
        self.expect(0, "send", "l.csv")
        self.put_list(name="copy.csv")
        self.expect(0, "send", "copy.csv")
        later = (self.folder / "copy.results.csv").read_text().replace(",20", ",30")
        self.put("copy.results.csv", later)
        self.other_machine()
        self.refused("send", "l.csv", "--yes", says="l.results.csv lists 8 rows of this run as sent")
        self.each_once(8)

    def test_reports_of_other_files_in_the_same_folder_are_not_in_the_way(self):
        self.put_list()
        self.put_list(name="other.csv", text="Good day")
        self.expect(0, "send", "other.csv")
        self.put("broken.results.csv", "row,user\n\x00\x01\n")
        self.put("broken.results.json", "[{")
        old = (self.folder / "other.results.csv").read_text().splitlines()
        self.put("old.results.csv", "\n".join(line.rsplit(",", 1)[0] for line in old) + "\n")
        (self.folder / "gone.results.csv").symlink_to("nowhere")
        self.other_machine()
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 16)

    def test_edited_rows_that_another_ledger_sent_count_as_served(self):
        self.put_list()
        a = self.home()
        self.expect(0, "send", "l.csv", "--limit", "3")
        self.other_machine()
        self.do_as_told(self.refused("send", "l.csv"))
        self.expect(0, "send", "l.csv")
        self.first_machine(a)
        self.put_list(text="Better")
        self.refused("send", "l.csv", "--yes", says="8 recipients were already sent something from this file")
        self.expect(0, "send", "l.csv", "--keep-served")
        self.each_once(8)
        # Its own report took the place of the proof, which the ledger has now.
        self.refused("send", "l.csv", "--yes", says="8 recipients were already sent")
        self.expect(0, "send", "l.csv", "--resend-edited")
        self.each_once(16)

    def test_new_list_of_the_same_name_beside_its_report(self):
        a = self.home()
        self.put("list.csv", HEAD + "june,office,Hi\n")
        self.expect(0, "send", "list.csv")
        self.other_machine()
        self.put_list(name="list.csv")
        self.expect(0, "send", "list.csv")
        self.first_machine(a)
        self.refused("send", "list.csv", "--yes", says="lists 8 rows of this run")
        self.each_once(9)

    def test_report_target_and_other_formats_are_read(self):
        for number, target in enumerate(["l.results.json", "l.results.jsonl", "out.json", "r/l.results.csv", "o.CSV"]):
            with self.subTest(target):
                folder = self.folder / f"t{number}"
                (folder / "r").mkdir(parents=True)
                name, report = f"t{number}/l.csv", f"t{number}/{target}"
                self.put(name, greetings(2, target).replace("\nu", f"\nx{number}"))
                self.expect(0, "send", name, "--report", report)
                self.other_machine(f"m{number}")
                told = self.refused("send", name, "--report", report, "--yes", says="lists 2 rows")
                self.do_as_told(told)
                self.expect(0, "send", name, "--report", report)
                self.each_once(2 * number + 2)

    def test_report_that_a_spreadsheet_saved_is_proof_before_it_is_in_the_way(self):
        self.put_list()
        self.expect(0, "send", "l.csv")
        report = self.folder / "l.results.csv"
        text = report.read_text()
        saved = {"semicolons": text.replace(",", ";").encode(), "wide": b"\xff\xfe" + text.encode("utf-16-le")}
        for name, content in saved.items():
            with self.subTest(name):
                report.write_bytes(content)
                self.other_machine(name)
                told = self.refused("send", "l.csv", "--yes", says="lists 8 rows")
                self.assertNotIn("remove", told.out + told.err)
                self.do_as_told(told)
                told = self.refused("send", "l.csv", code=73, says=["as another program saved it", "--report PATH"])
                self.assertNotIn("remove", told.out + told.err)
                self.expect(0, "send", "l.csv", "--report", f"{name}.csv")
                self.each_once(8)

    def test_import_command_names_label_list_and_blanks(self):
        self.put_list(2, "my list.csv")
        self.expect(0, "send", "my list.csv", "--batch", "Mai 2")
        self.other_machine()
        told = self.refused("send", "my list.csv", "--batch", "Mai 2", says="--manifest 'my list.csv' --batch 'Mai 2'")
        self.do_as_told(told)
        self.expect(0, "send", "my list.csv", "--batch", "Mai 2")
        self.each_once(2)

    def test_moved_and_wholly_edited_file_is_scenario_four(self):
        self.put_list(2, "n/l.csv")
        self.expect(0, "send", "n/l.csv")
        shutil.move(self.folder / "n", self.folder / "o")
        self.put_list(2, "o/l.csv", "Better")
        self.refused("send", "o/l.csv", "--yes", says="2 recipients were already sent something from this file")
        self.expect(0, "send", "o/l.csv", "--keep-served")
        self.each_once(2)
        self.expect(0, "send", "o/l.csv", "--resend-edited")
        self.each_once(4)

    def test_report_about_other_people_blocks_nothing(self):
        self.put_list(2, "a.csv")
        self.expect(0, "send", "a.csv")
        self.put("a.tsv", "user\tsender\tmessage\nzed\toffice\tHi\n")
        self.expect(0, "send", "a.tsv")
        self.put("l.a.csv", HEAD + "ann,office,Hi\n")
        self.expect(0, "send", "l.a.csv")
        self.put("l.csv", HEAD + "bob,office,Hi\n")
        self.expect(0, "send", "l.csv", "--batch", "a")
        self.each_once(5)

    def test_one_row_known_through_another_file_is_no_edit(self):
        self.put_list(4)
        self.expect(0, "send", "l.csv")
        self.other_machine()
        self.put_list(1, "t.csv")
        self.expect(0, "send", "t.csv", "--yes")
        told = self.refused("send", "l.csv", says="lists 3 rows of this run")
        self.assertNotIn("changed", told.out + told.err)
        self.do_as_told(told)
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 5)

    def test_verdict_of_this_ledger_stands_against_the_report(self):
        self.put("l.csv", HEAD + "ann,office,[[silence]]\n")
        self.expect(3, "send", "l.csv")
        self.expect(0, "resolve", "l.csv", "--all", "--as", "not-sent", "--yes")
        self.expect(3, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 2)

    # Replacing a report

    def put_proof(self, name="l.csv"):
        """A report beside the list of what another machine sent of it, after this one sent two rows of it."""
        self.put_list(2, name)
        self.expect(0, "send", name)
        a = self.home()
        self.other_machine()
        self.put_list(8, name)
        self.do_as_told(self.refused("send", name, says="lists 2 rows"))
        self.expect(0, "send", name)
        self.first_machine(a)
        return (self.folder / name.replace(".csv", ".results.csv")).read_bytes()

    def import_told(self, refused):
        command = re.search(r"grupo-batch (ledger import .*?)(?: \(with the options[^)]*\))?\. Or give", refused.err).group(1)
        return self.expect(0, *shlex.split(command))

    def test_report_is_not_replaced_while_it_alone_says_that_rows_were_sent(self):
        proof = self.put_proof()
        other = shutil.copy(self.folder / "l.results.csv", self.folder / "kept.csv")
        for arguments in ((), ("--output", "l.results.csv"), ("--output", str(other)), ("--format", "json", "--output", "l.results.csv"),
                          ("--only", "failed", "--output", "l.results.csv")):
            with self.subTest(arguments):
                told = self.refused("report", "l.csv", *arguments, code=73, says=["lists 6 rows as sent", "--output PATH"])
        failure = self.expect(73, "report", "l.csv", "--json").err
        self.assertIn("ledger import l.results.csv --manifest l.csv --site", failure)
        self.assertEqual((self.folder / "l.results.csv").read_bytes(), proof)
        # Elsewhere, or where no report is, it is written.
        self.expect(0, "report", "l.csv", "--output", "new.csv")
        self.expect(0, "report", "l.csv", "--output", "new.csv")
        self.expect(0, "report", "l.csv", "--output", "-")
        self.import_told(told)
        self.expect(0, "report", "l.csv")
        self.assertEqual([line["outcome"] for line in self.report("l.results.csv")], ["sent"] * 8)
        self.expect(0, "send", "l.csv")
        self.each_once(8)

    def test_report_of_an_edited_list_or_with_a_label_is_no_less_proof(self):
        self.put("l.csv", "user,sender\nann,office\nbob,office\n")
        self.expect(0, "send", "l.csv", "--message", "Hi", "--batch", "May 2", "--limit", "1")
        a = self.home()
        self.other_machine()
        self.do_as_told(self.refused("send", "l.csv", "--message", "Hi", "--batch", "May 2"))
        self.expect(0, "send", "l.csv", "--message", "Hi", "--batch", "May 2")
        self.first_machine(a)
        told = self.refused("report", "l.csv", code=73, says=["lists 1 row as sent", "--batch 'May 2'", "with the options"])
        command = re.search(r"grupo-batch (ledger import .*?) \(with", told.err).group(1)
        self.expect(0, *shlex.split(command), "--message", "Hi")
        self.expect(0, "report", "l.csv")

    def test_verdict_or_later_attempt_replaces_what_a_report_says(self):
        self.put("l.csv", HEAD + "ann,office,[[silence]]\nbob,office,Hi\n")
        self.expect(3, "send", "l.csv")
        for verdict in ("sent", "unknown", "not-sent"):
            self.expect(0, "resolve", "l.csv", "--row", "2", "--as", verdict)
            with self.subTest(verdict):
                # The copy is no report that the run left there itself.
                self.expect(0, "report", "l.csv")
                shutil.copy(self.folder / "l.results.csv", self.folder / f"{verdict}.csv")
        self.site.answer = lambda form: refusal()
        self.expect(1, "send", "l.csv", "--report", "other.csv")
        for name in ("l.results.csv", "sent.csv", "unknown.csv", "not-sent.csv"):
            with self.subTest(name):
                self.expect(0, "report", "l.csv", "--output", name)

    def test_report_of_another_site_that_another_ledger_of_ours_knows_is_no_loss(self):
        self.put_list(2)
        self.expect(0, "send", "l.csv")
        first = self.environment["GRUPO_SITE"]
        second = self.open_site()
        # The same list for another site may be the same site under another name, so it is asked about.
        self.expect(0, "send", "l.csv", "--resend-edited")
        self.environment["GRUPO_SITE"] = first
        self.expect(0, "report", "l.csv")
        self.assertEqual((len(self.site.forms), len(second.forms)), (2, 2))
        # Without that ledger it would be one.
        self.environment["GRUPO_SITE"] = second.address
        self.expect(0, "report", "l.csv")
        self.environment["GRUPO_SITE"] = first
        port = second.address.rpartition(":")[2]
        for path in (self.folder / "state").rglob(f"*-{port}.sqlite*"):
            path.unlink()
        self.refused("report", "l.csv", code=73, says="lists 2 rows as sent")

    def test_older_ledger_put_back_from_a_backup_knows_less_than_the_report(self):
        self.put("l.csv", HEAD + "ann,office,[[refused]]\nbob,office,Hi\n")
        self.expect(1, "send", "l.csv")
        shutil.copytree(self.folder / "state", self.folder / "backup")
        self.site.answer = lambda form: {"success": True}
        self.expect(0, "send", "l.csv")
        shutil.rmtree(self.folder / "state")
        shutil.copytree(self.folder / "backup", self.folder / "state")
        told = self.refused("report", "l.csv", code=73, says="lists 1 row as sent")
        self.import_told(told)
        self.expect(0, "report", "l.csv")
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 3)

    def test_rows_rejected_here_that_were_sent_elsewhere_since(self):
        self.put("l.csv", HEAD + "ann,office,[[refused]]\nbob,office,Hi\n")
        self.expect(1, "send", "l.csv")
        report = self.folder / "l.results.csv"
        text = report.read_text().splitlines(keepends=True)
        # What the other ledger's report says of ann, an hour later.
        cells = text[1].split(",")
        cells[3], cells[4], cells[5], cells[6] = "true", "", "", "sent"
        cells[9] = "2099" + cells[9][4:]
        report.write_text(text[0] + ",".join(cells) + "".join(text[2:]))
        self.refused("send", "l.csv", says="lists 1 row of this run")


if __name__ == "__main__":
    unittest.main()
