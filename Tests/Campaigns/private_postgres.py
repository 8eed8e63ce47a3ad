"""A PostgreSQL server of the tests' own: reached by a socket in its folder alone, stopped and removed at the end."""
import atexit
import os
import pathlib
import shutil
import subprocess
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[1] / "private-postgres.sh"
MISSING = "PostgreSQL is not installed here (Debian: apt-get install postgresql)"


class PrivatePostgres:
    """Starts the server; `missing` when there is none to start."""

    def __init__(self):
        self._script = subprocess.Popen(
            ["bash", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        atexit.register(self.close)
        words = self._script.stdout.readline().split()
        self.missing = words[:1] != ["ready"]
        if not self.missing:
            self.folder, self.process = words[1], int(words[2])
        self._databases = 0

    def close(self):
        if self._script.poll() is None:
            self._script.stdin.close()
            self._script.wait(60)

    def command(self, text):
        """Has the script do something: see there."""
        self._script.stdin.write(text + "\n")
        self._script.stdin.flush()
        answer = self._script.stdout.readline().split()
        assert answer[:1] == ["done"], f"{text}: {answer}"
        if len(answer) > 1:
            self.process = int(answer[1])

    def sql(self, text, database="postgres"):
        """Runs one statement as the superuser and returns what psql prints of it."""
        return subprocess.run(
            ["psql", "-X", "-A", "-t", "-q", "-h", self.folder, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1",
             "-c", text], check=True, capture_output=True, text=True, env=self._environment()).stdout.strip()

    @staticmethod
    def _environment():
        return {name: value for name, value in os.environ.items() if not name.startswith("PG")}

    @staticmethod
    def program(name):
        """The path of one of PostgreSQL's own programs, the newest there is."""
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}")) or [shutil.which(name)]
        return str(found[-1])

    def database(self):
        """Makes a database and returns its name."""
        self._databases += 1
        name = f"python{self._databases}"
        self.command(f"psql CREATE DATABASE {name}")
        return name

    def address(self, database, user="postgres"):
        return f"postgres://{user}@/{database}?host={self.folder}"

    def backends(self, database):
        """The server's processes that clients of a database have."""
        found = self.sql(f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()")
        return [int(number) for number in found.split()]


_server = None


def server():
    """The one server of this test process."""
    global _server
    if _server is None:
        _server = PrivatePostgres()
    return _server


class WithPostgres(unittest.TestCase):
    """Skips where no PostgreSQL is installed; `self.postgres` is the server."""

    def setUp(self):
        super().setUp()
        self.postgres = server()
        if self.postgres.missing:
            self.skipTest(MISSING)
