"""The secret key: where it may come from, and that no eight bytes of it ever show up but on the wire."""
import os
import shutil
import signal
import unittest

from workbench import KEY, SENT, SILENCE, Reply, Workbench, command_line, refusal

FORMATS = ("csv", "json", "jsonl", "html", "md", "junit", "manifest")


class Canary(Workbench):
    """Sends with the key that Workbench looks for, and looks for it in all files after each run."""

    def setUp(self):
        super().setUp()
        self.key = KEY
        self.site = self.open_site()
        self.batches = 0

    def key_file(self, name="key", mode=0o600, text=None):
        path = self.write(name, self.key + "\n" if text is None else text)
        path.chmod(mode)
        self.key_files.add(path)
        return path

    def checked(self, result):
        self.assert_folder_clean()
        return result

    def send(self, *options, **more):
        """Sends everything anew, with as much said about it as can be."""
        self.batches += 1
        return self.checked(self.run_program(
            "send", "list.csv", "--batch", f"number {self.batches}", "-v", "--progress", "always", *options, **more))


class Sources(Canary):
    def without_environment(self):
        del self.environment["GRUPO_API_SECRET_KEY"]
        self.manifest("ann")

    def test_key_comes_from_the_environment(self):
        self.manifest("ann")
        self.assertEqual(self.send().code, 0)

    def test_key_comes_from_a_file_of_ones_own(self):
        self.without_environment()
        for text in (self.key, self.key + "\n", self.key + "\r\n"):
            self.assertEqual(self.send("--secret-file", self.key_file(text=text)).code, 0)
        self.key_file(mode=0o400)
        self.assertEqual(self.send("--secret-file", "key").code, 0)

    def test_key_comes_from_a_credential_that_an_access_list_opens(self):
        self.without_environment()
        (self.folder / "credentials").mkdir()
        for mode, code in ((0o400, 0), (0o440, 0), (0o444, 78), (0o460, 78)):
            self.environment["CREDENTIALS_DIRECTORY"] = str(self.folder / "credentials")
            path = self.key_file("credentials/key", mode)
            result = self.send("--secret-file", path)
            self.assertEqual(result.code, code, result)
            path.chmod(0o600)
        # Elsewhere, and without systemd, the group is the group.
        self.assertEqual(self.send("--secret-file", self.key_file("key", 0o440)).code, 78)
        for folder in ("credential", "", "credentials/..", "."):
            self.environment["CREDENTIALS_DIRECTORY"] = str(self.folder / folder) if folder != "." else folder
            self.assertEqual(self.send("--secret-file", self.key_file("credentials/key", 0o440)).code, 78)
            (self.folder / "credentials/key").chmod(0o600)

    def test_key_comes_from_standard_input(self):
        self.without_environment()
        self.assertEqual(self.send("--secret-file", "-", text=self.key + "\n").code, 0)

    def test_file_outranks_the_environment(self):
        self.manifest("ann")
        self.environment["GRUPO_API_SECRET_KEY"] = "not-the-right-key"
        self.assertEqual(self.send("--secret-file", self.key_file()).code, 0)

    def test_file_that_others_can_read_is_refused_with_the_remedy(self):
        self.without_environment()
        for mode in (0o644, 0o640, 0o604, 0o622):
            result = self.send("--secret-file", self.key_file(mode=mode))
            self.assertEqual(result.code, 78)
            self.assert_says(result.err, "chmod 600")
        self.assertEqual(self.site.connections, 0)

    def test_what_is_no_key_is_refused_without_being_quoted(self):
        self.without_environment()
        for text in ("", "\n", self.key + "\nsecond line\n", f" {self.key}", f"{self.key} ", f"{self.key}\x07"):
            self.assertEqual(self.send("--secret-file", self.key_file(text=text)).code, 78, repr(text))
            self.environment["GRUPO_API_SECRET_KEY"] = text
            self.assertEqual(self.send().code, 78, repr(text))
            del self.environment["GRUPO_API_SECRET_KEY"]
        self.assertEqual(self.send("--secret-file", self.key_file(text="K" * 70_000)).code, 78)
        self.key_file().write_bytes(b"\xff\xfe" + self.key.encode())
        self.assertEqual(self.send("--secret-file", "key").code, 78)
        self.assertEqual(self.send("--secret-file", self.folder).code, 78)
        self.assertEqual(self.send("--secret-file", "no-such-file").code, 78)


class Leaks(Canary):
    def setUp(self):
        super().setUp()
        self.manifest("ann", "ben")

    def test_neither_a_good_run_nor_any_command_shows_it(self):
        self.site.answer = lambda form: {"ben": refusal(), "cid": SILENCE}.get(form["user"], SENT)
        self.manifest("ann", "ben", "cid", ["", "office", "x"])
        commands = [
            ["validate", "list.csv"], ["validate", "list.csv", "--json"], ["send", "list.csv", "--dry-run"],
            ["send", "list.csv"], ["send", "list.csv", "--skip-invalid", "-v"],
            ["send", "list.csv", "--skip-invalid", "--json"],
            ["send", "list.csv", "--test-to", "tester", "--skip-invalid"], ["status"], ["status", "list.csv", "--json"],
            ["resolve", "list.csv", "--all", "--as", "sent"], ["ledger", "check"], ["ledger", "check", "--json"],
            ["ledger", "import", "list.results.csv"], ["ledger", "forget", "--before", "2020-01-01"], ["--help"],
            ["--version"], ["send", "list.csv", "--concurrency", "none"], ["send", "no-such-file.csv"],
            ["send", "list.csv", "--site", "https://"], ["send", "list.csv", "--report", "no/such/folder.csv"],
        ]
        commands += [["report", "list.csv", "--format", format, "--output", "-"] for format in FORMATS]
        for command in commands:
            self.checked(self.run_program(*command))

    def test_site_that_says_it_back_is_not_quoted(self):
        html = f"<html><h1>{self.key}</h1></html>".encode()
        verdict = b'{"success": false, "error_key": "x", "error_message": "y"}'
        escaped = "".join(f"\\u{ord(character):04x}" for character in self.key)
        echoes = [
            refusal(self.key, "text"), refusal("key", f"your key is {self.key}!"),
            refusal(f"a.{self.key}", self.key * 3), {"success": True, "error_message": self.key}, {self.key: self.key},
            {"success": self.key}, [self.key], self.key, Reply(200, html), Reply(500, html), Reply(403, html),
            Reply(404, html), Reply(200, self.key.encode()),
            Reply(302, headers=[f"Location: https://x.example/{self.key}?key={self.key}"]),
            Reply(301, headers=[f"Location: {self.key}"]), Reply(200, html, [f"Content-Type: {self.key}"]),
            Reply(f"500 {self.key}", html), Reply(429, headers=[f"Retry-After: {self.key}"]),
            Reply(200, f"<b>Warning</b>: {self.key} in x.php".encode() + verdict),
            Reply(200, b'{"success": false, "error_key": "%s", "error_message": "z"}' % escaped.encode()),
            Reply(200, b"not gzip " + self.key.encode(), ["Content-Encoding: gzip"]),
            Reply(200, b"", [f"{self.key}", f"Content-Encoding: {self.key}"]),
        ]
        for echo in echoes:
            self.site.answer = lambda form, echo=echo: echo
            self.send("--retries", "0")
            self.send("--retries", "0", "--json")

    def test_text_cut_in_the_middle_of_it_shows_no_part_of_it(self):
        for limit in (40, 60, 80, 100, 120, 200, 256, 300, 400, 500, 512, 1_000, 1_024, 2_048, 4_096, 8_192, 65_536):
            for into in (9, 25):
                text = "x" * (limit - into) + self.key
                self.site.answer = lambda form, text=text: refusal(text, text) if form["user"] == "ann" else Reply(
                    200, text.encode())
                self.send("--retries", "0", "--concurrency", "1")

    def test_nothing_shows_it_while_a_run_is_going_on_nor_how_it_ends(self):
        gentle = (signal.SIGINT, signal.SIGTERM)
        for ending in (*gentle, signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGILL, signal.SIGQUIT):
            with self.subTest(ending=ending.name):
                self.batches += 1
                self.site.held = True
                before = len(self.site.forms)
                source = ["--secret-file", self.key_file()] if self.batches % 2 else []
                process = self.start("send", "list.csv", "--batch", f"number {self.batches}", "-v", *source)
                self.site.wait_for(before + 1)
                self.assert_clean(command_line(process.pid), "the command line")
                self.assert_folder_clean()
                self.checked(self.run_program("status", "list.csv"))
                self.checked(self.run_program("send", "list.csv"))
                process.send_signal(ending)
                if ending in gentle:
                    self.site.held = False
                self.checked(self.finish(process))
                self.site.held = False
        self.assertEqual([path for path in self.folder.rglob("core*")], [])

    def test_failing_ledger_and_time_out_do_not_show_it(self):
        for kibibytes in (8, 40, 64, 96):
            ledger = ["--ledger", self.folder / f"{kibibytes}.sqlite"]
            self.send(*ledger, wrapper=["prlimit", f"--fsize={kibibytes * 1024}"])
        self.site.held = True
        self.assertEqual(self.send("--timeout", "200ms").code, 3)

    def test_no_other_process_can_read_its_memory(self):
        """Nor does a dump of it exist: what the kernel gives to others of a process that forbids it belongs to root."""
        self.site.held = True
        process = self.start("send", "list.csv")
        self.site.wait_for(1)
        self.assertEqual(os.stat(f"/proc/{process.pid}/mem").st_uid, 0)
        with open(f"/proc/{process.pid}/limits") as file:
            limits = file.read()
        self.assertRegex(limits, r"Max core file size +0 +0 ")

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_key_is_written_to_the_socket_and_to_nothing_else(self):
        trace = self.folder.parent / (self.folder.name + ".trace")
        self.addCleanup(trace.unlink, missing_ok=True)
        calls = "trace=write,pwrite64,writev,sendto,sendmsg,execve"
        self.send(wrapper=["strace", "-f", "-qq", "-yy", "-s", "4096", "-o", str(trace), "-e", calls])
        lines = [line for line in trace.read_text(errors="replace").splitlines() if self.key in line]
        self.assertTrue(lines, "the key was never seen: the test has not done its work")
        for line in lines:
            self.assertRegex(line, r"(sendto|sendmsg|write|writev)\(\d+<TCP:")


if __name__ == "__main__":
    unittest.main()
