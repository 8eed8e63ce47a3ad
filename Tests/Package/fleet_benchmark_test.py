"""The benchmark of the ledger in PostgreSQL runs, and says each figure with its bar: here with sizes at which the figures mean nothing."""
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Campaigns"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Commands"))
from private_postgres import WithPostgres  # noqa: E402
from workbench import ROOT, program  # noqa: E402

SIZES = {"MESSAGES": "200", "SLOW_MESSAGES": "100", "ROWS": "500", "CLAIMED": "4096", "SECONDS_OF_PGBENCH": "1", "LEASE": "1s", "ROUNDS": "1",
         "PAIRS": "1"}


class FleetBenchmark(WithPostgres):
    @unittest.skipUnless(shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"), "nginx is not installed here")
    def test_all_courses_at_a_small_size(self):
        done = subprocess.run(
            [sys.executable, ROOT / "Tests/Benchmarks/fleet.py"], env={**os.environ, **SIZES, "GRUPO_BATCH_BINARY": program()},
            capture_output=True, text=True, timeout=600)
        self.assertIn(done.returncode, (0, 1), done)
        for words in ("PostgreSQL 1", "fsync on", "commit ", "send, 64 in flight: PostgreSQL against SQLite",
                      "send to a site that takes 1000/s: PostgreSQL against SQLite", "claims in order against SKIP LOCKED",
                      "rows a second claimed in order", "seconds  ", "peak MB in the program", "bytes a row in the database",
                      "seconds from kill -9 until others have taken over", "peak MB of a move to a database", "peak MB of a move to a file"):
            self.assertIn(words, done.stdout, done.stderr)
        self.assertEqual(done.stdout.count("at least") + done.stdout.count("at most"), 10, done.stdout)


if __name__ == "__main__":
    unittest.main()
