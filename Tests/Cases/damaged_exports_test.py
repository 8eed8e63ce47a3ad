"""Exports of spreadsheets and services with damaged text or other encodings: sent as meant, or refused in one sentence."""
import pathlib
import shutil
import unittest

from case import Case

FOLDER = pathlib.Path(__file__).resolve().parent / "damaged_exports"
SENDER = ["--sender", "office"]
# What a file comes to: its options, the exit code, the messages that arrive by user, and words that are said.
TABLE = [
    ("excel-english.csv", [], 65, {},
     "--encoding windows-1252 reads “It’s open – come by”"),
    ("excel-english.csv", ["--encoding", "windows-1252"], 0,
     {"ann": "It’s open – come by", "zoë": "Café, 2 £"}, None),
    ("excel-german.csv", [*SENDER, "--map", "message=Nachricht"], 65, {},
     "--encoding windows-1252 reads “Änne”"),
    ("excel-german.csv", [*SENDER, "--map", "message=Nachricht", "--encoding", "windows-1252"], 0,
     {"ann@example.org": "Grüße; bis später – schöne Straße", "jürgen@example.org": "Das kostet 5 €"}, None),
    ("excel-french.csv", [*SENDER, "--render", "--message", "Bonjour {{Prénom}}, {{Montant}}"], 0,
     {"ann@example.org": "Bonjour Zoé, 12,50 €", "bob@example.org": "Bonjour Noël, #VALEUR!",
      "cid@example.org": "Bonjour #N/A, ########"},
     "2 rows with a spreadsheet's error value in \"Montant\".*row 3"),
    ("excel-mac.csv", [], 65, {},
     "name its encoding: --encoding macintosh reads “Señor”; --encoding mac-centraleurope reads “SeĖor”; "),
    ("excel-mac.csv", ["--encoding", "macintosh"], 0, {"ann": "Café “open” – it’s über", "bob": "Señor"}, None),
    ("excel-guard.csv", [*SENDER, "--message", "Hi"], 65, {},
     "the cell =\"0234\" is a spreadsheet's guard.*Write 0234 alone"),
    ("libreoffice.csv", [*SENDER, "--render", "--message", "{{First Name}}: {{Total}}"], 0,
     {"ann": "Ann: 12.5", "bob": "Bob: Err:502", "cid": "Cid: several\nlines"},
     "The value is Err:502, the error value of a spreadsheet's formula"),
    ("numbers.csv", [], 0, {"ann": "Grüße 👩‍💻 “quoted”", "bob": "one\r\ntwo, three"}, None),
    ("google-sheets.csv", [*SENDER, "--message", "Hi"], 65, {},
     "row 2.*The user is 4.479E\\+11, a number whose other digits a spreadsheet has dropped"),
    ("outlook.csv", [*SENDER, "--render", "--message", "Hi {{First Name}} {{Last Name}}"], 65, {},
     "--encoding windows-1252 reads “Müller”"),
    ("outlook.csv", [*SENDER, "--render", "--message", "Hi {{First Name}} {{Last Name}}", "--encoding", "windows-1252"], 0,
     {"ann@example.org": "Hi Ann Müller", "zoe@example.org": "Hi Zoë O’Neil"}, None),
    ("mailchimp.csv", [*SENDER, "--message", "Hi *|FNAME|*"], 0,
     {"ann@example.org": "Hi *|FNAME|*", "bob@example.org": "Hi *|FNAME|*"},
     r"holds \*\|FNAME\|\*, which looks like a field of another service"),
    ("mailchimp.csv", [*SENDER, "--render", "--message", "Hi {{First Name}} {{Last Name}}"], 0,
     {"ann@example.org": "Hi Ann Müller", "bob@example.org": "Hi Bob O’Neil"}, None),
    ("hubspot.csv", [*SENDER, "--render", "--message", "Hi {{First Name}} {{Last Name}}"], 0,
     {"ann@example.org": "Hi Ann Müller", "bob@example.org": "Hi Bob O&#39;Neil"},
     "1 row with HTML's name for a character.*row 3"),
]
DAMAGE = ["error value", "guard", "lost characters", "wrong encoding", "another service", "HTML", "cut in"]


class DamagedExports(Case):
    def test_each_is_right_or_refused_in_one_sentence(self):
        for name, options, code, messages, words in TABLE:
            with self.subTest(name=name, options=options):
                self.site.forms.clear()
                shutil.copy(FOLDER / name, self.folder / name)
                batch = ["--batch", str(len(options)) + name]
                result = self.expect(code, "send", name, *options, *batch)
                self.assertEqual({form["user"]: form["message"] for form in self.site.forms}, messages)
                if words:
                    self.assertRegex(result.err, words)
                else:
                    self.assertFalse([word for word in DAMAGE if word in result.err], result)

    def test_every_file_is_in_the_table(self):
        self.assertEqual({path.name for path in FOLDER.iterdir()}, {row[0] for row in TABLE})


if __name__ == "__main__":
    unittest.main()
