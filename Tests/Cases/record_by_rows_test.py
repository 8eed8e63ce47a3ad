"""A file's record is found by its rows: after an import, a move, a copy, a new saving, and for a file to be sent again."""
import datetime
import json
import unittest

from case import SENT, SILENCE, Case, refusal

HEAD = "user,sender,message\n"


def answer(form):
    return {"dan": SILENCE, "eve": SILENCE, "bob": refusal()}.get(form["user"], SENT)


class Records(Case):
    """ann was sent, bob was rejected, dan and eve are unknown."""

    def setUp(self):
        super().setUp()
        self.site.answer = answer
        self.put("l.csv", HEAD + "".join(f"{user},office,Hi {user}\n" for user in ("ann", "bob", "dan", "eve")))
        self.send = ["send", "l.csv", "--timeout", "1s"]
        self.expect(3, *self.send)

    def counts(self, name, *options):
        return {k: n for k, n in json.loads(self.expect(0, "status", name, "--json", *options).out)["counts"].items() if n}

    def move(self, old, new):
        (self.folder / new).parent.mkdir(exist_ok=True)
        (self.folder / old).rename(self.folder / new)

    def lose_ledgers(self):
        for path in self.folder.rglob("*.sqlite*"):
            path.unlink()

    def tomorrow(self):
        return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)).strftime("%Y-%m-%d")

    ALL = {"sent": 1, "rejected": 1, "unknown": 2}


class Import(Records):
    def setUp(self):
        super().setUp()
        self.lose_ledgers()
        self.expect(0, "ledger", "import", "l.results.csv")

    def test_report_status_and_resolve_work_right_after_it(self):
        self.assertEqual(self.counts("l.csv"), self.ALL)
        self.assertIn("dan", self.expect(0, "report", "l.csv", "--only", "unknown", "--output", "-").out)
        self.expect(0, "resolve", "l.csv", "--row", "4", "--as", "sent")
        self.assertEqual(self.counts("l.csv"), {"sent": 2, "rejected": 1, "unknown": 1})
        self.assertIn("l.csv", self.expect(0, "status").out)

    def test_the_next_send_takes_what_the_report_left(self):
        self.expect(0, "resolve", "l.csv", "--all", "--as", "not-sent", "--yes")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "l.csv")
        self.assertEqual(sorted(self.site.users[4:]), ["bob", "dan", "eve"])

    def test_moved_file_and_resend_file(self):
        self.expect(0, "report", "l.csv", "--only", "unknown", "--format", "manifest", "--output", "u.csv")
        self.move("l.csv", "n/m.csv")
        self.assertEqual(self.counts("n/m.csv"), self.ALL)
        self.assertEqual(self.counts("u.csv"), {"unknown": 2})
        self.expect(0, "resolve", "u.csv", "--row", "2", "--as", "sent")
        self.expect(0, "resolve", "n/m.csv", "--row", "5", "--as", "sent")
        self.assertEqual(self.counts("n/m.csv"), {"sent": 3, "rejected": 1})

    def test_an_edited_row_after_it_is_refused(self):
        self.put("l.csv", (self.folder / "l.csv").read_text().replace("Hi ann", "Ho ann"))
        self.refused("send", "l.csv", "--yes", says="already sent something from this file")


class Moved(Records):
    def test_moved_copied_and_part_of_it(self):
        self.put("c.csv", (self.folder / "l.csv").read_bytes())
        self.put("part.csv", HEAD + "dan,office,Hi dan\nzoe,office,Hi zoe\n")
        self.assertEqual(self.counts("c.csv"), self.ALL)
        self.assertEqual(self.counts("part.csv"), {"unknown": 1, "pending": 1})
        found = self.expect(0, "resolve", "part.csv", "--all", "--as", "sent")
        self.assertIn("1 row resolved", found.out)
        self.assertIn("l.csv", found.err)
        self.assertEqual(self.counts("l.csv"), {"sent": 2, "rejected": 1, "unknown": 1})

    def test_rows_of_an_edited_part_have_no_numbers(self):
        self.put("part.csv", HEAD + "zoe,office,Hi zoe\ndan,office,Hi dan\n")
        self.expect(65, "resolve", "part.csv", "--row", "3", "--as", "sent")

    def test_strange_file_is_known_to_nobody(self):
        self.put("other.csv", HEAD + "ann,office,New\nbob,office,New\n")
        for command in (["status", "other.csv"], ["report", "other.csv"], ["resolve", "other.csv", "--all", "--as", "sent"]):
            self.expect(66, *command)
        self.expect(66, "status", "none.csv")

    def test_other_batch_is_not_taken(self):
        self.put("c.csv", (self.folder / "l.csv").read_bytes())
        self.expect(66, "status", "c.csv", "--batch", "Mai")


class SavedAnew(Records):
    def test_resolve_takes_rows_by_their_numbers(self):
        for name, change in (
            ("crlf", lambda text: text.replace("\n", "\r\n").encode()),
            ("utf-16", lambda text: text.encode("utf-16")),
            ("semicolons", lambda text: text.replace(",", ";").encode()),
        ):
            with self.subTest(name):
                text = (self.folder / "l.csv").read_bytes()
                self.put("l.csv", change(text.decode()))
                self.expect(0, "resolve", "l.csv", "--row", "4", "--as", "sent")
                self.expect(0, "resolve", "l.csv", "--row", "4", "--as", "unknown")
                self.put("l.csv", text)

    def test_edited_file_is_still_refused(self):
        text = (self.folder / "l.csv").read_text()
        self.put("l.csv", text + "fay,office,Hi fay\n")
        self.assertIn("edited", self.expect(65, "resolve", "l.csv", "--row", "4", "--as", "sent").err)
        lines = text.splitlines(keepends=True)
        self.put("l.csv", "".join([*lines[:3], lines[4], lines[3]]))
        self.expect(65, "resolve", "l.csv", "--row", "4", "--as", "sent")

    def test_composed_and_decomposed_names_are_one_and_texts_are_two(self):
        self.put("n.csv", HEAD + "Zo\u00eb,office,Hi\n")
        self.expect(0, "send", "n.csv")
        self.put("n.csv", HEAD + "Zoe\u0308,office,Hi\n")
        self.expect(0, "send", "n.csv")
        self.assertEqual(len(self.site.forms), 5)
        self.put("n.csv", HEAD + "Zo\u00eb,office,Caf\u00e9\n")
        self.refused("send", "n.csv", says="already sent something")


class Forgotten(Records):
    def forget(self):
        return self.expect(0, "ledger", "forget", "--before", self.tomorrow()).out

    def test_what_was_forgotten_is_said(self):
        self.assertRegex(self.forget(), r"texts of errors of \d messages?, and how the lists of 1 run were read")
        self.assertIn("0 runs", self.forget())

    def test_nothing_is_called_edited(self):
        self.forget()
        self.assertEqual(self.counts("l.csv"), self.ALL)
        self.expect(0, "report", "l.csv", "--output", "-")
        self.expect(0, "resolve", "l.csv", "--row", "4", "--as", "sent")
        self.expect(0, "resolve", "l.csv", "--row", "5", "--as", "not-sent")
        self.site.answer = lambda form: SENT
        self.assertNotIn("edited", self.expect(0, "send", "l.csv").err)
        self.assertEqual(sorted(self.site.users[4:]), ["bob", "eve"])

    def test_message_of_the_command_line_is_asked_for_in_the_right_words(self):
        self.put("m.csv", "user,sender\ngus,office\neve,office\n")
        self.expect(3, "send", "m.csv", "--message", "Hello", "--timeout", "1s")
        self.forget()
        for command in (["resolve", "m.csv", "--row", "3", "--as", "sent"], ["report", "m.csv", "--output", "-"]):
            found = self.expect(65, *command)
            self.assertIn("forgotten", found.err)
            self.assertNotIn("edited", found.err)
            self.assertIn("--message", found.err)
            self.expect(0, *command, "--message", "Hello")


class MovedAndEdited(Records):
    def setUp(self):
        super().setUp()
        self.edited = (self.folder / "l.csv").read_text().replace("Hi", "New")

    def test_file_that_is_no_longer_there_is_this_one_and_yes_is_no_answer(self):
        self.move("l.csv", "m.csv")
        self.put("m.csv", self.edited)
        self.refused("send", "m.csv", "--yes", says=["seems to be /", "l.csv", "--resend-edited", "--batch"])
        self.refused("validate", "m.csv", says="seems to be /")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "m.csv", "--keep-served")
        self.assertEqual(self.site.users[4:], ["bob"])

    def test_it_stays_this_one_after_a_first_run(self):
        self.move("l.csv", "m.csv")
        self.site.answer = lambda form: SENT
        for name, rows in (("m.csv", self.edited), ("n.csv", HEAD + "gus,office,Hi\nhal,office,Hi\n")):
            self.put(name, rows)
            self.expect(0, "send", name, "--keep-served")
            self.refused("send", "m.csv", "--yes", says="already sent something from this file")

    def test_known_by_half_of_its_rows_it_stays_this_one_too(self):
        self.site.answer = lambda form: SENT
        people = ["fay", "gus", "hal", "ida"]
        self.put("h.csv", HEAD + "".join(f"{user},office,Hi\n" for user in people))
        self.expect(0, "send", "h.csv")
        self.move("h.csv", "k.csv")
        self.put("k.csv", HEAD + "fay,office,Hi\ngus,office,Hi\nhal,office,New\nida,office,New\n")
        self.expect(0, "send", "k.csv", "--keep-served")
        self.refused("send", "k.csv", "--yes", says="2 recipients were already sent something from this file")

    def test_resend_edited_answers_and_its_rest_is_not_asked_about(self):
        self.move("l.csv", "m.csv")
        self.put("m.csv", self.edited)
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "m.csv", "--resend-edited", "--limit", "2")
        self.expect(0, "send", "m.csv", "--resend-edited")
        self.assertEqual(len(self.site.forms), 8)

    def test_copy_is_asked_about_and_other_people_are_not(self):
        self.put("m.csv", self.edited)
        self.refused("send", "m.csv", says=["recipients already got a message", "--yes"])
        self.move("l.csv", "gone.txt")
        self.put("o.csv", HEAD + "gus,office,New\nhal,office,New\nann,office,New\n")
        self.expect(0, "send", "o.csv")


class UnknownElsewhere(Records):
    """A row whose outcome is unknown to another ledger is sent again by a verdict only."""

    def setUp(self):
        super().setUp()
        self.expect(0, "report", "l.csv", "--only", "unknown", "--format", "manifest", "--output", "u.csv")
        self.other = ["--ledger", "other.sqlite"]

    def test_yes_is_no_answer_and_a_verdict_is(self):
        for name in ("u.csv", "l.csv"):
            self.refused("send", name, *self.other, "--yes", "--report", "r.csv",
                         says=["arrived is unknown", "resolve /", "--as sent or not-sent"])
            self.expect(65, "validate", name, *self.other)
        self.assertNotIn("dan", self.site.users[4:])
        self.refused("send", "l.csv", *self.other, "--yes", "--limit", "3", says="arrived is unknown")
        self.expect(0, "resolve", "l.csv", "--row", "4", "--as", "not-sent")
        self.expect(0, "resolve", "l.csv", "--row", "5", "--as", "sent")
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "u.csv", *self.other, "--yes", "--limit", "1")
        self.assertEqual(self.site.users[4:], ["dan"])

    def test_corrected_row_is_the_row_it_was(self):
        self.put("u.csv", (self.folder / "u.csv").read_text().replace("Hi", "Better"))
        self.refused("send", "u.csv", *self.other, "--yes", says="arrived is unknown")

    def test_new_batch_is_sent(self):
        self.site.answer = lambda form: SENT
        self.expect(0, "send", "l.csv", *self.other, "--batch", "new", "--yes")


if __name__ == "__main__":
    unittest.main()
