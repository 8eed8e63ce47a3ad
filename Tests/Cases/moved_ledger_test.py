"""A ledger that is moved to a database, or back to a file: the same commands go on, and nothing is sent through the old one."""
import json
import sqlite3
import unittest

from case import Case, greetings
from private_postgres import WithPostgres
from workbench import wait_until

SECRET = "hunter2-of-the-database"


class Moving(WithPostgres, Case):
    def setUp(self):
        super().setUp()
        self.address = self.postgres.address(self.postgres.database())
        self.expect(0, "ledger", "init", self.address)
        self.file = "old.sqlite"
        self.put("list.csv", greetings())

    def send(self, ledger, *options, code=0, name="list.csv"):
        return self.expect(code, "send", name, "--yes", "--ledger", ledger, *options)

    def move(self, source, target, *options, code=0):
        return self.expect(code, "ledger", "import", "--from", source, "--ledger", target, *options)

    def picture(self, ledger, name="list.csv"):
        """All that report and status say of a list, but for names of ledgers and lists."""
        report = self.expect(0, "report", name, "--ledger", ledger, "--format", "json", "--output", "-").json
        status = self.expect(0, "status", name, "--ledger", ledger, "--json").json
        for changing in ("manifest", "ledger"):
            status.pop(changing)
        return json.dumps(report["rows"], sort_keys=True), status

    def served_in_all_ways(self):
        """A list some of whose rows were sent, rejected, left unknown, and not yet tried."""
        self.put("list.csv", "user,sender,message\nu0,office,Hello\nu1,office,[[silence]]\nu2,office,[[refused]]\n"
                 "u3,office,\u00e9 \u2603\nu4,office,Later\n")
        self.send(self.file, "--rows", "2-5", code=3)

    def test_there_and_back(self):
        """Reports and status stay as they are, and the next send goes on from there."""
        self.served_in_all_ways()
        before = self.picture(self.file)
        moved = self.move(self.file, self.address, "--json").json
        self.assertEqual((moved["moved"], moved["added"], moved["changed"], moved["campaigns"], moved["runs"]), (True, 5, 0, 1, 1))
        self.assertEqual(self.picture(self.address), before)
        self.assertEqual(self.send(self.address, code=3).err.count("another ledger"), 0)
        self.assertEqual(sorted(self.site.users), ["u0", "u1", "u2", "u2", "u3", "u4"])
        self.expect(0, "resolve", "list.csv", "--row", "3", "--as", "sent", "--yes", "--ledger", self.address)
        before = self.picture(self.address)
        self.move(self.address, "new.sqlite")
        self.assertEqual(self.picture("new.sqlite"), before)
        self.send("new.sqlite", code=1)
        # What the first file knew then, this one knows better.
        before = self.picture("new.sqlite")
        self.move("new.sqlite", self.file)
        self.assertEqual(self.picture(self.file), before)
        self.assert_says(self.send(self.file, code=1).out, "4 sent")
        self.assertEqual(sorted(set(self.site.users)), ["u0", "u1", "u2", "u3", "u4"])
        self.assertEqual([self.site.users.count(user) for user in ("u0", "u1", "u3", "u4")], [1, 1, 1, 1])

    def test_a_moved_ledger_takes_no_sends(self):
        """It says where it went, as an error of its own, without a secret; whoever only looks is told as well."""
        self.send(self.file, "--limit", "3")
        self.move(self.file, self.address)
        name = f"postgres://postgres@{self.postgres.folder.replace('/', '%2F')}/"
        for command in (["send", "list.csv", "--yes"], ["resolve", "list.csv", "--all", "--as", "sent", "--yes"],
                        ["ledger", "forget", "--before", "2999-01-01"]):
            refused = self.refused(*command, "--ledger", self.file, says=["was moved to postgres://", "--ledger"])
            self.assertIn(name, refused.err)
        failure = json.loads(self.refused("send", "list.csv", "--yes", "--json", "--ledger", self.file).err.splitlines()[-1])
        self.assertEqual((failure["code"], failure["exit_code"]), ("ledger_moved", 65))
        self.assertIn(name, failure["remedy"])
        self.assert_says(self.expect(0, "status", "list.csv", "--ledger", self.file).out, "moved    to postgres://")
        self.assertIn("moved_to", self.expect(0, "status", "list.csv", "--ledger", self.file, "--json").json)
        self.assert_says(self.expect(0, "report", "list.csv", "--ledger", self.file, "--output", "-").err, "was moved to")
        self.assert_says(self.expect(0, "ledger", "check", "--ledger", self.file).out, "sound", "moved      postgres://")
        self.assertIn(name, self.expect(0, "ledger", "check", "--ledger", self.file, "--json").json["moved_to"])
        self.assert_says(self.run_program("doctor", "--ledger", self.file).out, "was moved to postgres://")
        self.assert_says(self.expect(0, "status", "--ledger", self.file).out, "(moved)")
        # The new one says nothing of the kind.
        self.assertNotIn("moved", self.expect(0, "status", "list.csv", "--ledger", self.address).out)
        self.send(self.address)
        self.assertEqual(len(self.site.forms), 8)

    def test_a_moved_database_takes_no_sends(self):
        self.send(self.address, "--limit", "3")
        self.move(self.address, self.file)
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, says="was moved to .*old.sqlite")
        self.assert_says(self.expect(0, "ledger", "check", "--ledger", self.address).out, "moved      /")
        self.assert_says(self.run_program("doctor", "--ledger", self.address).out, "was moved to /")
        self.send(self.file)
        self.assertEqual(len(self.site.forms), 8)

    def test_doing_it_again(self):
        """After the mark nothing is left to do; before it, as after a crash, the same is done again and changes nothing."""
        self.send(self.file, "--limit", "5")
        self.move(self.file, self.address)
        self.assert_says(self.move(self.file, self.address).out, "moved to", "nothing is left to do")
        self.assertEqual(self.move(self.file, self.address, "--json").json["moved"], False)
        with sqlite3.connect(self.folder / self.file) as base:
            base.execute("DELETE FROM moved")
        again = self.move(self.file, self.address, "--json").json
        self.assertEqual((again["moved"], again["added"], again["changed"], again["known_before"], again["runs"]), (True, 0, 0, 8, 0))
        self.send(self.address)
        self.assertEqual(len(self.site.forms), 8)

    def test_another_target_for_a_moved_one(self):
        self.send(self.file, "--limit", "2")
        self.move(self.file, self.address)
        self.refused("ledger", "import", "--from", self.file, "--ledger", "other.sqlite", says="was moved to postgres://")
        self.send("other.sqlite", "--batch", "x")
        self.refused("ledger", "import", "--from", "other.sqlite", "--ledger", self.file, says="was moved to postgres://")

    def test_a_database_that_has_sent_meanwhile(self):
        """What speaks against sending wins, and each run is listed once, the latest first."""
        self.send(self.file, "--limit", "3")
        self.forget_runs()
        for report in self.folder.glob("*.results.csv"):
            report.unlink()
        self.send(self.address, "--rows", "4-6")
        moved = self.move(self.file, self.address, "--json").json
        self.assertEqual((moved["added"], moved["changed"]), (0, 2), moved)
        self.send(self.address)
        self.assertEqual(sorted(self.site.users), sorted(["u2"] + [f"u{number}" for number in range(8)]))

    def test_while_somebody_is_at_work(self):
        self.send(self.address, "--limit", "1")
        self.site.held = True
        for ledger, other in ((self.file, self.address), (self.address, self.file)):
            sender = self.start("send", "list.csv", "--yes", "--batch", "x" + ledger[:3], "--ledger", ledger)
            before = len(self.site.forms)
            wait_until(lambda: len(self.site.forms) > before, "a message")
            for source, target in ((ledger, other), (other, ledger)):
                if (self.folder / self.file).exists():
                    refused = self.expect(75, "ledger", "import", "--from", source, "--ledger", target)
                    self.assert_says(refused.err, f"process {sender.pid}")
            self.bury(sender)
            if ledger == self.address:
                self.postgres.sql("UPDATE grupo_batch.member SET lease_until = clock_timestamp()", self.address.split("@/")[1].split("?")[0])
        self.site.held = False
        # What the dead ones had claimed is unknown wherever it comes to.
        self.move(self.file, self.address)
        health = self.expect(0, "ledger", "check", "--ledger", self.address, "--json").json
        self.assertGreaterEqual(health["messages"]["unknown"], 2, health)

    def test_two_lists_of_one_name(self):
        """In a database a list is known by its name: asked, and then the other one goes on by its path."""
        for folder, count in (("a", 4), ("b", 4)):
            self.put(f"{folder}/list.csv", greetings(count, folder))
            self.send(self.file, "--limit", "2", "--yes", name=f"{folder}/list.csv")
        refused = self.refused("ledger", "import", "--from", self.file, "--ledger", self.address, says=["a/list.csv", "--yes"])
        self.assertNotIn("b/list.csv", refused.err)
        # Nothing was moved, and nothing marked.
        moved = self.move(self.file, self.address, "--yes")
        path = str((self.folder / "a/list.csv").resolve())
        self.assert_says(moved.out, f"--manifest-name {path}")
        self.send(self.address, name="b/list.csv")
        self.send(self.address, "--manifest-name", path, name="a/list.csv")
        self.assertEqual(sorted(form["message"] for form in self.site.forms),
                         sorted(f"{folder} {number}" for folder in "ab" for number in range(4)))

    def test_a_list_that_is_not_in_this_folder(self):
        self.put("there/list.csv", greetings())
        self.send(self.address, "--limit", "3", name="there/list.csv")
        (self.folder / "list.csv").unlink()
        self.refused("ledger", "import", "--from", self.address, "--ledger", self.file, says=["no list.csv", "folder of your lists"])
        self.move(self.address, self.file, "--yes")
        self.send(self.file, name="there/list.csv")
        self.assertEqual(len(self.site.forms), 8)

    def test_what_cannot_be_moved(self):
        self.refused("ledger", "import", "--from", "gone.sqlite", "--ledger", self.address, code=73, says="no ledger at this path")
        self.assertFalse((self.folder / "gone.sqlite").exists())
        self.send(self.file)
        for source in (self.file, str(self.folder / self.file)):
            self.refused("ledger", "import", "--from", source, "--ledger", self.file, says="both")
        self.refused("ledger", "import", "--from", self.address, "--ledger", self.address, says="both")
        empty = self.postgres.address(self.postgres.database())
        self.refused("ledger", "import", "--from", empty, "--ledger", self.file, code=73, says="ledger init")
        self.refused("ledger", "import", "--from", self.file, "--ledger", empty, code=73, says="ledger init")
        self.put("other.sqlite", "something else")
        self.refused("ledger", "import", "--from", "other.sqlite", "--ledger", self.address, code=73)
        self.send(self.file)

    def test_wrong_words(self):
        self.refused("ledger", "import", code=64, says="--from")
        self.refused("ledger", "import", "r.csv", "--from", self.file, code=64, says="not both")
        self.refused("ledger", "import", "--from", "", code=64)
        for option in (["--manifest", "list.csv"], ["--sender", "x"], ["--manifest-name", "x"]):
            self.refused("ledger", "import", "--from", self.file, "--ledger", self.address, *option, code=64, says="no effect")
        refused = self.refused("ledger", "import", "--from", f"postgres://me:{SECRET}@db/g", code=64, says="pgpass")
        self.assertNotIn(SECRET, refused.out + refused.err)

    def test_the_site_s_own_ledger_is_the_target(self):
        """Without --ledger it is the one that send would use."""
        self.send(self.address, "--limit", "3")
        self.move_default = self.expect(0, "ledger", "import", "--from", self.address)
        self.expect(0, "send", "list.csv", "--yes")
        self.assertEqual(len(self.site.forms), 8)

    def test_another_list_for_the_same_people_is_asked_about_once(self):
        """The new ledger knows who was served; the moved one is no other ledger."""
        self.send(self.file)
        registry = self.folder / ".local/state/grupo-batch/sending.registry"
        before = registry.read_text()
        self.move(self.file, self.address)
        registry.write_text(before)
        self.put("second.csv", greetings(8, "Again"))
        for command in ("validate", "send"):
            said = self.run_program(command, "second.csv", "--ledger", self.address).err
            self.assertEqual(said.count("already"), 1, said)
            self.assertNotIn("another ledger", said)
        self.send(self.address, name="second.csv")
        self.assertEqual(len(self.site.forms), 16)

    def test_other_users_are_not_asked_about_it(self):
        """The registry of this user is told; another one's is not, but the moved ledger says itself where it went."""
        self.site.held, self.site.prompt = True, 3
        sender = self.start("send", "list.csv", "--yes", "--ledger", self.file, "--concurrency", "1")
        self.site.wait_for(4)
        self.bury(sender)
        self.site.held = False
        registry = self.folder / ".local/state/grupo-batch/sending.registry"
        before = registry.read_text()
        self.assertIn(self.file, before)
        self.move(self.file, self.address)
        self.assertNotIn(self.file, registry.read_text())
        registry.write_text(before)
        self.send(self.address, code=3)
        self.assertEqual(len(self.site.forms), 8)


class EarlierVersions(Case):
    def test_a_ledger_of_the_version_before(self):
        """It is read as it is, and moved and sent through like any other."""
        self.put("list.csv", greetings())
        self.expect(0, "send", "list.csv", "--yes", "--limit", "3", "--ledger", "old.sqlite")
        with sqlite3.connect(self.folder / "old.sqlite") as base:
            base.executescript("DROP TABLE moved; DROP TABLE taken_in; PRAGMA user_version = 4")
        for command in (["status"], ["report", "--output", "-"], ["validate"]):
            self.expect(0, command[0], "list.csv", *command[1:], "--ledger", "old.sqlite")
        self.assertEqual(self.expect(0, "ledger", "check", "--ledger", "old.sqlite", "--json").json["schema_version"], 4)
        self.expect(0, "ledger", "import", "--from", "old.sqlite", "--ledger", "new.sqlite")
        self.refused("send", "list.csv", "--yes", "--ledger", "old.sqlite", says="was moved to")
        self.expect(0, "send", "list.csv", "--yes", "--ledger", "new.sqlite")
        self.assertEqual(len(self.site.forms), 8)


class NotMovable(Case):
    def test_names_of_the_earlier_rule(self):
        """A database could not find such messages: refused, and the file goes on."""
        self.put("list.csv", greetings())
        self.expect(0, "send", "list.csv", "--yes", "--limit", "3", "--ledger", "old.sqlite")
        with sqlite3.connect(self.folder / "old.sqlite") as base:
            base.execute("INSERT INTO earlier_rule VALUES (1)")
        self.expect(0, "ledger", "import", "--from", "old.sqlite", "--ledger", "new.sqlite")
        with sqlite3.connect(self.folder / "new.sqlite") as base:
            self.assertEqual(base.execute("SELECT last_message FROM earlier_rule").fetchall(), [(8,)])
        self.expect(0, "send", "list.csv", "--yes", "--ledger", "new.sqlite")
        self.expect(0, "send", "list.csv", "--yes", "--batch", "x", "--ledger", "other.sqlite")
        self.refused("ledger", "import", "--from", "new.sqlite", "--ledger", "other.sqlite", says="begun by a version")
        self.expect(0, "send", "list.csv", "--yes", "--ledger", "new.sqlite")
        self.assertEqual(len(self.site.forms), 16)


if __name__ == "__main__":
    unittest.main()
