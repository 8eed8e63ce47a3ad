"""Places that a manifest or a report cannot be at, names that only look alike, and files that change while they are sent."""
import os
import shutil
import subprocess
import tempfile
import unicodedata
import unittest

from case import SILENCE, Case
from workbench import program, read_report

ROW = "user,sender,message\nann,office,Hello\n"


class Places(Case):
    def test_a_folder_names_the_manifests_in_it(self):
        self.put("lists/members.csv", ROW)
        for command in ("validate", "send", "report"):
            result = self.refused(command, "lists", code=66)
            self.assert_says(result.err, "“lists” is a folder", "lists/members.csv")
        self.put("none/x.txt", "x")
        self.refused("send", "none", code=66, says="this folder holds none")

    def test_process_substitution_leads_to_standard_input(self):
        for options in ("", "--input-format csv"):
            result = subprocess.run(
                ["bash", "-c", f"{program()} send <(printf '%s' '{ROW}') {options}"], cwd=self.folder,
                env=self.environment, capture_output=True, text=True, timeout=30)
            self.assertEqual(result.returncode, 66, result)
            self.assertRegex(result.stderr, r"/dev/fd/\d+” is no file that can be read twice.*- --input-format csv")
        self.assertEqual(self.sent_to(), [])

    def test_the_report_of_a_descriptor_goes_where_that_of_standard_input_goes(self):
        self.put("m.csv", ROW)
        subprocess.run(
            ["bash", "-c", f"{program()} send /dev/fd/0 --input-format csv <m.csv"], cwd=self.folder, env=self.environment,
            check=True, capture_output=True, timeout=30)
        self.assertEqual(self.outcomes("stdin.results.csv"), {"ann": "sent"})

    @unittest.skipUnless(os.access("/dev/shm", os.W_OK), "this machine has no folder in memory")
    def test_a_folder_in_memory_is_a_folder(self):
        with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
            path = os.path.join(folder, "m.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write(ROW)
            self.expect(0, "send", path)
            self.assertEqual(sorted(os.listdir(folder)), ["m.csv", "m.results.csv"])
        self.assertFalse((self.folder / "stdin.results.csv").exists())

    def test_a_name_that_is_not_utf8_is_said_to_be_so(self):
        path = os.fsencode(self.folder) + b"/list\xe9.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write(ROW)
        self.addCleanup(os.unlink, path)
        for command in ("validate", "send"):
            result = subprocess.run(
                [os.fsencode(program()), command.encode(), b"list\xe9.csv"], cwd=self.folder, env=self.environment,
                capture_output=True, timeout=30)
            self.assertEqual(result.returncode, 66, result)
            self.assertIn("is not UTF-8. Rename the file, or give it on standard input", result.stderr.decode())
        self.put("list\ufffd.csv", ROW)
        self.expect(0, "validate", "list\ufffd.csv")

    def test_a_folder_whose_name_is_not_utf8_is_said_to_be_so(self):
        folder = os.fsencode(self.folder) + b"/d\xe9r"
        os.mkdir(folder)
        self.addCleanup(shutil.rmtree, folder)
        with open(folder + b"/m.csv", "w", encoding="utf-8") as file:
            file.write(ROW)
        os.symlink(folder, self.folder / "link")

        def run(where, *arguments, text=""):
            words = [argument if isinstance(argument, bytes) else argument.encode() for argument in arguments]
            result = subprocess.run(
                [os.fsencode(program()), *words], cwd=where, env=self.environment, capture_output=True, timeout=30,
                input=text.encode())
            return result.returncode, result.stderr.decode()

        for command in ("validate", "send", "report"):
            for where, path in ((folder, "m.csv"), (os.fsencode(self.folder), "link/m.csv"), (b"/", folder + b"/m.csv")):
                code, said = run(where, command, path)
                self.assertEqual(code, 66, said)
                self.assertRegex(said, "is not UTF-8. Rename the folder, or ")
        code, said = run(folder, "send", "-", "--input-format", "csv", text=ROW)
        self.assertEqual(code, 66, said)
        self.assertIn("The folder you are in", said)
        self.assertEqual(self.sent_to(), [])
        # The two ways that are named.
        code, said = run(os.fsencode(self.folder), "send", "-", "--input-format", "csv", text=ROW)
        self.assertEqual(code, 0, said)
        os.rename(folder, self.folder / "der")
        self.expect(0, "validate", "der/m.csv")
        os.mkdir(folder)

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root writes everywhere")
    def test_a_folder_that_cannot_be_written_leads_to_report_and_to_output(self):
        folder = self.folder / "closed"
        self.put("closed/m.csv", ROW)
        self.expect(0, "send", folder / "m.csv", "--report", "r.csv")
        folder.chmod(0o555)
        self.addCleanup(folder.chmod, 0o755)
        wrapper = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
        result = self.run_program("send", folder / "m.csv", "--batch", "two", wrapper=wrapper)
        self.assertEqual(result.code, 73, result)
        self.assert_says(result.err, "cannot be written", "--report PATH")
        self.assertEqual(len(self.site.forms), 1)
        result = self.run_program("report", folder / "m.csv", wrapper=wrapper)
        self.assertEqual(result.code, 73, result)
        self.assert_says(result.err, "--output -")
        result = self.run_program("report", folder / "m.csv", "--output", "-", wrapper=wrapper)
        self.assertEqual([line["outcome"] for line in read_report(result.out)], ["sent"], result)


class LooksAlike(Case):
    def refusal(self, path, name):
        self.put(name, "text")
        self.put("m.csv", f"user,sender,message,file\nann,office,x,\"{path}\"\n")
        return self.refused("validate", "m.csv").err

    def test_a_backslash(self):
        self.assert_says(self.refusal("files\\a.txt", "files/a.txt"), "Write files/a.txt.")
        self.assert_says(self.refusal("C:\\Users\\ann\\files\\a.txt", "files/a.txt"), "Write files/a.txt.")

    def test_accents_composed_in_another_way(self):
        for form, other in (("NFC", "NFD"), ("NFD", "NFC")):
            name = f"{form}-café.txt"
            said = self.refusal(unicodedata.normalize(form, name), unicodedata.normalize(other, name))
            self.assert_says(said, "composes its accented letters in another way", "Rename that file")

    def test_another_case(self):
        self.assert_says(self.refusal("Files/A.TXT", "files/a.txt"), "Write files/a.txt.")

    def test_nothing_outside_the_folder_is_named(self):
        self.put("outside.txt", "x")
        self.put("in/m.csv", "user,sender,message,file\nann,office,x,..\\outside.txt\n")
        self.assertNotIn("does.", self.refused("validate", "in/m.csv").err)

    def test_both_spellings_of_a_name_are_files_of_their_own(self):
        names = [unicodedata.normalize(form, "é.txt") for form in ("NFC", "NFD")]
        for name in names:
            self.put(name, name.encode().hex())
        self.put("m.csv", "user,sender,message,file\n" + "".join(f"u{i},office,x,{n}\n" for i, n in enumerate(names)))
        self.expect(0, "send", "m.csv")
        self.assertEqual(
            {form["user"]: form["file_attachments"] for form in self.site.forms},
            {f"u{i}": name.encode().hex().encode() for i, name in enumerate(names)})

    def test_invisible_characters_are_named_wherever_the_user_is_shown(self):
        self.put("m.csv", "user,sender,message\na\u200bnn,off\u00adice,Hello\n")
        result = self.expect(0, "validate", "m.csv")
        self.assert_says(result.err, "U+200B ZERO WIDTH SPACE", "a[U+200B]nn", "U+00AD SOFT HYPHEN")
        self.assertRegex(result.out, r"to +a\[U\+200B\]nn")
        self.assertRegex(result.out, r"from +off\[U\+00AD\]ice")

    def test_an_invisible_character_in_a_header_shows(self):
        self.put("m.csv", "user\u200b,sender,message\nann,office,Hello\n")
        self.refused("validate", "m.csv", says=r"header says \"user\[U\+200B\]\"")

    def test_a_blank_beside_a_quote_is_named(self):
        for row, words in (
                ('ann, "Hello"', "a blank stands between the comma and the quote"),
                ('ann,\t"Hello"', "a tab stands between the comma and the quote"),
                ('ann,"Hello" ', "a blank stands between the closing quote and the end of the line"),
                ('"ann" ,"Hello"', "a blank stands between the closing quote and the comma")):
            self.put("m.csv", f"user,message\n{row}\n")
            self.refused("validate", "m.csv", "--sender", "office", says=words)


class Edited(Case):
    def run_edited(self, text, options=()):
        """Sends four rows one at a time, and lets the file become another after the first."""
        self.site.held, self.site.prompt = True, 1
        process = self.start("send", "m.csv", "--concurrency", "1", *options)
        self.site.wait_for(2)
        path = self.folder / "m.csv"
        path.write_text(text, encoding="utf-8")
        self.site.held = False
        return self.finish(process)

    def rows(self, *users):
        return "user,sender,message\n\n" + "".join(f"{user},office,{'Hello ' + user if user else ''}\n" for user in users)

    def test_a_run_that_an_edit_stops_reports_what_it_knows_by_number(self):
        # Large enough that the rows were not all read when the file changes.
        users = [f"u{number}{'x' * 2_000}" for number in range(400)]
        self.put("m.csv", self.rows(*users))
        result = self.run_edited(self.rows(*reversed(users)))
        self.assertEqual(result.code, 4, result)
        self.assert_says(result.err, "changed while it was being sent", "tells rows by number alone")
        report = self.report("m.results.csv")
        self.assertEqual([line["row"] for line in report], [str(number + 3) for number in range(400)])
        sent = [line for line in report if line["outcome"] == "sent"]
        self.assertEqual(len(sent), len(self.site.forms))
        self.assertEqual({line["user"] + line["sender"] for line in report}, {""})
        self.assertTrue(all(line["row_digest"].startswith("r1:") for line in report))
        # The same command again goes on, and the report has its names again.
        self.expect(0, "send", "m.csv")
        self.assertEqual(sorted(self.site.users), sorted(users))
        self.assertEqual(set(self.outcomes("m.results.csv")), set(users))


class Latency(Case):
    def test_none_is_shown_where_the_site_answered_nothing(self):
        self.site.answer = lambda form: SILENCE
        self.put("m.csv", ROW)
        result = self.expect(3, "send", "m.csv", "--report", "r.json", "--report", "r.html")
        self.assertIn("1 attempt in", result.out)
        self.assertNotIn("answered within", result.out)
        self.assertIn('"latency_ms":null', (self.folder / "r.json").read_text().replace(" ", ""))
        self.assertNotIn("Time per message", (self.folder / "r.html").read_text())


if __name__ == "__main__":
    unittest.main()
