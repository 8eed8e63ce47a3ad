"""A ledger that is moved, killed as it begins its N-th call of each kind: whatever was done by then, the same command completes it.

At no moment may the first ledger be marked while the other one lacks anything; and after the command was given again, both directions end
with the same messages in the same states, and a first ledger that takes no sends.
"""
import functools
import json
import os
import pathlib
import shutil
import sqlite3
import sys
import unittest

from harness import FULL
from kill_at_call import SURVIVORS, library
from private_postgres import WithPostgres

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Commands"))
from workbench import Workbench, refusal, SENT  # noqa: E402

ROWS = 5_000 if FULL else 2_000
CALLS = ["fdatasync", "fsync", "pwrite64", "send", "recv", "rename"]
STATES = "SELECT state, count(*), sum(attempts), count(error_key) FROM {schema}message GROUP BY state ORDER BY state"


class Moves(WithPostgres, Workbench):
    def setUp(self):
        super().setUp()
        self.open_site(lambda form: refusal() if form["user"].endswith("7") else SENT)
        lines = [f"u{number},office,Hello {number}" for number in range(ROWS)]
        self.write("list.csv", "user,sender,message\n" + "\n".join(lines) + "\n")
        self.run_command("send", "list.csv", "--yes", "--limit", "60", "--ledger", "first.sqlite", code=1)
        self.database = self.postgres.database()
        self.run_command("ledger", "init", self.postgres.address(self.database))

    def run_command(self, *arguments, code=0, orders=None):
        environment = self.environment
        self.environment = environment | (orders or {})
        try:
            result = self.run_program(*arguments)
        finally:
            self.environment = environment
        if code is not None:
            self.assertEqual(result.code, code, result)
        return result

    def file_states(self, path):
        if not (self.folder / path).exists():
            return []
        with sqlite3.connect(self.folder / path) as base:
            if not base.execute("SELECT 1 FROM sqlite_master WHERE name = 'message'").fetchone():
                return []
            return [tuple(row) for row in base.execute(STATES.format(schema=""))]

    def database_states(self, database):
        text = self.postgres.sql(STATES.format(schema="grupo_batch."), database)
        return [tuple(int(cell) for cell in line.split("|")) for line in text.splitlines()]

    def file_is_marked(self, path):
        with sqlite3.connect(self.folder / path) as base:
            # A ledger of before has no such table until it is opened.
            has = base.execute("SELECT 1 FROM sqlite_master WHERE name = 'moved'").fetchone()
            return bool(has and base.execute("SELECT 1 FROM moved").fetchone())

    def database_is_marked(self, database):
        return self.postgres.sql("SELECT moved_to IS NOT NULL FROM grupo_batch.ledger", database) == "t"

    def copy(self, database):
        """A database with the same content."""
        copy = f"{database}_copy{next(self.numbers)}"
        self.postgres.command(f"psql CREATE DATABASE {copy} TEMPLATE {database}")
        self.addCleanup(self.postgres.command, f"psql DROP DATABASE {copy} WITH (FORCE)")
        return copy

    @functools.cached_property
    def numbers(self):
        return iter(range(1_000_000))

    def kill_at_each_call(self, begin):
        """`begin` makes a fresh move: its command, whether the first is marked, the other's states, the states it must come to."""
        kills = 0
        for call in CALLS:
            number, survived = 1, 0
            while survived < (SURVIVORS if FULL else 1):
                command, is_marked, states, wanted = begin()
                orders = {"LD_PRELOAD": str(library()), "KILL_CALL": call, "KILL_AT": str(number)}
                result = self.run_command(*command, code=None, orders=orders)
                where = f"{call} {number}: {result}"
                self.assertIn(result.code, (0, -9), where)
                self.assertIn(states(), ([], wanted), where)
                if result.code == 0 or is_marked():
                    self.assertEqual(states(), wanted, where)
                if result.code == 0:
                    survived += 1
                kills += result.code != 0
                # Whoever died held nothing that keeps the same command from completing it.
                again = json.loads(self.run_command(*command, "--json").out)
                self.assertEqual(states(), wanted, f"{where}\nagain {again}")
                self.assertTrue(is_marked(), where)
                self.assertEqual(again["changed"], 0, f"{where}\nagain {again}")
                number = number + 1 if FULL and number < 40 else number * (2 if FULL else 4)
        return kills

    def test_from_a_file_to_a_database(self):
        wanted = self.file_states("first.sqlite")

        def begin():
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"moving.sqlite{ending}").unlink(missing_ok=True)
            shutil.copy(self.folder / "first.sqlite", self.folder / "moving.sqlite")
            database = self.copy(self.database)
            return (["ledger", "import", "--from", "moving.sqlite", "--ledger", self.postgres.address(database)],
                    lambda: self.file_is_marked("moving.sqlite"), lambda: self.database_states(database), wanted)

        kills = self.kill_at_each_call(begin)
        print(f"\n{kills} kills while moving {ROWS} messages from a file to a database", file=sys.stderr)
        self.assertGreater(kills, 8)
        refused = self.run_command("send", "list.csv", "--yes", "--ledger", "moving.sqlite", code=65)
        self.assertIn("was moved to", refused.err)

    def test_from_a_database_to_a_file(self):
        wanted = self.file_states("first.sqlite")
        self.run_command("ledger", "import", "--from", "first.sqlite", "--ledger", self.postgres.address(self.database))
        name = f"moved{os.getpid()}"

        def begin():
            for path in self.folder.glob(f"{name}.sqlite*"):
                path.unlink()
            database = self.copy(self.database)
            # The other senders of this machine that were killed are seen to be dead; so is this one's predecessor.
            return (["ledger", "import", "--from", self.postgres.address(database), "--ledger", f"{name}.sqlite"],
                    lambda: self.database_is_marked(database), lambda: self.file_states(f"{name}.sqlite"), wanted)

        kills = self.kill_at_each_call(begin)
        print(f"\n{kills} kills while moving {ROWS} messages from a database to a file", file=sys.stderr)
        self.assertGreater(kills, 8)


if __name__ == "__main__":
    unittest.main()
