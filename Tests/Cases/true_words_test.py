"""What a command says of an earlier run, of two questions and of a refusal by the user is true, and said once."""
import json
import re
import unittest

from case import SENT, SILENCE, Case

HEAD = "user,sender,message\n"


class TrueWords(Case):
    def test_status_tells_how_the_file_stands_after_a_verdict_and_another_send(self):
        self.site.answer = lambda form: SILENCE if form["user"] == "ann" else SENT
        self.put("l.csv", HEAD + "ann,office,Hi\nbob,office,Hi\n")
        self.expect(3, "send", "l.csv")
        self.assertIn("exit code 3", self.expect(0, "status", "l.csv").out)
        self.expect(0, "resolve", "l.csv", "--row", "2", "--as", "sent")
        self.expect(0, "send", "l.csv")
        self.assertIn("exit code 0", self.expect(0, "status", "l.csv").out)
        self.assertEqual(self.expect(0, "status", "l.csv", "--json").json["exit_code"], 0)
        self.expect(0, "send", "l.csv")
        self.assertEqual(len(self.site.forms), 2)

    def test_two_questions_stand_in_one_sentence_after_the_other(self):
        self.put("l.csv", HEAD + "ann,office,Hi\nbob,office,Hi\n")
        self.expect(0, "send", "l.csv")
        self.put("c.csv", HEAD + "ann,office,Ho\nbob,office,Ho\n")
        self.put("nobody.csv", "user\nzed\n")
        found = self.refused("send", "c.csv", "--exclude", "nobody.csv", says=["2 of 2 recipients", "nobody.csv"])
        self.assertNotIn("\ufffd", found.err)

    def test_list_that_no_ledger_knows_is_told_what_was_not_tried_yet(self):
        self.put("l.csv", HEAD + "ann,office,Hi\n")
        self.expect(0, "send", "l.csv")
        self.put("other.csv", HEAD + "bob,office,Hi\n")
        site = self.environment.pop("GRUPO_SITE")
        for options, says, hides in [
            ([], ["No ledger knows other.csv", "the ledger with --ledger or the site with --site"], []),
            (["--site", site], [f"The ledger of {site} does not know other.csv", "another site with --site"], ["No ledger"]),
            (["--ledger", "x.sqlite"], ["The ledger x.sqlite does not know", "Name another ledger with --ledger;"], ["--site"]),
            (["--batch", "May"], ["as batch “May”", "or another label with --batch"], []),
            (["--sender", "office"], ["give all options that was sent with"], []),
        ]:
            for command in ("status", "report"):
                with self.subTest(command=command, options=options):
                    result = self.expect(66, command, "other.csv", *options)
                    self.assert_says(result.err, "grupo-batch status", *says)
                    for words in hides:
                        self.assertNotIn(words, result.err)
        failure = json.loads(self.expect(66, "status", "other.csv", "--json").err)
        self.assertEqual((failure["code"], failure["exit_code"]), ("unreadable", 66))
        self.assertIn("--ledger", failure["remedy"])
        self.assertNotIn("--ledger", failure["message"])
        self.expect(0, "status", "l.csv", "--site", site)

    def test_program_speaks_of_your_list_and_says_manifest_only_where_an_option_is_meant(self):
        self.put("l.csv", HEAD + "ann,office,Hi\n")
        (self.folder / "f").mkdir()
        self.expect(0, "send", "l.csv")
        for arguments in (
            ["--help"], ["send", "f"], ["status", "l.csv", "--all"], ["send", "-", "--secret-file", "-"],
            ["send", "l.csv", "--plan", "p2:site=x,input=1,texts=1,attachments=1,lists=1,selection=1,limit=1,choices=1"],
            ["resolve", "l.csv", "--from", "none"], ["ledger", "import", "none.csv"],
        ):
            with self.subTest(arguments):
                result = self.run_program(*arguments)
                said = re.sub(r"(--|<|--format )manifest\b", "", result.out + result.err)
                self.assertNotRegex(said, r"\bmanifests?\b")


if __name__ == "__main__":
    unittest.main()
