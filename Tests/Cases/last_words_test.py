"""Every message that ends a command names the next one: another command, the same with other options, or the same again."""
import contextlib
import json
import os
import re
import signal
import sqlite3
import unittest

from case import SILENCE, Case, refusal
from exit_code_test import closed_port
from terminal import Terminal

NEXT = re.compile(r"grupo-batch [a-z]|\bagain\b|(?<!^grupo-batch:) --[a-z]|\(--[a-z]|continue with: ", re.I)


class LastWords(Case):
    def setUp(self):
        super().setUp()
        self.manifest("ann", "ben")

    def ends(self, code, *arguments, text=None):
        """Runs a command that fails, for people and for programs; both are told what comes next."""
        words = list(map(str, arguments))
        with self.subTest(arguments=words):
            result = self.expect(code, *words, text=text)
            said = result.err.split("grupo-batch: ")[-1]
            self.assertRegex(said, NEXT, result)
            place = words.index("--") if "--" in words else len(words)
            result = self.run_program(*words[:place], "--json", *words[place:], text=text)
            self.assertEqual(result.code, code, result)
            failure = json.loads(result.err.splitlines()[-1])
            self.assertRegex(failure["remedy"], NEXT, result)

    def test_wrong_use(self):
        for words in (["send"], ["sned", "list.csv"], ["send", "list.csv", "--concurency", "3"], ["send", "list.csv", "--rate", "fast"],
                      ["send", "list.csv", "--start-at", "2020-01-01T09:00"], ["send", "list.csv", "--title", "x"],
                      ["send", "-", "--secret-file", "-"], ["send", "list.csv", "--limit", "1", "--limit", "2"],
                      ["status", "list.csv", "--all"], ["status", "--watch"], ["resolve", "list.csv"],
                      ["resolve", "list.csv", "--interactive"], ["resolve", "list.csv", "--export", "x.xls"],
                      ["ledger", "forget", "--before", "soon"], ["sandbox", "--host", "example.org"], ["sandbox", "--host", "0.0.0.0"],
                      ["sandbox", "--refuse", "much"], ["init", "--frobnicate"], ["sandbox", "--", "no-such-command"]):
            self.ends(64, *words)
        self.environment["GRUPO_QUIET"] = "perhaps"
        self.ends(64, "send", "list.csv")

    def test_real_send_without_a_yes(self):
        self.ends(64, "send", "list.csv", "--site", "https://chat.example.org")

    def test_lists_that_are_refused(self):
        self.put("faulty.csv", "user,sender,message\n,o,Hi\n")
        self.put("empty.csv", "")
        self.put("open.csv", 'user,sender,message\nann,o,"Hi')
        self.put("strange.csv", "a,b\n1,2\n")
        self.put("list.pdf", b"%PDF-1.7\n")
        self.put("latin.csv", "user,sender,message\nann,o,H\xfc\n".encode("latin-1") + b"\x81\x8d\xff\n")
        self.put("keys.json", '{"rows": [{"user": "ann"}]}')
        self.put("book.xlsx", b"PK\x03\x04 no book")
        for name in ("faulty.csv", "empty.csv", "open.csv", "strange.csv", "list.pdf", "latin.csv", "keys.json", "book.xlsx"):
            self.ends(65, "validate", name)
            self.ends(65, "send", name)

    def test_what_is_not_meant(self):
        self.put("twice.csv", "user\nann\n;;;\n")
        for options in (["--message", "Hi"], ["--plan", "p2:nonsense"], ["--exclude", "twice.csv", "--map", "user=Nobody"]):
            self.ends(65, "send", "list.csv", *options)
        self.expect(0, "send", "list.csv")
        self.manifest(("ann", "office", "Another"), "ben")
        self.ends(65, "send", "list.csv")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "other")
        self.ends(65, "send", "list.csv", "--keep-served")
        self.ends(65, "validate", "list.results.csv")

    def test_files_that_cannot_be_read(self):
        (self.folder / "folder.csv").mkdir()
        os.mkfifo(self.folder / "pipe.csv")
        for words in (["send", "none.csv"], ["validate", "none.csv"], ["validate", "folder.csv"], ["validate", "pipe.csv"],
                      ["report", "none.csv"], ["status", "none.csv"], ["report", "list.csv"], ["status", "list.csv", "--batch", "x"],
                      ["resolve", "none.csv", "--all", "--as", "sent"], ["send", "list.csv", "--exclude", "none.txt"],
                      ["send", "list.csv", "--template", "none.txt", "--map", "message="],
                      ["ledger", "import", "none.csv"], ["ledger", "check", "--ledger", "none.sqlite"],
                      ["status", "--ledger", "none.sqlite"], ["sandbox", "--users", "none.txt"],
                      ["ledger", "forget", "--before", "2026-01-31", "--ledger", "none.sqlite"]):
            self.ends(66, *words)

    def test_what_cannot_be_written(self):
        self.put("no.sqlite", "this is no ledger, and it is longer than nothing" * 40)
        self.put("grupo-batch.yaml", "# nothing yet\n")
        for words in (["send", "list.csv", "--report", "none/r.csv"], ["send", "list.csv", "--ledger", "/proc/l.sqlite"],
                      ["send", "list.csv", "--ledger", "no.sqlite"], ["send", "list.csv", "--ledger", "postgres://h/d"],
                      ["ledger", "check", "--ledger", "no.sqlite"], ["init", "."], ["init", "/proc/new"]):
            self.ends(73, *words)
        with open("/dev/full", "wb") as full:
            self.expect(0, "send", "list.csv")
            result = self.run_program("report", "list.csv", "--output", "-", stdout=full)
        self.assertEqual(result.code, 73)
        self.assertRegex(result.err, NEXT)
        self.ends(73, "report", "list.csv", "--output", "none/r.csv")

    def test_ledger_that_is_damaged_or_held(self):
        self.expect(0, "send", "list.csv", "--ledger", "l.sqlite")
        site = self.open_site(held=True)
        process = self.start("send", "list.csv", "--batch", "now", "--ledger", "l.sqlite")
        site.wait_for(1)
        self.ends(75, "send", "list.csv", "--batch", "later", "--ledger", "l.sqlite")
        self.ends(75, "resolve", "list.csv", "--all", "--as", "sent", "--ledger", "l.sqlite")
        site.held = False
        self.assertEqual(self.finish(process).code, 0)
        with contextlib.closing(sqlite3.connect(self.folder / "l.sqlite")) as ledger:
            ledger.execute("UPDATE plan SET row_count = row_count + 1")
            ledger.commit()
        self.ends(74, "ledger", "check", "--ledger", "l.sqlite")

    def test_configuration(self):
        self.put("wrong.yaml", "raet: 5/s\n")
        self.put("list.yaml", "- a\n- b\n")
        self.put("broken.yaml", "a: [\n")
        self.put("open.yaml", "rate: 5/s\n")
        (self.folder / "open.yaml").chmod(0o666)
        self.put("key", "short")
        for words in (["--config", "none.yaml"], ["--config", "wrong.yaml"], ["--config", "list.yaml"], ["--config", "broken.yaml"],
                      ["--config", "open.yaml"], ["--profile", "none"], ["--secret-file", "none"], ["--secret-file", "/dev/null"],
                      ["--secret-file", "key"], ["--secret-command", "false"]):
            self.ends(78, "send", "list.csv", *words)
        for name in ("GRUPO_API_SECRET_KEY", "GRUPO_SITE"):
            del self.environment[name]
            self.ends(78, "send", "list.csv")
        self.ends(1, "doctor")

    def test_verdicts(self):
        self.site.answer = lambda form: SILENCE if form["user"] == "ben" else {"success": True}
        self.expect(3, "send", "list.csv", "--concurrency", "1")
        self.put("prose.txt", "to do\n")
        self.put("damaged.txt", '{"row": 3}\n')
        self.expect(0, "resolve", "list.csv", "--export", "u.csv")
        for words in (["--row", "2", "--as", "sent"], ["--row", "77", "--as", "sent"], ["--all", "--as", "not-sent"],
                      ["--from", "prose.txt"], ["--from", "damaged.txt"], ["--from", "u.csv"]):
            self.ends(65, "resolve", "list.csv", *words)
        self.ends(66, "resolve", "list.csv", "--from", "none.txt")
        self.put("u.csv", (self.folder / "u.csv").read_text().replace("Z,", "Z,sent"))
        self.ends(65, "resolve", "list.csv", "--from", "u.csv")
        self.ends(73, "resolve", "list.csv", "--export", "u.csv")
        self.put("no.csv", "a,b\n1,2\n")
        self.ends(65, "ledger", "import", "no.csv", "--manifest", "list.csv")

    def test_runs_that_did_not_end_well_say_it_on_standard_error(self):
        answers = {"ben": SILENCE, "cid": refusal()}
        self.site.answer = lambda form: answers.get(form["user"], {"success": True})
        self.manifest("ann", "ben", "cid", "dan")
        for code, options in ((3, []), (1, ["--rows", "4"]), (4, ["--batch", "b", "--stop-after", "1", "--concurrency", "1"])):
            with self.subTest(code):
                self.assertRegex(self.expect(code, "send", "list.csv", *options).err, NEXT)
        self.manifest("zoe", name="z.csv")
        with closed_port() as port:
            result = self.expect(69, "send", "z.csv", "--site", f"http://127.0.0.1:{port}", "--retries", "0")
        self.assertRegex(result.err, NEXT)

    def test_answers_and_signals_at_a_prompt(self):
        self.environment["GRUPO_SITE"] = self.site.address.replace("127.0.0.1", "0.0.0.0")
        for end in ("n", signal.SIGINT):
            terminal = Terminal(self, "send", "list.csv", "--allow-http", "--color", "never")
            terminal.wait_for_words("[y/N] ")
            terminal.type("n\r") if end == "n" else terminal.process.send_signal(end)
            result = terminal.finish()
            self.assertRegex(result.err.split("grupo-batch: ")[-1], NEXT)
        self.assertEqual(self.site.forms, [])


if __name__ == "__main__":
    unittest.main()
