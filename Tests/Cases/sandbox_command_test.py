"""`sandbox -- COMMAND`: a command against a sandbox, which ends with it; and a sandbox in the background keeps quiet."""
import signal
import socket
import unittest

from case import Workbench
from terminal import Screen
from workbench import SAMPLES, program


class SandboxCommand(Workbench):
    def sandbox(self, code, *words, options=()):
        return self.expect(code, "sandbox", *options, "--", *words)

    def test_command_finds_site_and_key_and_nothing_else_is_printed(self):
        result = self.sandbox(0, "sh", "-c", 'echo "$GRUPO_SITE"; test -n "$GRUPO_API_SECRET_KEY"')
        self.assertRegex(result.out, r"\Ahttp://127\.0\.0\.1:\d+/sandbox-\d{8}\n\Z")
        self.assertEqual(result.err, "")

    def test_send_reaches_it_and_its_exit_code_is_the_sandboxs(self):
        result = self.sandbox(
            1, program(), "send", SAMPLES / "recipients.csv", "--report", "r.csv", options=("--log", "log.jsonl"))
        self.assert_says(result.out, "13 sent, 1 rejected")
        self.assertNotIn("sent      ", result.out + result.err)
        self.assertEqual(len((self.folder / "log.jsonl").read_text().splitlines()), 13)

    def test_command_sees_the_sandboxs_key_alone_and_no_ledger_of_another_site(self):
        self.environment |= {"GRUPO_SECRET_COMMAND": "echo mine", "GRUPO_SECRET_FILE": "mine.txt", "GRUPO_LEDGER": "mine.sqlite"}
        command = ("sandbox", "--", program(), "send", str(SAMPLES / "recipients.csv"), "--report", "r.csv")
        result = self.run_program(*command)
        self.assertEqual(result.code, 1, result)
        self.assert_says(result.out, "13 sent, 1 rejected")
        self.assertFalse((self.folder / "mine.sqlite").exists())

    def test_second_sandbox_at_the_same_port_is_another_site_with_a_ledger_of_its_own(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = str(taken.getsockname()[1])
        self.manifest("ann", "ben")
        for number in (1, 2, 3):
            result = self.sandbox(0, program(), "send", "list.csv", options=("--port", port, "--log", "log.jsonl"))
            self.assert_says(result.out, "2 rows: 2 sent", "2 attempts")
            self.assertEqual(len((self.folder / "log.jsonl").read_text().splitlines()), 2 * number)
        # Within one of them nobody is sent a message twice.
        twice = f"{program()} send list.csv && {program()} send list.csv"
        result = self.sandbox(0, "sh", "-c", twice, options=("--port", port))
        self.assert_says(result.out + result.err, "Nothing to send")
        self.assertEqual(len(list((self.folder / "state").rglob("*.sqlite"))), 4)

    def test_list_that_was_tried_on_a_sandbox_is_sent_to_the_real_site_and_to_nobody_twice(self):
        self.manifest("ann", "ben")
        self.sandbox(0, program(), "send", "list.csv")
        site = self.open_site()
        self.assert_says(self.expect(0, "validate", "list.csv").out, "every row can be sent")
        self.expect(0, "send", "list.csv")
        self.assertEqual(sorted(site.users), ["ann", "ben"])
        # The report of the real site is proof, also of rows that were edited since and for another sandbox.
        self.manifest(["ann", "office", "Better"], ["ben", "office", "Better"])
        self.assert_says(self.expect(65, "send", "list.csv", "--yes").err, "2 recipients were already sent something")
        self.forget_runs()
        self.assert_says(self.expect(65, "send", "list.csv", "--yes").err, "2 recipients were already sent something")
        self.assertEqual(len(site.users), 2)

    def test_report_of_a_sandbox_that_no_ledger_knows_any_more_counts_as_proof(self):
        self.manifest("ann")
        self.sandbox(0, program(), "send", "list.csv")
        self.forget_runs()
        site = self.open_site()
        self.expect(65, "send", "list.csv", "--yes")
        self.assertEqual(site.users, [])

    def test_address_of_an_earlier_sandbox_or_without_a_name_still_reaches_the_one_at_that_port(self):
        self.manifest("ann")
        script = (f'{program()} send list.csv --report a.csv --ledger a.sqlite; echo $?;'
                  f' {program()} send list.csv --site "${{GRUPO_SITE%/*}}" --yes --report b.csv --ledger b.sqlite; echo $?;'
                  f' {program()} send list.csv --site "${{GRUPO_SITE%/*}}/sandbox-00000000" --yes --report c.csv --ledger c.sqlite; echo $?;'
                  f' {program()} send list.csv --site "${{GRUPO_SITE%/*}}/elsewhere" --yes --report d.csv --ledger d.sqlite; echo $?')
        result = self.sandbox(0, "bash", "-c", script, options=("--log", "log.jsonl"))
        self.assertEqual([line for line in result.out.splitlines() if line.isdigit()], ["0", "0", "0", "4"], result)
        self.assertEqual(len((self.folder / "log.jsonl").read_text().splitlines()), 3)

    def test_exit_code_of_any_kind_is_passed_on(self):
        for code in (0, 7, 255):
            self.sandbox(code, "sh", "-c", f"exit {code}")
        self.sandbox(128 + signal.SIGKILL, "sh", "-c", "kill -KILL $$")

    def test_standard_input_is_the_commands(self):
        self.assertEqual(self.run_program("sandbox", "--", "cat", text="a line\n").out, "a line\n")

    def test_options_behind_the_dashes_are_the_commands(self):
        result = self.sandbox(0, "sh", "-c", 'echo "$@"', "sh", "--port", "no number", "--help", "--json")
        self.assertEqual(result.out, "--port no number --help --json\n")

    def test_command_that_cannot_be_run_is_a_usage_error_that_names_it(self):
        self.assert_says(self.sandbox(64, "no-such-command").err, "no-such-command", "cannot be run")

    def test_signals_that_are_sent_to_it_are_passed_on(self):
        script = "trap 'echo got INT; exit 3' INT; trap 'echo got TERM; exit 4' TERM; echo ready; while :; do sleep 0.05; done"
        for number, code, words in ((signal.SIGINT, 3, "got INT"), (signal.SIGTERM, 4, "got TERM")):
            process = self.start("sandbox", "--", "sh", "-c", script)
            self.assertEqual(process.stdout.readline(), b"ready\n")
            process.send_signal(number)
            result = self.finish(process)
            self.assertEqual((result.code, result.out.strip()), (code, words), result)

    def test_command_has_the_usual_signals_and_no_file_of_ours(self):
        lines = self.sandbox(0, "sh", "-c", "grep SigIgn /proc/self/status; ls /proc/self/fd | wc -l").out.split("\n")
        ignored = int(lines[0].split()[1], 16)
        for number in (signal.SIGPIPE, signal.SIGUSR1, signal.SIGXFSZ):
            self.assertFalse(ignored >> number - 1 & 1, number)
        # The three streams, and the folder that ls reads.
        self.assertEqual(int(lines[1]), 4)

    def test_ctrl_c_at_a_terminal_reaches_the_command_once(self):
        script = "trap 'echo got INT' INT; echo ready; n=0; while [ $n -lt 20 ]; do sleep 0.05; n=$((n+1)); done; echo done"
        screen = Screen(self, "sandbox", "--", "sh", "-c", script)
        screen.wait_for_words("ready")
        screen.press("C-c")
        screen.wait_for_words("done")
        self.assertEqual(screen.wait_for_end(), 0)
        self.assertEqual(screen.history.count("got INT"), 1)


class Background(Workbench):
    def test_sandbox_in_the_background_writes_nothing_on_the_terminal(self):
        script = self.write("go.sh", f"""set -m
            {program()} sandbox > sandbox.env &
            until grep -qs SECRET sandbox.env; do sleep 0.05; done
            . ./sandbox.env
            {program()} send {SAMPLES}/recipients.csv --report r.csv
            kill %1; wait %1
            """)
        process_words = ["bash", str(script)]
        screen = Screen(self, "sandbox", "--", *process_words, columns=120)
        screen.wait_for_end()
        page = screen.history
        self.assertIn("13 sent, 1 rejected", page)
        for words in ("sent      ", "rejected  ", "listens on"):
            self.assertNotIn(words, page)

    def test_sandbox_in_front_or_in_a_file_still_tells_of_every_message(self):
        process = self.start("sandbox")
        for _ in range(2):
            name, _, value = process.stdout.readline().decode().removeprefix("export ").strip().partition("=")
            self.environment[name] = value
        self.manifest("ann")
        self.expect(0, "send", "list.csv")
        process.send_signal(signal.SIGTERM)
        self.assert_says(self.finish(process).err, "listens on", "sent      ann", "1 sent, 0 rejected")


if __name__ == "__main__":
    unittest.main()
