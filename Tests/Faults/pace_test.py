"""The rate as a site sees it: no second holds more than the rate and one, and the mean is within three per cent."""
import unittest

from faulty import FULL, KEY, Faulty
from pace_site import PaceSite

SECONDS = 60


@unittest.skipUnless(FULL, "it is the clock that is tested: only with CAMPAIGN=1, on a machine that does nothing else")
class Pace(Faulty):
    def test_rates_at_the_site(self):
        """Sixty seconds at each of four rates."""
        for rate in (0.5, 10, 200, 2_000):
            with self.subTest(rate=rate):
                times = self.arrivals(rate)
                mean = (len(times) - 1) / (times[-1] - times[0])
                busiest = self.busiest(times)
                print(f"\npace: rate={rate}/s rows={len(times)} mean={mean / rate:.2%} of it, busiest second={busiest}",
                      flush=True)
                self.assertLessEqual(busiest, rate + 1)
                self.assertGreaterEqual(mean, rate * 0.97)
                self.assertLessEqual(mean, rate)

    def arrivals(self, rate):
        rows = int(rate * SECONDS)
        self.manifest(*(f"user{number}" for number in range(rows)))
        site = PaceSite()
        self.addCleanup(site.close)
        self.environment |= {"GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": KEY}
        result = self.run_program(
            "send", "list.csv", "--batch", f"{rate} a second", "--rate", f"{rate}/s", "--concurrency", 256,
            patience=4 * SECONDS)
        self.assertEqual((result.code, len(site.times)), (0, rows), result)
        return sorted(site.times)

    def busiest(self, times):
        """The most arrivals within any second."""
        most = first = 0
        for last, at in enumerate(times):
            while at - times[first] >= 1:
                first += 1
            most = max(most, last - first + 1)
        return most


if __name__ == "__main__":
    unittest.main()
