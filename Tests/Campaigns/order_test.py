"""Traces a run and proves that each claim was on the disk before the row's first byte left, then pulls the plug."""
import collections
import pathlib
import random
import tempfile
import unittest

import disk_trace
from harness import SEED, TERMINAL, Campaign, scale
from oracle_site import Manners, OracleSite

UNCLAIMED = {"pending", "not_sent", "rejected", None}


class ClaimsBeforeBytes(Campaign):
    LEVEL = 8

    def test_claim_is_durable_before_the_first_byte(self):
        """At each request's first byte, what the disk is sure to hold no longer lists the row as one to be sent."""
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            job, moments = self.traced_job(site, scale(200, 10_000))
            starts = disk_trace.request_starts(moments)
            self.assertEqual(sum(map(len, starts.values())), len(job.rows), "requests and rows differ in number")
            disk = disk_trace.Disk(job.ledger.parent)
            waiting, version, images = [], 0, 0
            for position, moment, event in moments:
                if moment == "began" and position in starts:
                    waiting += starts[position]
                if moment == "ended" and event.call in ("fdatasync", "fsync") and waiting:
                    images += 1
                    self.check_image(job, disk, waiting)
                    waiting = []
                disk.began(event) if moment == "began" else disk.ended(event)
            if waiting:
                images += 1
                self.check_image(job, disk, waiting)
            self.close(job, job.tally())
        self.print_line("order", requests=self.total.rows, disk_images=images)

    def test_power_failure(self):
        """The plug pulled at a request's first byte: the next run neither repeats nor forgets anybody."""
        pulls = scale(5, 200)
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            job, moments = self.traced_job(site, 60)
            starts = disk_trace.request_starts(moments)
            chosen = set(random.Random(SEED).sample(sorted(starts), min(pulls, len(starts))))
            disk = disk_trace.Disk(job.ledger.parent)
            gone = set()
            for position, moment, event in moments:
                if moment == "began" and position in starts:
                    gone |= starts[position]
                    if position in chosen:
                        self.pull_plug(site, job, disk, gone)
                disk.began(event) if moment == "began" else disk.ended(event)
            self.jobs.remove(job)
            job.remove()
        self.print_line("power failures", pulls=len(chosen))

    def traced_job(self, site, rows):
        job = self.make_job(site, rows, f"order {rows}")
        path = job.folder / "trace"
        code = job.run([*disk_trace.STRACE, "-o", str(path), *job.send_command(self.LEVEL)])
        self.assertIn(code, TERMINAL, job.last_words())
        self.assertEqual(len(job.counts()), rows)
        return job, disk_trace.read(path)

    def image(self, job, disk, folder):
        """Writes the files that would survive; returns the ledger among them."""
        for path, content in disk.durable.items():
            if path.startswith(str(job.ledger)):
                (pathlib.Path(folder) / pathlib.Path(path).name).write_bytes(content)
        return pathlib.Path(folder) / job.ledger.name

    def check_image(self, job, disk, nonces):
        with tempfile.TemporaryDirectory() as folder:
            outcomes = job.outcomes_now(ledger=self.image(job, disk, folder)) or {}
            bare = [nonce for nonce in nonces if outcomes.get(nonce) in UNCLAIMED]
            self.assertEqual(bare, [], f"bytes left before the claim was on the disk (see {job.folder})")

    def pull_plug(self, site, job, disk, gone):
        """Starts again from the surviving files; `gone` are the rows whose first byte had left."""
        site.forget()
        job.report_path.unlink(missing_ok=True)
        # In its own place: in another one it would be another ledger, which is asked about.
        for path in job.ledger.parent.glob(job.ledger.name + "*"):
            path.unlink()
        self.image(job, disk, job.ledger.parent)
        job.finish(self.LEVEL)
        again = collections.Counter(done.nonce for done in site.processed)
        outcomes = job.outcomes()
        self.assertEqual(gone & set(again), set(), f"sent again after a power failure (see {job.folder})")
        lost = [row.nonce for row in job.rows if row.nonce not in gone | set(again) and outcomes[row.nonce] != "unknown"]
        self.assertEqual(lost, [], f"forgotten after a power failure (see {job.folder})")
        unknown = sum(outcome == "unknown" for outcome in outcomes.values())
        self.assertLessEqual(unknown, self.LEVEL, f"more unknown rows than places (see {job.folder})")
        self.total.rows += len(job.rows)
        self.total.unknown += unknown


if __name__ == "__main__":
    unittest.main()
