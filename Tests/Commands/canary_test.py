"""The search for the secret key finds it in every form; and the commands that no other test runs do not show it."""
import base64
import html
import json
import re
import signal
import unittest
import urllib.parse

import canary
from workbench import SILENCE, Workbench, refusal

KEY = canary.KEY
SENDING = {"send", "validate", "report", "status", "resolve"}


class Search(unittest.TestCase):
    def test_key_is_found_in_every_form(self):
        numbers = "".join(f"\\u{ord(character):04x}" for character in KEY)
        percent = "".join(f"%{ord(character):02X}" for character in KEY)
        for shift in range(3):
            code = base64.b64encode(b"x" * shift + KEY.encode() + b"tail")
            self.assertIsNotNone(canary.find(b"before " + code + b" after"))
        for text in (KEY, KEY[9:17], KEY[::-1], KEY.encode().hex(), json.dumps(KEY), html.escape(KEY), numbers, percent,
                     urllib.parse.quote(KEY), f"x{KEY}y"):
            self.assertIsNotNone(canary.find(text.encode()), text)
        for text in ("", "K3Y", KEY[:7], KEY[::2], "[secret key]"):
            self.assertIsNone(canary.find(text.encode()), text)


class EveryCommand(Workbench):
    """Workbench looks for the key wherever a program of this test wrote; here every command runs, in every way."""

    def commands(self, *above):
        """Every command there is, by what --help lists: a new one is found by itself."""
        page = self.expect(0, *above, "--help").out
        listed = page.partition("SUBCOMMANDS:")[2]
        names = re.findall(r"(?m)^  ([a-z][a-z-]*)\b", listed)
        return [command for name in names for command in self.commands(*above, name)] if names else [list(above)]

    def test_no_command_shows_it(self):
        commands = self.commands()
        self.assertLessEqual(SENDING, {command[0] for command in commands})
        self.assertIn(["ledger", "check"], commands)
        site = self.open_site(lambda form: {"ben": refusal(KEY, KEY), "cid": SILENCE}.get(
            form["user"], {"success": True, "error_message": KEY}))
        self.manifest("ann", "ben", "cid")
        self.manifest(["ann", "office", "{{nobody}}"], ["", "", ""], name="bad.csv")
        self.expect(3, "send", "list.csv", "--concurrency", "1")
        self.assertEqual(len(site.forms), 3)
        ways = [[], ["--help"], ["list.csv"], ["list.csv", "--json"], ["bad.csv"], ["no-such.csv"], ["--json"],
                ["--nonsense"], ["list.results.csv"], ["list.csv", "--all", "--as", "sent"], ["--before", "2020-01-01"],
                ["list.csv", "--format", "html", "--output", "-"], ["list.csv", "--secret-file", "no-such-key"]]
        for command in commands:
            for way in ways:
                with self.subTest(command=[*command, *way]):
                    self.run_for_a_while(*command, *way)

    def run_for_a_while(self, *arguments):
        """Runs a command to its end; one that serves is asked to end as soon as it has said where."""
        process = self.start(*arguments)
        if arguments[0] == "sandbox":
            process.stdout.peek()
            process.send_signal(signal.SIGINT)
        self.finish(process)


if __name__ == "__main__":
    unittest.main()
