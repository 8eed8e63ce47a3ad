"""A site that asks for patience, goes away, or comes back: it is spared, and nothing is lost."""
import contextlib
import email.utils
import shutil
import sqlite3
import threading
import time
import unittest

from fault_site import FaultSite, answer, by_user, response
from faulty import FULL, PATIENCE, Faulty, scale


class RetryAfter(Faulty):
    def wait(self, value, concurrency=4):
        """One 429 with this header in the middle of a run; returns how it ended and the longest pause."""
        asked = []

        def busy(connection):
            if asked:
                connection.send(response())
                return True
            asked.append(True)
            return answer(response(b"", 429, [f"Retry-After: {value()}"]))(connection)

        self.manifest(*(f"user{number}" for number in range(12)))
        site = self.open_fault_site(by_user({"user3": busy}))
        result = self.send(concurrency=concurrency, retries=1)
        times = sorted(site.times)
        return result, site, max(after - before for before, after in zip(times, times[1:]))

    def test_everybody_waits(self):
        """Seconds and dates: nobody's next request comes early, and every row is sent."""
        for name, value in [
            ("seconds", lambda: "1"), ("date", lambda: email.utils.formatdate(time.time() + 2, usegmt=True)),
        ]:
            with self.subTest(name):
                (self.folder / "list.csv").unlink(missing_ok=True)
                self.environment["GRUPO_LEDGER"] = str(self.folder / f"{name}.sqlite")
                (self.folder / "list.results.csv").unlink(missing_ok=True)
                result, site, pause = self.wait(value)
                self.assertEqual(result.code, 0, result)
                self.assertGreaterEqual(pause, 0.95)
                self.assertLess(pause, 4)
                self.assertEqual((site.requests, self.attempts()), (13, 13))

    def test_a_wait_that_is_too_long(self):
        """Exit 4 with the time asked for and the option that allows it, also by the next run; later the command continues."""
        result, site, _ = self.wait(lambda: "86400", concurrency=1)
        self.assertEqual((result.code, site.requests), (4, 4), result)
        self.assert_says(result.err, "wait for 1 d", "--give-up-after", "Continue with")
        again = self.send()
        self.assertEqual((again.code, site.requests), (4, 4), again)
        self.assert_says(again.err, "--give-up-after")
        self.let_a_day_pass()
        self.assertEqual(self.send().code, 0)
        self.assertEqual(len(site.users), 13)

    def let_a_day_pass(self):
        """Puts back by a day what the ledger keeps of the site's wait."""
        for path in (self.folder / "state").rglob("*.sqlite"):
            with contextlib.closing(sqlite3.connect(path)) as ledger, ledger:
                since, until = ledger.execute("SELECT value FROM pacing WHERE name = 'closed'").fetchone()[0].split()
                ledger.execute("UPDATE pacing SET value = ? WHERE name = 'closed'",
                               (f"{int(since) - 86_400_000} {int(until) - 86_400_000}",))

    def test_a_wait_that_means_nothing(self):
        result, site, _ = self.wait(lambda: "soon")
        self.assertEqual((result.code, site.requests), (0, 13), result)


class Absence(Faulty):
    ROWS = 100

    def away(self, *options, **more):
        """Starts a run whose site closes its door after ten rows; returns the process."""
        def behave(connection):
            connection.read_request()
            with leaving:
                # Several may be past the tenth at once.
                if len(self.site.forms) >= 10 and not self.gone.is_set():
                    self.site.stop_listening()
                    self.gone.set()
            connection.send(response(headers=["Connection: close"]))
            return False

        self.gone, leaving = threading.Event(), threading.Lock()
        self.manifest(*(f"user{number}" for number in range(self.ROWS)))
        self.site = self.open_fault_site(behave)
        return self.start("send", "list.csv", "--timeout", "5s", *options, **more)

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_a_site_that_comes_back(self):
        """Away for a minute (seconds in the short run): few attempts, a probe a second, and then the run goes on."""
        trace = self.folder / "trace"
        process = self.away(wrapper=["strace", "-f", "-qq", "-ttt", "-e", "trace=connect", "-o", trace])
        self.assertTrue(self.gone.wait(PATIENCE))
        left = time.time()
        time.sleep(scale(3, 60))
        back = FaultSite(by_user({}), port=self.site.port)
        self.addCleanup(back.close)
        opened, opened_at = time.monotonic(), time.time()
        result = self.finish(process)
        self.assertIn(result.code, {0, 3}, result)
        self.assert_says(result.err, "site down")
        # What stood before the door as it closed was cut off with its request sent.
        outcomes = self.outcomes()
        cut = [user for user, outcome in outcomes.items() if outcome == "unknown"]
        self.assertLessEqual(len(cut), 4, result)
        self.assertEqual(sorted(self.site.users + back.users + cut), sorted(outcomes))
        pause = min(back.times) - opened
        knocks = [at for at in self.connects(trace) if left < at < opened_at]
        # Of the rows in flight when the site went, each finds its door closed once; all else are probes.
        probes = knocks[-1] - knocks[0]
        self.assertLessEqual(self.attempts(), self.ROWS * 1.1)
        self.assertLessEqual(len(knocks), 4 + 1 + probes)
        requests = self.site.requests + back.requests
        self.assertEqual(requests + len(cut), self.ROWS)
        if FULL:
            self.assertLess(pause, 10)
        print(f"\nabsence: away={opened_at - left:.1f} s rows={self.ROWS} requests={requests} "
              f"attempts={self.attempts()} amplification={self.attempts() / self.ROWS:.2f} "
              f"connections_while_down={len(knocks)} went_on_after={pause:.2f} s", flush=True)

    def connects(self, trace):
        """When the program began to connect to the site."""
        place = f"sin_port=htons({self.site.port})"
        return sorted(float(line.split()[1]) for line in trace.read_text().splitlines() if place in line)

    def test_a_site_that_stays_away(self):
        """Exit 4 after the time allowed, with the option that allows more; the same command continues."""
        result = self.finish(self.away("--concurrency", 2, "--give-up-after", "1s"))
        self.assertEqual(result.code, 4, result)
        self.assert_says(result.err, "went down", "--give-up-after", "Continue with")
        back = FaultSite(by_user({}), port=self.site.port)
        self.addCleanup(back.close)
        result = self.send(timeout=5)
        # What stood before the door as it closed was cut off with its request sent.
        cut = [user for user, outcome in self.outcomes().items() if outcome == "unknown"]
        self.assertEqual(result.code, 3 if cut else 0, result)
        self.assertLessEqual(len(cut), 2, result)
        self.assertEqual(len(set(self.site.users + back.users + cut)), self.ROWS)
        self.assertEqual(len(self.site.users + back.users), len(set(self.site.users + back.users)))


class Pace(Faulty):
    def test_rate_at_the_site(self):
        """No second holds more than the rate allows, and the mean is within three per cent."""
        self.manifest(*(f"user{number}" for number in range(400)))
        site = self.open_fault_site(by_user({}))
        self.assertEqual(self.send("--rate", "200/s", concurrency=16, timeout=5).code, 0)
        times = sorted(site.times)
        self.assertGreaterEqual(times[-1] - times[0], 399 / 200 * 0.97)
        busiest = max(sum(start <= at < start + 1 for at in times) for start in times)
        # The schedule is exact; what the machine adds on the way is not.
        self.assertLessEqual(busiest, 200 * 1.05)

    def test_restart_keeps_the_pace(self):
        """A second run does not begin before the first one's interval is over."""
        self.manifest("ann", "ben")
        site = self.open_fault_site(by_user({}))
        self.send("--rate", "1/s", "--limit", "1")
        self.send("--rate", "1/s")
        self.assertEqual(site.users, ["ann", "ben"])
        self.assertGreaterEqual(site.times[1] - site.times[0], 0.95)


if __name__ == "__main__":
    unittest.main()
