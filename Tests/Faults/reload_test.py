"""HC4: a real nginx with PHP-FPM whose servers are reloaded again and again, and a firewall that dislikes one text."""
import collections
import unittest

from faulty import Faulty, KEY, scale
from php_site import PHPSite, nginx, php_fpm

# Codes after which the same command goes on: stopped by itself, since the site misbehaved.
STOPPED = {4}
OVER = {0, 1, 3}


@unittest.skipUnless(nginx() and php_fpm(), "nginx or php-fpm is not installed")
class RealSite(Faulty):
    def open_php_site(self, **options):
        site = PHPSite(KEY, **options)
        self.addCleanup(site.close)
        self.environment |= {"GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": KEY}
        return site

    def test_reloads_lose_nothing_and_send_nothing_twice(self):
        """Both servers reloaded every second (more often in the short run) while rows are sent."""
        rows = scale(300, 5_000)
        users = [f"user{number}" for number in range(rows)]
        self.manifest(*users)
        site = self.open_php_site(pause=0.02)
        site.reload_every(scale(0.4, 1))
        codes = collections.Counter()
        while not codes.keys() & OVER:
            process = self.start("send", "list.csv", "--yes", "--concurrency", 8, "--progress", "never")
            result = self.finish(process, patience=300)
            codes[result.code] += 1
            self.assertIn(result.code, OVER | STOPPED, result)
            self.assertLess(codes.total(), 100, f"never over: {result}")
        site.reload()
        processed = collections.Counter(message["user"] for message in site.messages)
        outcomes = self.outcomes()
        twice = [user for user in users if processed[user] > 1]
        false_sent = [user for user in users if outcomes[user] == "sent" and not processed[user]]
        lost = [user for user in users if not processed[user] and outcomes[user] not in {"unknown", "not_sent"}]
        again = [user for user in users if processed[user] and outcomes[user] not in {"sent", "unknown"}]
        self.assertEqual((twice, lost, false_sent, again), ([], [], [], []), result)
        found = collections.Counter(outcomes.values())
        self.assertGreater(site.reloads, 3, "too few reloads: the test did not do its work")
        self.assertGreater(found["sent"], rows // 2, result)
        arrived = sum(processed[user] for user in users if outcomes[user] == "unknown")
        print(f"\nreal site: rows={rows} reloads={site.reloads} D=0 L=0 F=0 N=0 outcomes={dict(found)} "
              f"unknown_that_arrived={arrived} runs={dict(codes)}", flush=True)

    def test_firewall_that_dislikes_one_text(self):
        """A 403 with a page costs its row and no other."""
        self.manifest(*(f"user{number}" for number in range(60)), ["villain", "office", "DROP TABLE members"],
                      *(f"user{number}" for number in range(60, 120)))
        site = self.open_php_site(pause=0, forbidden="DROP TABLE")
        result = self.run_program("send", "list.csv", "--yes")
        self.assertEqual(result.code, 1, result)
        outcomes = self.outcomes()
        self.assertEqual(outcomes.pop("villain"), "not_sent")
        self.assertEqual(set(outcomes.values()), {"sent"})
        self.assertEqual(self.attempts(), 121)
        self.assertEqual(sorted(message["user"] for message in site.messages), sorted(outcomes))
        self.assertEqual({message["sapi"] for message in site.messages}, {"fpm-fcgi"})


if __name__ == "__main__":
    unittest.main()
