"""A ledger that commit 3e84a7a made, when identity was byte for byte: the file saved anew is sent on from where it was."""
import hashlib
import pathlib
import re
import shutil
import sqlite3
import unicodedata
import unittest

from case import Case

FIXTURE = pathlib.Path(__file__).resolve().parent.parent / "BatchEngineTests/Fixtures/earlier"
FIXTURE_SITE = "http://127.0.0.1:18099"
LIST = (FIXTURE / "list.csv").read_bytes().decode()


def rows(text):
    """User, sender and message of each row; only messages are quoted."""
    return re.findall(r'^([^,"]*),([^,"]*),"([^"]*)"', text.split("\n", 1)[1], re.M)


def key(site, user, sender, message):
    """The first half of a row's identity by the earlier rule, as SQLite's integers have it."""
    def framed(text):
        return len(text.encode()).to_bytes(8, "big") + text.encode()

    parts = framed("grupo-batch message 1") + framed(site) + b"\0" + framed("")
    digest = hashlib.sha256(parts + framed(user) + framed(sender) + framed(message) + b"\0\0").digest()
    return tuple(int.from_bytes(digest[start:start + 8], "big", signed=True) for start in (0, 8))


class EarlierLedger(Case):
    def ledger(self):
        """The fixture as if it had been made for this test's site and folder."""
        path = self.folder / "ledger.sqlite"
        path.write_bytes((FIXTURE / "ledger.sqlite").read_bytes())
        base = sqlite3.connect(path)
        site = self.site.address
        for number, row in enumerate(rows(LIST), 1):
            stored = base.execute("SELECT key_high, key_low FROM message WHERE id = ?", [number]).fetchone()
            self.assertEqual(stored, key(FIXTURE_SITE, *row), "the rule of the fixture")
            base.execute("UPDATE message SET key_high = ?, key_low = ? WHERE id = ?", [*key(site, *row), number])
        base.execute("DELETE FROM identity")
        base.execute("INSERT INTO identity SELECT key_high, key_low, ordinal, id FROM message")
        base.execute("UPDATE campaign SET site = ?, manifest = ?", [site, str(self.folder / "list.csv")])
        base.execute("UPDATE run SET settings = replace(settings, ?, ?)", [FIXTURE_SITE, site])
        base.commit()
        base.close()
        return path

    def begin_anew(self):
        """Forgets what came, and the reports and the registry, which would be proof against the next ledger."""
        self.site.forms.clear()
        shutil.rmtree(self.folder / ".local", ignore_errors=True)
        for report in self.folder.glob("*.results.csv"):
            report.unlink()

    def check(self, text):
        path = self.ledger()
        self.put("list.csv", text)
        before = self.expect(0, "report", "list.csv", "--ledger", path, "--output", "-").out if text == LIST else None
        self.expect(0, "send", "list.csv", "--ledger", path)
        arrived = sorted((form["user"], form["message"].replace("\r\n", "\n").replace("\r", "\n"))
                         for form in self.site.forms)
        wanted = [(user, re.sub("\r\n|\r", "\n", message)) for user, _, message in rows(text)[7:]]
        self.assertEqual(arrived, sorted(wanted))
        self.expect(0, "send", "list.csv", "--ledger", path)
        self.assertEqual(len(self.site.forms), 5)
        self.expect(0, "ledger", "check", "--ledger", path)
        if before:
            self.assertEqual(before.count(",sent,"), 7)

    def test_the_file_as_it_was(self):
        self.check(LIST)

    def test_saved_anew_with_other_line_ends_and_composition(self):
        quoted = re.compile(r'"[^"]*"')
        for end in ["\n", "\r\n", "\r"]:
            for form in ["NFC", "NFD"]:
                with self.subTest(end=end, form=form):
                    self.begin_anew()
                    text = quoted.sub(lambda cell: re.sub("\r\n|\r|\n", end, cell[0]), LIST)
                    self.check(unicodedata.normalize(form, text))

    def test_rows_sent_again_from_a_file_of_their_own_are_the_ones_that_were_left(self):
        for text in [LIST, re.sub(r'"[^"]*"', lambda cell: re.sub("\r\n|\r|\n", "\r\n", cell[0]), LIST)]:
            self.begin_anew()
            path = self.ledger()
            self.put("list.csv", text)
            (self.folder / "left.csv").unlink(missing_ok=True)
            self.expect(0, "report", "list.csv", "--ledger", path, "--only", "pending", "--format", "manifest",
                        "--output", "left.csv")
            self.expect(0, "send", "left.csv", "--ledger", path, "--yes")
            self.assertEqual(sorted(form["user"] for form in self.site.forms),
                             sorted(user for user, _, _ in rows(text)[7:]))
            for name in ("list.csv", "left.csv"):
                self.expect(0, "send", name, "--ledger", path, "--yes")
            self.assertEqual(len(self.site.forms), 5)


if __name__ == "__main__":
    unittest.main()
