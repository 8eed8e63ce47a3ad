"""The report beside a file is proof: what it calls sent and the ledger does not know is not sent again."""
import re
import shlex
import shutil
import unittest

from beside import Beside
from case import HEAD, SENT, greetings, refusal

class ReportBeside(Beside):
    """Each test ends with as many messages at the site as there are messages."""

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


if __name__ == "__main__":
    unittest.main()
