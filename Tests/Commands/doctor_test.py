"""`doctor` finds what would keep a send from working, and sends nothing; `init` makes files to begin with."""
import os
import unittest

from workbench import Workbench


class Doctor(Workbench):
    def examine(self, code, *arguments):
        """The findings by topic."""
        result = self.expect(code, "doctor", "--json", *arguments)
        self.assertNotIn("workbench-key", result.out + result.err)
        return {check["topic"]: check for check in result.json["checks"]}, result.json

    def test_all_is_well(self):
        site = self.open_site()
        checks, page = self.examine(0)
        self.assertTrue(page["healthy"])
        for topic in ("version", "configuration", "secret key", "durability", "name", "connection", "TLS"):
            self.assertEqual(checks[topic]["status"], "ok", checks[topic])
        self.assertEqual(site.forms, [])
        self.assertEqual(list((self.folder / "state" / "grupo-batch").iterdir()), [])

    def test_page_for_a_person_names_each_setting_and_its_source(self):
        self.open_site()
        self.write("grupo-batch.yaml", "rate: 5/s\nproxy: http://me:password@proxy.example.org\n").chmod(0o600)
        page = self.expect(0, "doctor").out
        self.assert_says(page, "rate", "5/s", "grupo-batch.yaml:1", "GRUPO_SITE", "synchronous FULL")
        self.assertNotIn("password", page)

    def test_missing_key_and_site_are_failures_with_a_remedy(self):
        checks, page = self.examine(1)
        self.assertFalse(page["healthy"])
        self.assertEqual(checks["secret key"]["status"], "fail")
        self.assertIn("GRUPO_SITE", checks["site"]["remedy"])

    def test_faulty_configuration_is_a_failure_of_its_own(self):
        self.open_site()
        self.write("grupo-batch.yaml", "raet: 5/s\n").chmod(0o600)
        checks, _ = self.examine(1)
        self.assertIn("did you mean “rate”", checks["configuration"]["text"])

    def test_site_that_does_not_listen_is_a_failure(self):
        site = self.open_site()
        site.close()
        checks, _ = self.examine(1)
        self.assertEqual(checks["connection"]["status"], "fail")
        self.assertNotIn("API", checks)

    def test_unknown_host_is_a_failure(self):
        self.open_site()
        checks, _ = self.examine(1, "--site", "https://nowhere.invalid")
        self.assertEqual(checks["name"]["status"], "fail")

    def test_damaged_ledger_is_a_failure(self):
        self.open_site()
        self.manifest("ann")
        self.expect(0, "send", "list.csv", "--ledger", "l.sqlite")
        self.assertEqual(self.examine(0, "--ledger", "l.sqlite")[0]["ledger"]["status"], "ok")
        self.write("other.sqlite", "this is not a ledger, and long enough to tell" * 9)
        self.assertEqual(self.examine(1, "--ledger", "other.sqlite")[0]["ledger"]["status"], "fail")

    @unittest.skipIf(os.geteuid() == 0, "root can write everywhere")
    def test_folder_that_cannot_be_written_is_a_failure(self):
        self.open_site()
        (self.folder / "locked").mkdir(mode=0o500)
        self.assertEqual(self.examine(1, "--ledger", "locked/l.sqlite")[0]["ledger"]["status"], "fail")


class Init(Workbench):
    def test_starter_files_are_valid_as_they_are(self):
        result = self.expect(0, "init", "campaign")
        self.assertIn("cd campaign && grupo-batch validate recipients.csv", result.out)
        files = sorted(path.name for path in (self.folder / "campaign").iterdir())
        self.assertEqual(files, ["grupo-batch.yaml", "message.txt", "recipients.csv"])
        self.folder = self.folder / "campaign"
        page = self.expect(0, "validate", "recipients.csv").out
        self.assert_says(page, "Dear Ada", "every row can be sent")
        site = self.open_site()
        self.expect(0, "send", "recipients.csv")
        self.assertEqual(len(site.forms), 3)
        self.assertNotIn("{{", site.forms[0]["message"])

    def test_nothing_is_ever_overwritten(self):
        self.write("message.txt", "mine")
        self.assert_says(self.expect(73, "init").err, "message.txt", "nothing was written")
        self.assertEqual((self.folder / "message.txt").read_text(), "mine")
        self.assertFalse((self.folder / "recipients.csv").exists())

    def test_link_to_nowhere_is_not_written_through(self):
        (self.folder / "grupo-batch.yaml").symlink_to(self.folder / "elsewhere")
        self.expect(73, "init")
        self.assertFalse((self.folder / "elsewhere").exists())


if __name__ == "__main__":
    unittest.main()
