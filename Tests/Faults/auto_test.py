"""--concurrency auto against a site with few workers: it finds their number, follows it, and says why it moved."""
import collections
import os
import pty
import signal
import threading
import time
import unittest

from fault_site import response
from faulty import FULL, PATIENCE, Faulty

SERVICE = 0.05
QUEUE = 4


class Workers:
    """So many workers of 50 ms each and a queue of four; who finds no place is answered with 503."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.served, self.refused, self.latencies = [], [], []
        self.most = 0
        self._inside = self._busy = 0
        self._change = threading.Condition()

    def behave(self, connection):
        connection.read_request()
        began = time.monotonic()
        with self._change:
            if self._inside >= self.capacity + QUEUE:
                self.refused.append(began)
                connection.send(response(b"<h1>503</h1>", 503))
                return True
            self._inside += 1
            self.most = max(self.most, self._inside)
            self._change.wait_for(lambda: self._busy < self.capacity)
            self._busy += 1
        time.sleep(SERVICE)
        with self._change:
            self._busy -= 1
            self._inside -= 1
            self._change.notify_all()
        now = time.monotonic()
        self.served.append(now)
        self.latencies.append((now, now - began))
        connection.send(response())
        return True


class Auto(Faulty):
    def begin(self, rows, capacity):
        """Starts a run on a terminal of its own; returns process and workers. What it shows collects in `shown`."""
        self.manifest(*(f"user{number}" for number in range(rows)))
        workers = Workers(capacity)
        self.open_fault_site(workers.behave)
        main, terminal = pty.openpty()  # of 80 columns
        self.shown = bytearray()
        self.reader = threading.Thread(target=self.read, args=(main,), daemon=True)
        self.reader.start()
        process = self.start("send", "list.csv", "--concurrency", "auto", "--yes", stdout=terminal, stderr=terminal)
        os.close(terminal)
        return process, workers

    def read(self, terminal):
        try:
            while block := os.read(terminal, 1 << 16):
                self.shown += block
        except OSError:
            pass  # the program has ended
        os.close(terminal)

    def test_it_grows_and_says_why(self):
        """More than one in flight, never many more than are served, and a line that says why."""
        process, workers = self.begin(400, 4)
        self.assertIn(process.wait(PATIENCE), {0, 3})
        self.reader.join(PATIENCE)
        self.assertEqual(collections.Counter(self.outcomes().values()).keys() - {"sent", "unknown"}, set())
        self.assertGreater(workers.most, 1)
        self.assertTrue(b"the site keeps up" in self.shown, bytes(self.shown[:2_000]))

    @unittest.skipUnless(FULL, "three minutes, measured: only with CAMPAIGN=1")
    def test_it_settles_and_follows(self):
        """4, 1 and 8 workers for a minute each: after half of it, 85 to 100 % of what they can do, under 1 % errors."""
        process, workers = self.begin(20_000, 4)
        for capacity in (4, 1, 8):
            with self.subTest(workers=capacity):
                workers.capacity = capacity
                time.sleep(30)
                settled = time.monotonic()
                time.sleep(30)
                span = time.monotonic() - settled
                served = sum(at > settled for at in workers.served)
                refused = sum(at > settled for at in workers.refused)
                slow = sorted(took for at, took in workers.latencies if at > settled)
                share = served / span / (capacity / SERVICE)
                p95 = slow[len(slow) * 95 // 100]
                print(f"\nauto: workers={capacity} share={share:.1%} errors={refused / (served + refused):.2%} "
                      f"p95={p95 * 1_000:.0f} ms", flush=True)
                self.assertGreaterEqual(share, 0.85)
                self.assertLess(refused, 0.01 * (served + refused))
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        for words in (b"the site keeps up", b"503"):
            self.assertTrue(words in self.shown, f"the line never says {words}, or not whole")


if __name__ == "__main__":
    unittest.main()
