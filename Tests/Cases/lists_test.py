"""`--exclude`: each list leaves out exactly whom it names, or is refused or asked about in words a volunteer understands."""
import json
import pathlib
import shutil
import subprocess
import unittest

from case import Case
from workbench import program

LISTS = pathlib.Path(__file__).parent / "lists"
EVERYBODY = ["ann@x.example", "bob@x.example", "cy@x.example"]
MANIFEST = "user,sender,message\n" + "".join(f"{user},office,Hi\n" for user in EVERYBODY)


def table():
    """The rows of the table beside the lists: file and what is right."""
    lines = [line.split("|") for line in (LISTS / "README.md").read_text(encoding="utf-8").splitlines()
             if line.startswith("| ")]
    return [(cells[1].strip(), cells[3].strip()) for cells in lines[2:]]


class ExportedListsTest(Case):
    def put_list(self, name):
        shutil.copyfile(LISTS / name, self.folder / name)
        return name

    def send_without(self, name, *options, code=0):
        """Sends a manifest of its own, so that no earlier send counts."""
        self.site.forms.clear()
        self.forget_runs()
        (self.folder / "m.results.csv").unlink(missing_ok=True)
        self.put("m.csv", MANIFEST)
        return self.expect(code, "send", "m.csv", "--exclude", name, *options)

    def test_every_list_does_what_the_table_says(self):
        for name, right in table():
            with self.subTest(name):
                self.put_list(name)
                kind, _, words = right.partition(": ")
                result = self.send_without(name, code=0 if right == "cy" else 65)
                self.assertEqual(self.sent_to(), ["cy@x.example"] if right == "cy" else [])
                if right == "cy":
                    self.assertIn("excluded 2 rows; 0 of 2 names are in no row", result.err)
                    continue
                self.assertIn(name, result.err)
                for part in words.split(" ... "):
                    self.assertIn(part.lower(), result.err.lower())
                if kind == "asked":
                    self.send_without(name, "--yes")
                    self.assertEqual(self.sent_to(), EVERYBODY)
                else:
                    self.send_without(name, "--yes", code=65)
                    self.assertEqual(self.sent_to(), [])

    def test_no_list_is_missing_from_the_table(self):
        files = {path.name for path in LISTS.iterdir()} - {"README.md"}
        self.assertEqual(files, {name for name, _ in table()})
        self.assertGreater(len(files), 30)


class CaseListsTest(Case):
    """The lists that once excluded nobody."""

    def setUp(self):
        super().setUp()
        self.put("m.csv", MANIFEST)

    def sends_only_to_cy(self, *options):
        result = self.expect(0, "send", "m.csv", *options)
        self.assertEqual(self.sent_to(), ["cy@x.example"])
        return result

    def test_w1_mailchimp(self):
        self.put("ex.csv", 'Email Address,First Name,UNSUB_TIME\nann@x.example,Ann,"2024-03-01 10:00:00"\n'
                           'bob@x.example,Bob,"2024-03-02 10:00:00"\n')
        self.sends_only_to_cy("--exclude", "ex.csv")

    def test_w1_map(self):
        self.put("m.csv", MANIFEST.replace("user,", "Member,"))
        self.put("ex.csv", "Member,Reason\nann@x.example,left\nbob@x.example,left\n")
        self.sends_only_to_cy("--map", "user=Member", "--exclude", "ex.csv")

    def test_w1_map_to_a_header_that_only_the_user_knows(self):
        self.put("m.csv", MANIFEST.replace("user,", "Mitglied,"))
        self.put("ex.csv", "email;Mitglied\nann@home;ann@x.example\nbob@home;bob@x.example\n")
        self.put("other.csv", "email\nann@x.example\nbob@x.example\n")
        self.sends_only_to_cy("--map", "user=Mitglied", "--exclude", "ex.csv", "--exclude", "other.csv")

    def test_w1_outlook(self):
        self.put("ex.csv", "First Name,E-mail Address\nAnn,ann@x.example\nBob,bob@x.example\n")
        self.sends_only_to_cy("--exclude", "ex.csv")

    def test_w1_quoted_and_semicolons(self):
        self.put("ex.txt", '"ann@x.example"\n"bob@x.example"\n')
        self.refused("send", "m.csv", "--exclude", "ex.txt", says=["ex.txt, line 1", "quote", "one name a line"])
        self.put("ex.txt", "cy@x.example\nann@x.example;bob@x.example\n")
        self.refused("send", "m.csv", "--exclude", "ex.txt", says=["ex.txt, line 2", "semicolon", "one name a line"])

    def test_names_are_compared_as_people_read_them(self):
        self.put("m.csv", "user,sender,message\nStra\u00dfe,o,Hi\nZo\u00eb,o,Hi\ncy,o,Hi\n")
        self.put("ex.txt", "STRASSE\nZOE\u0308\n\u200bcy \n")
        self.put("other.csv", MANIFEST)
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), [])

    def test_several_lists_add_up_and_each_is_judged_by_itself(self):
        self.put("a.txt", "ann@x.example\nmax@x.example\n")
        self.put("b.csv", "email\nbob@x.example\nANN@x.example\n")
        result = self.sends_only_to_cy("--exclude", "a.txt", "--exclude", "b.csv")
        self.assert_says(result.err, "excluded 2 rows; 1 of 3 names are in no row", "a.txt: 1 of 2", "b.csv: 0 of 2")
        self.put("c.txt", "max@x.example\n")
        self.refused("send", "m.csv", "--batch", "two", "--exclude", "a.txt", "--exclude", "c.txt", says="c.txt")

    def test_lists_of_settings_count_beside_those_of_the_command_line(self):
        self.put("a.txt", "ann@x.example\n")
        self.put("b.txt", "bob@x.example\n")
        self.put("grupo-batch.yaml", "exclude: a.txt\n")
        self.sends_only_to_cy("--exclude", "b.txt")
        self.put("grupo-batch.yaml", "exclude: [a.txt, b.txt]\n")
        self.expect(0, "send", "m.csv", "--batch", "two")
        self.put("grupo-batch.yaml", "exclude: a.txt\n")
        self.environment["GRUPO_EXCLUDE"] = "b.txt"
        self.expect(0, "send", "m.csv", "--batch", "three")
        self.assertEqual(self.sent_to(), ["cy@x.example"] * 3)
        self.put("a.txt", "max@x.example\n")
        self.refused("send", "m.csv", "--batch", "four", says=["a.txt", "none of|only name"])

    def test_own_detection_first_then_the_encoding_of_the_manifest(self):
        users = "J\u00f6rg;o;Hi\nZo\u00eb;o;Hi\ncy@x.example;o;Hi\n"
        self.put("m.csv", ("user;sender;message\n" + users).encode("cp1252"))
        self.put("ex.csv", "User;Grund\nJ\u00f6rg;m\u00f6chte nicht\nZo\u00eb;\n".encode("cp1252"))
        self.sends_only_to_cy("--encoding", "windows-1252", "--exclude", "ex.csv")
        self.put("ex.csv", "User,Grund\nj\u00f6rg,m\u00f6chte nicht\nzo\u00eb,\n")
        self.expect(0, "send", "m.csv", "--encoding", "windows-1252", "--batch", "two", "--exclude", "ex.csv")
        self.put("ex.txt", "J\u00d6RG\nZO\u00cb\n".encode("utf-16"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1252", "--batch", "three", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), ["cy@x.example"] * 3)

    def test_delimiter_of_the_manifest_where_the_list_shows_none_of_the_usual(self):
        self.put("m.csv", MANIFEST.replace(",", "^"))
        self.put("ex.csv", "nr^user\n1^ann@x.example\n2^bob@x.example\n")
        self.sends_only_to_cy("--delimiter", "^", "--exclude", "ex.csv")

    def test_beside_a_test_send_and_a_manifest_in_json(self):
        rows = [{"Login": user, "sender": "o", "message": "Hi"} for user in EVERYBODY]
        self.put("m.json", json.dumps(rows))
        self.put("ex.txt", "ann@x.example\nbob@x.example\n")
        self.expect(0, "send", "m.json", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), ["cy@x.example"])
        self.expect(0, "send", "m.csv", "--exclude", "ex.txt", "--test-to", "me")
        self.assertEqual(self.sent_to(), ["cy@x.example", "me"])

    def test_list_from_a_pipe(self):
        command = f"{program()} send m.csv --exclude <(printf 'Email\\nann@x.example\\nbob@x.example\\n')"
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True)
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(self.sent_to(), ["cy@x.example"])

    def test_missing_list_folder_and_unreadable_list(self):
        (self.folder / "folder").mkdir()
        for name in ("none.txt", "folder"):
            self.refused("send", "m.csv", "--exclude", name, code=66, says=["--exclude", name, "nothing was sent"])

    def test_advice_for_a_folder_and_for_standard_input_is_true(self):
        for name in (".", "/"):
            result = self.refused("send", "m.csv", "--exclude", name, code=66, says=["is a folder", "name the file in it"])
            self.assertNotIn("standard input", result.err)
        self.refused("send", "m.csv", "--exclude", "-", code=66, says=[r"<\(COMMAND\)", "/dev/stdin"])
        result = self.expect(0, "send", "m.csv", "--exclude", "/dev/stdin", text="ann@x.example\nbob@x.example\n")
        self.assertEqual(self.sent_to(), ["cy@x.example"], result)

    def test_json_path_chooses_an_array_of_a_list(self):
        self.put("ex.json", '{"gone": ["ann@x.example", "bob@x.example"], "here": ["cy@x.example"]}')
        self.refused("send", "m.csv", "--exclude", "ex.json", "--yes", says=["ex.json", "several arrays", "--json-path gone"])
        self.sends_only_to_cy("--exclude", "ex.json", "--json-path", "gone")


if __name__ == "__main__":
    unittest.main()
