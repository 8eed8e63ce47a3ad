"""`sandbox`: the stand-in for a site that people try things on first."""
import json
import signal
import subprocess
import unittest

from workbench import SAMPLES, Workbench, read_report, tally


class Sandbox(Workbench):
    def open_sandbox(self, *options):
        """Starts one and does what its two lines say."""
        process = self.start("sandbox", *options)
        for name in ("GRUPO_SITE", "GRUPO_API_SECRET_KEY"):
            line = process.stdout.readline().decode()
            self.assertRegex(line, rf"\Aexport {name}=[A-Za-z0-9:/.+=_-]+\n\Z")
            self.environment[name] = line.strip().partition("=")[2]
        return process

    def test_sample_is_sent_to_it_and_sigint_stops_it(self):
        process = self.open_sandbox("--log", "log.jsonl")
        report = self.folder / "report.csv"
        self.expect(1, "send", SAMPLES / "recipients.csv", "--report", report)
        self.assertEqual(tally(read_report(report.read_text())), {"sent": 13, "rejected": 1})
        log = [json.loads(line) for line in (self.folder / "log.jsonl").read_text().splitlines()]
        self.assertEqual(len(log), 13)
        process.send_signal(signal.SIGINT)
        result = self.finish(process)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(result.out, "", "only the two lines belong on standard output")
        self.assert_says(result.err, "13 sent, 1 rejected", "unknown.visitor")

    def test_two_lines_can_be_given_to_a_shell(self):
        self.open_sandbox()
        line = f"export GRUPO_SITE={self.environment['GRUPO_SITE']}; echo $GRUPO_SITE"
        self.assertEqual(
            subprocess.run(["bash", "-c", line], capture_output=True, text=True).stdout.strip(),
            self.environment["GRUPO_SITE"])

    def test_address_and_key_come_as_json_too(self):
        process = self.start("sandbox", "--json")
        line = json.loads(process.stdout.readline())
        self.environment |= {"GRUPO_SITE": line["site"], "GRUPO_API_SECRET_KEY": line["secret_key"]}
        self.manifest("ann")
        self.expect(0, "send", "list.csv")

    def test_sigterm_stops_it_too(self):
        process = self.open_sandbox()
        process.terminate()
        self.assertEqual(self.finish(process).code, 0)

    def test_wrong_key_is_refused(self):
        self.open_sandbox()
        self.environment["GRUPO_API_SECRET_KEY"] = "some-other-key"
        self.expect(1, "send", self.manifest("ann"))
        self.assertEqual(tally(self.report()), {"rejected": 1})

    def test_users_file_is_all_it_knows(self):
        self.open_sandbox("--users", self.write("users.txt", "ann\noffice\n"))
        self.expect(1, "send", self.manifest("ann", "ben"))
        self.assertEqual(self.outcomes(), {"ann": "sent", "ben": "rejected"})

    def test_share_of_refusals_refuses(self):
        self.open_sandbox("--refuse", "100%")
        self.expect(1, "send", self.manifest("ann"))
        self.expect(64, "sandbox", "--refuse", "often")

    def test_address_that_others_can_reach_needs_a_word_of_consent(self):
        for host in ("0.0.0.0", "::", "192.0.2.1"):
            result = self.expect(64, "sandbox", "--host", host)
            self.assert_says(result.err, "other machines", "--allow-remote")
            self.assertEqual(result.out, "")

    def test_what_is_no_address_of_this_machine_is_told(self):
        self.assert_says(self.expect(64, "sandbox", "--host", "999.1.1.1").err, "999.1.1.1", "address of this machine")
        result = self.expect(64, "sandbox", "--host", "192.0.2.1", "--allow-remote")
        self.assert_says(result.err, "no address of this machine")

    def test_users_file_that_cannot_be_read_is_told(self):
        self.assert_says(self.expect(66, "sandbox", "--users", "none.txt").err, "--users", "none.txt")

    def test_port_that_is_taken_is_told(self):
        self.open_sandbox()
        port = self.environment["GRUPO_SITE"].rpartition(":")[2].partition("/")[0]
        self.assert_says(self.expect(73, "sandbox", "--port", port).err, port, "in use", "another port")


if __name__ == "__main__":
    unittest.main()
