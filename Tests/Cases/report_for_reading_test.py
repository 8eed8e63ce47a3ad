"""A report of ours that cannot be read back is still one: it is not replaced where the ledger does not know the file."""
import shutil
import unittest

from case import Case, greetings

ENDINGS = ("html", "htm", "md", "markdown", "xml")


class ForReading(Case):
    def setUp(self):
        super().setUp()
        self.put("a.csv", greetings())

    def leave_only(self, name):
        """Ledger, home and every other report are lost."""
        self.forget_runs()
        for path in self.folder.glob("a.results.*"):
            if path.name != name:
                path.unlink()

    def assert_kept(self, name, content):
        self.assertEqual((self.folder / name).read_bytes(), content)


class Refused(ForReading):
    def test_reports_beside_the_file_and_where_the_new_one_goes(self):
        for number, ending in enumerate(ENDINGS):
            for name in (f"a.results.{ending}", f"out.{ending}"):
                with self.subTest(name):
                    self.forget_runs()
                    self.put("a.csv", greetings(8, name))
                    self.expect(0, "send", "a.csv", "--report", name)
                    content = (self.folder / name).read_bytes()
                    self.leave_only(name)
                    for options in (["--report", name], ["--report", name, "--yes"]):
                        found = self.refused("send", "a.csv", *options, says=[
                            "cannot be read back", "does not know this file", "ledger import REPORT --manifest a.csv",
                            "--batch NAME", "--ledger"])
                        self.assertNotRegex(found.err, "remove|delete")
                    self.refused("validate", "a.csv", "--report", name, says="cannot be read back")
                    self.assert_kept(name, content)
                    (self.folder / name).unlink()

    def test_report_beside_the_file_although_the_new_one_goes_elsewhere(self):
        self.expect(0, "send", "a.csv", "--report", "a.results.html")
        self.leave_only("a.results.html")
        self.refused("send", "a.csv", says="a.results.html is a results report of ours")
        self.refused("send", "a.csv", "--report", "b.csv", says="a.results.html is a results report of ours")

    def test_one_row_known_through_another_file_is_not_the_file(self):
        self.expect(0, "send", "a.csv", "--report", "a.results.html")
        self.leave_only("a.results.html")
        self.put("t.csv", greetings(1))
        self.expect(0, "send", "t.csv")
        self.refused("send", "a.csv", says="cannot be read back")

    def test_page_that_another_program_saved(self):
        self.expect(0, "send", "a.csv", "--report", "a.results.html")
        self.leave_only("a.results.html")
        text = (self.folder / "a.results.html").read_text()
        self.put("a.results.html", text.replace("<!DOCTYPE html>\n", "<!DOCTYPE html>\r\n<!-- saved from a page -->\r\n"))
        self.refused("send", "a.csv", says="cannot be read back")

    def test_json_lines_under_their_other_ending_are_read(self):
        self.expect(0, "send", "a.csv", "--report", "a.results.ndjson")
        self.leave_only("a.results.ndjson")
        self.refused("send", "a.csv", says=["lists 8 rows of this run as sent", "ledger import a.results.ndjson"])


class Accepted(ForReading):
    def test_ways_out(self):
        reports = ["--report", "a.results.html", "--report", "kept.csv"]
        self.expect(0, "send", "a.csv", *reports)
        self.leave_only("a.results.html")
        self.expect(0, "ledger", "import", "kept.csv", "--manifest", "a.csv")
        self.assert_says(self.expect(0, "send", "a.csv", "--report", "a.results.html").out, "nothing to send")
        self.assertEqual(len(self.site.forms), 8)
        self.leave_only("a.results.html")
        self.expect(0, "send", "a.csv", "--batch", "anew")
        self.assertEqual(len(self.site.forms), 16)

    def test_own_reports_are_replaced_whatever_list_they_are_about(self):
        self.put("b.csv", greetings(3, "Hi").replace("\nu", "\nv"))
        for ending in ENDINGS:
            with self.subTest(ending):
                self.forget_runs()
                for name in ("a.csv", "b.csv", "a.csv"):
                    self.expect(0, "send", name, "--report", f"now.{ending}")
                (self.folder / f"now.{ending}").unlink()

    def test_moved_file_with_its_report_and_a_copy(self):
        self.expect(0, "send", "a.csv", "--report", "a.results.html")
        (self.folder / "new").mkdir()
        for name in ("a.csv", "a.results.html"):
            shutil.move(self.folder / name, self.folder / "new" / name)
        self.put("new/a.csv", greetings(10))
        self.expect(0, "send", "new/a.csv", "--report", "new/a.results.html")
        self.assertEqual(len(self.site.forms), 10)

    def test_pages_of_others_are_none_of_ours(self):
        self.put("a.results.html", "<!DOCTYPE html>\n<p>Notes about the list</p>\n")
        self.put("a.results.md", "# Notes\n")
        self.put("a.results.xml", "<?xml version=\"1.0\"?>\n<notes/>\n")
        self.expect(0, "send", "a.csv")
        self.assertEqual(len(self.site.forms), 8)

    def test_another_place_for_the_report(self):
        self.expect(0, "send", "a.csv", "--report", "now.html")
        self.leave_only("now.html")
        self.put("b.csv", greetings(3, "Hi"))
        self.refused("send", "b.csv", "--report", "now.html", says=r"give this run's report another place \(--report PATH\)")
        self.expect(0, "send", "b.csv", "--report", "then.html")


if __name__ == "__main__":
    unittest.main()
