"""`doctor` finds what would keep a send from working, and sends nothing; `init` makes files to begin with."""
import http.server
import os
import threading
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
        self.assertEqual(str(checks["secret key"]).count("API Secret Key"), 1)
        self.assertIn("--site", checks["ledger"]["remedy"])

    def test_template_that_does_not_exist_is_a_failure(self):
        self.open_site()
        self.write("grupo-batch.yaml", "template: none.txt\n").chmod(0o600)
        self.assertIn("none.txt", self.examine(1)[0]["template"]["text"])
        self.write("none.txt", "Hello {{user}}")
        self.assertEqual(self.examine(0)[0]["template"]["status"], "ok")

    def test_file_of_certificates_that_cannot_be_read_is_blamed_itself(self):
        check = self.examine(1, "--site", "https://127.0.0.1:1", "--ca-file", "/none")[0]["TLS"]
        self.assert_says(check["text"], "/none", "cannot be read")
        self.assertNotIn("Renew", check["remedy"])

    def test_site_without_a_date_leaves_the_clock_uncompared(self):
        self.open_site()
        self.assertIn("no date", self.examine(0)[0]["clock"]["text"])

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
        self.assertNotIn("is ,", checks["name"]["text"])
        self.assertNotIn("API", checks)

    def answer_with(self, status, headers=(), body=b""):
        """A web server that answers every GET so."""
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                for name, value in [*headers, ("Content-Length", str(len(body)))]:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.environment |= {
            "GRUPO_SITE": f"http://127.0.0.1:{server.server_port}", "GRUPO_API_SECRET_KEY": "workbench-key-58d1"}
        return server.server_port

    def test_what_answers_is_judged(self):
        for status, headers, body, verdict, words in [
            (200, [], b'{"success": false}', "ok", "HTTP 200"),
            (405, [], b"", "ok", "HTTP 405"),
            (200, [], b"<html>Welcome</html>", "warning", "not JSON"),
            (403, [], b"no", "warning", "HTTP 403"),
            (301, [("Location", "https://example.org/\x1b[31m")], b"", "fail", "redirects to"),
            (404, [], b"", "fail", "HTTP 404"),
            (500, [], b"", "fail", "HTTP 500"),
            (403, [("cf-mitigated", "challenge")], b"", "fail", "browser"),
        ]:
            with self.subTest(status=status, body=body):
                self.answer_with(status, headers, body)
                check = self.examine(1 if verdict == "fail" else 0)[0]["API"]
                self.assertEqual(check["status"], verdict, check)
                self.assertIn(words, check["text"])
                self.assertNotIn("\x1b", check["text"])

    def test_site_without_tls_at_an_https_address_is_a_failure(self):
        port = self.answer_with(200)
        checks, _ = self.examine(1, "--site", f"https://127.0.0.1:{port}")
        self.assertEqual(checks["TLS"]["status"], "fail", checks["TLS"])
        self.assertNotIn("API", checks)

    def test_clock_far_from_the_sites_is_a_warning(self):
        self.answer_with(405, [("Date", "Tue, 01 Jan 2019 10:00:00 GMT")])
        # The server adds a date of its own; the last one counts.
        self.assertEqual(self.examine(0)[0]["clock"]["status"], "warning")

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

    def test_folder_that_cannot_be_made_is_told_in_words(self):
        result = self.expect(73, "init", "/dev/null/x")
        self.assert_says(result.err, "/dev/null/x", "not a directory")
        self.assertNotIn("NS", result.err)

    def test_link_to_nowhere_is_not_written_through(self):
        (self.folder / "grupo-batch.yaml").symlink_to(self.folder / "elsewhere")
        self.expect(73, "init")
        self.assertFalse((self.folder / "elsewhere").exists())


if __name__ == "__main__":
    unittest.main()
