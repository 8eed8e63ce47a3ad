"""A site that asks for patience, goes away, or comes back: it is spared, and nothing is lost."""
import email.utils
import time
import unittest

from fault_site import FaultSite, answer, by_user, response
from faulty import Faulty


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
        """Exit 4 with the time asked for and the option that allows it; the same command continues later."""
        result, site, _ = self.wait(lambda: "86400", concurrency=1)
        self.assertEqual((result.code, site.requests), (4, 4), result)
        self.assert_says(result.err, "24h", "--give-up-after", "Continue with")
        self.assertEqual(self.send().code, 0)
        self.assertEqual(len(site.users), 13)

    def test_a_wait_that_means_nothing(self):
        result, site, _ = self.wait(lambda: "soon")
        self.assertEqual((result.code, site.requests), (0, 13), result)


class Absence(Faulty):
    def away(self, *options):
        """Starts a run whose site closes its door after ten rows; returns the process and the site."""
        def behave(connection):
            connection.read_request()
            connection.send(response(headers=["Connection: close"]))
            if len(self.site.forms) == 10:
                self.site.stop_listening()
            return False

        self.manifest(*(f"user{number}" for number in range(60)))
        self.site = self.open_fault_site(behave)
        return self.start("send", "list.csv", "--concurrency", 2, "--timeout", "5s", *options)

    def test_a_site_that_comes_back(self):
        """The run goes on within ten seconds, with no message lost or sent twice, and few connections."""
        process = self.away()
        time.sleep(3)
        back = FaultSite(by_user({}), port=self.site.port)
        self.addCleanup(back.close)
        began = time.monotonic()
        result = self.finish(process)
        self.assertEqual(result.code, 0, result)
        self.assertLess(min(back.times) - began, 10)
        self.assert_says(result.err, "site down")
        users = self.site.users + back.users
        self.assertEqual(sorted(users), sorted(f"user{number}" for number in range(60)))
        self.assertLessEqual(self.attempts(), 60 * 1.1)

    def test_a_site_that_stays_away(self):
        """Exit 4 after the time allowed, with the option that allows more; the same command continues."""
        result = self.finish(self.away("--give-up-after", "1s"))
        self.assertEqual(result.code, 4, result)
        self.assert_says(result.err, "went down", "--give-up-after", "Continue with")
        back = FaultSite(by_user({}), port=self.site.port)
        self.addCleanup(back.close)
        self.assertEqual(self.send(timeout=5).code, 0)
        self.assertEqual(len(self.site.users + back.users), 60)


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
