"""`row_digest`: the identity of every row that could be sent, in the reports that programs read, and in no report of a test."""
import hashlib
import json
import unittest

from case import SILENCE, Case, refusal

PATTERN = r"\Ar1:[0-9a-f]{40}\Z"
FORMATS = ("one.csv", "two.json", "three.jsonl")


class RowDigest(Case):
    def lines(self, name):
        """A report's lines, whatever its format."""
        text = (self.folder / name).read_text(encoding="utf-8")
        if name.endswith(".csv"):
            return self.report(name)
        return json.loads(text)["rows"] if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]

    def digests(self, name):
        return [line["row_digest"] or "" for line in self.lines(name)]

    def send(self, code, *options):
        self.expect(code, "send", "list.csv", *[word for name in FORMATS for word in ("--report", name)], *options)
        found = [self.digests(name) for name in FORMATS]
        self.assertEqual(found[0], found[1])
        self.assertEqual(found[0], found[2])
        return found[0]

    def test_every_row_but_the_invalid_one_has_its_own(self):
        self.site.answer = lambda form: {"ben": refusal(), "cid": SILENCE}.get(form["user"], {"success": True})
        self.manifest("ann", "ben", "cid", "dora", "eve", ["", "office", "Hi"], "eve")
        self.put("out.txt", "dora\n")
        digests = self.send(3, "--exclude", "out.txt", "--skip-invalid", "--limit", "4")
        self.assertEqual(
            [line["outcome"] for line in self.report("one.csv")],
            ["sent", "rejected", "unknown", "excluded", "pending", "invalid", "pending"])
        self.assertEqual(digests[5], "")
        rest = digests[:5] + digests[6:]
        self.assertEqual(len(set(rest)), 6)
        for digest in rest:
            self.assertRegex(digest, PATTERN)
        # The second of two equal rows differs in its ordinal alone.
        self.assertEqual(digests[4][:-8], digests[6][:-8])
        self.assertEqual((digests[4][-8:], digests[6][-8:]), ("00000001", "00000002"))

    def test_is_the_same_in_the_report_made_anew_also_of_an_edited_file(self):
        self.manifest("ann", "ben", "cid", "dora")
        self.put("out.txt", "ben\n")
        before = self.send(0, "--exclude", "out.txt")
        self.expect(0, "report", "list.csv", "--output", "again.jsonl")
        self.assertEqual(self.digests("again.jsonl"), before)
        self.manifest("new", "dora", "ben", "cid", "ann")
        self.expect(0, "report", "list.csv", "--output", "edited.json")
        edited = self.digests("edited.json")
        self.assertEqual([edited[place] for place in (4, 2, 3, 1)], before)
        self.assertRegex(edited[0], PATTERN)

    def test_follows_content_and_not_place_site_or_spelling_of_the_file(self):
        self.manifest("ann", "ben")
        digests = self.send(0)
        self.put("other.csv", "text;user;from\r\nHello ben;ben;office\r\nHello ann;ann;office\r\n")
        self.expect(0, "send", "other.csv")
        self.assertEqual(self.digests("other.results.csv"), digests[::-1])
        self.expect(0, "send", "list.csv", "--batch", "again")
        self.assertFalse(set(self.digests("list.again.results.csv")) & set(digests))

    def test_report_without_the_message_that_was_given_leaves_out_what_it_cannot_know(self):
        self.put("list.csv", "user,sender\nann,office\nben,office\n")
        self.put("out.txt", "ben\n")
        digests = self.send(0, "--message", "Hi", "--exclude", "out.txt")
        self.expect(0, "report", "list.csv", "--output", "again.csv")
        self.assertEqual(self.digests("again.csv"), [digests[0], ""])
        self.expect(0, "report", "list.csv", "--message", "Hi", "--output", "whole.csv")
        self.assertEqual(self.digests("whole.csv"), digests)

    def test_report_of_a_test_has_none(self):
        self.manifest("ann", "ben")
        self.assertEqual(self.send(0, "--test-to", "me"), ["", ""])

    def test_json_names_the_manifest_by_its_bytes(self):
        content = self.manifest("ann").read_bytes()
        self.send(0)
        run = json.loads((self.folder / "two.json").read_text())["run"]
        self.assertEqual(run["manifest_digest"], hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    unittest.main()
