"""What a command says of an earlier run, of two questions and of a refusal by the user is true, and said once."""
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


if __name__ == "__main__":
    unittest.main()
