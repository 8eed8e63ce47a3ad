"""A wait that the site asked for holds for the next run too, however the last one ended."""
import contextlib
import signal
import sqlite3
import time
import unittest

from fault_site import answer, response
from faulty import Faulty
from terminal import Terminal
from workbench import wait_until


class RetryAfter(Faulty):
    def busy_once(self, seconds):
        """A site that asks everybody to wait at its third request, and is well otherwise."""
        def behave(connection):
            connection.read_request()
            third = connection.site.requests == 3
            step = answer(response(b"busy", 429, [f"Retry-After: {seconds}"]) if third else response())
            return step(connection)

        self.manifest("ann", "ben", "cid", "dan")
        return self.open_fault_site(behave)

    def closure(self):
        """What the ledger keeps of a wait."""
        for path in (self.folder / "state").rglob("*.sqlite"):
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as ledger:
                return ledger.execute("SELECT value FROM pacing WHERE name = 'closed'").fetchone()

    def test_survives_a_kill_and_is_said(self):
        site = self.busy_once(3)
        process = self.start("send", "list.csv", "--yes", "--concurrency", "1")
        wait_until(lambda: site.requests == 3 and self.closure(), "the wait to be kept")
        asked = site.times[2]
        process.send_signal(signal.SIGKILL)
        process.wait()
        result = self.expect(0, "send", "list.csv", "--yes", "--concurrency", "1", "--progress", "always")
        self.assert_says(result.err, "asks to wait")
        self.assertGreaterEqual(site.times[3] - asked, 2.9)
        self.assertEqual(set(self.outcomes().values()), {"sent"})
        self.assertEqual(self.closure(), ("",))

    def test_that_is_too_long_stops_the_next_run_before_anything_leaves(self):
        site = self.busy_once(3_600)
        for _ in range(3):
            result = self.expect(4, "send", "list.csv", "--yes", "--concurrency", "1")
            self.assert_says(result.err, "asks everyone to wait", "--give-up-after")
            self.assertEqual(site.requests, 3)

    def test_that_is_too_long_can_be_overruled_by_a_person_who_is_there(self):
        site = self.busy_once(3_600)
        self.expect(4, "send", "list.csv", "--yes", "--concurrency", "1")
        terminal = Terminal(self, "send", "list.csv", "--color", "never")
        terminal.wait_for_words("[y/N]")
        terminal.type("y\r")
        result = terminal.finish()
        self.assertEqual(result.code, 0, result)
        self.assert_says(result.out + result.err, "asked everyone to wait")
        self.assertEqual(site.requests, 5)

    def test_does_not_hold_for_ever_when_the_clock_was_wrong(self):
        """What was kept lies a year ahead: the next run waits no longer than its user's patience."""
        site = self.busy_once(3_600)
        self.expect(4, "send", "list.csv", "--yes", "--concurrency", "1")
        ahead = int(time.time() * 1_000) + 365 * 86_400_000
        for path in (self.folder / "state").rglob("*.sqlite"):
            with contextlib.closing(sqlite3.connect(path)) as ledger, ledger:
                ledger.execute("UPDATE pacing SET value = ? WHERE name = 'closed'", (f"{ahead} {ahead + 3_600_000}",))
        self.expect(0, "send", "list.csv", "--yes", "--give-up-after", "1s")
        self.assertEqual(site.requests, 5)
        self.assertEqual(set(self.outcomes().values()), {"sent"})


if __name__ == "__main__":
    unittest.main()
