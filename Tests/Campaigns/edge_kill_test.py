"""Kills at the edges of a run: before the first claim is recorded, and after the last result is, no row is in doubt."""
import collections
import unittest

import disk_trace
from harness import SEED, TERMINAL, Campaign
from kill_at_call import COMPILER, kill_at_each, run_and_kill
from oracle_site import OracleSite

# What makes claims and results durable, and the report appear.
CALLS = ["pwrite64", "fdatasync", "rename", "renameat"]
FRAME_HEADER = 24


@unittest.skipUnless(COMPILER, "no C compiler is installed")
class EdgeKills(Campaign):
    ROWS = 6
    LEVEL = 1

    def test_kills_at_the_edges_leave_nothing_unknown(self):
        """kill -9 at every write of a small job; what the log holds then says whether a row may be in doubt."""
        kills = collections.Counter()
        with OracleSite(SEED) as site:
            claimed, settled = self.measure(site)

            def kill(call, number):
                edge = self.kill_at(site, call, number, claimed, settled)
                kills[edge] += edge is not None
                return edge is not None

            for call in CALLS:
                kill_at_each(call, kill)
        for edge in ("early", "late"):
            self.assertGreater(kills[edge], 0, f"no {edge} kill: the campaign did not do its work")
        self.print_line("kills at the edges", kills={edge: count for edge, count in kills.items() if edge})

    def measure(self, site):
        """How many commits a run that nobody disturbs has made when its first byte leaves, and with its last result."""
        job = self.make_job(site, self.ROWS, SEED)
        trace = job.folder / "trace"
        code = job.run([*disk_trace.STRACE, "-o", str(trace), *job.send_command(self.LEVEL)])
        self.assertIn(code, TERMINAL, job.last_words())
        moments = disk_trace.read(trace)
        starts = sorted(disk_trace.request_starts(moments))
        self.assertEqual(len(starts), self.ROWS)
        commits = [position for position, moment, event in moments if moment == "ended" and is_commit(event)]
        claimed, asked = (sum(position < start for position in commits) for start in (starts[0], starts[-1]))
        self.assertEqual(asked, claimed + self.ROWS - 1, "a row, a commit: the campaign's idea of a run is wrong")
        self.close(job, job.tally())
        site.forget()
        return claimed, asked + 1

    def kill_at(self, site, call, number, claimed, settled):
        """Kills as a call begins; returns whether that was early, late or between, None when it did not happen."""
        job = self.make_job(site, self.ROWS, f"edge {call} {number}")
        edge = None
        if run_and_kill(job, self.LEVEL, call, number):
            edge = self.edge(job, claimed, settled)
            self.check(job, edge, f"{edge}: {call} {number} (see {job.folder})")
            job.finish(self.LEVEL)
        self.close(job, job.tally())
        site.forget()
        return edge

    def check(self, job, edge, place):
        outcomes = list((job.outcomes_now() or {}).values())
        self.assertLessEqual(outcomes.count("unknown"), self.LEVEL if edge == "between" else 0, place)
        if edge == "early":
            self.assertEqual(len(job.counts()), 0, place)
        if edge == "late":
            self.assertEqual(outcomes, ["sent"] * self.ROWS, place)

    def edge(self, job, claimed, settled):
        log = job.ledger.with_name(job.ledger.name + "-wal")
        if not log.exists():
            # There is none before the first write, and none once the ledger was closed.
            return "late" if len(job.counts()) == self.ROWS else "early"
        commits = whole_commits(log.read_bytes())
        return "early" if commits < claimed else "late" if commits >= settled else "between"


def is_commit(event):
    """Whether a call wrote the head of a frame that ends a transaction of the write-ahead log."""
    if event.call != "pwrite64" or not event.descriptor()[1].endswith("-wal"):
        return False
    data = event.strings()[0]
    return len(data) == FRAME_HEADER and any(data[4:8])


def whole_commits(log):
    """How many transactions a write-ahead log holds whole; begun once, it has nothing old behind its end."""
    page = int.from_bytes(log[8:12], "big")
    if page == 0:
        return 0
    frames = range(32, len(log) - FRAME_HEADER - page + 1, FRAME_HEADER + page)
    return sum(any(log[frame + 4:frame + 8]) for frame in frames)


if __name__ == "__main__":
    unittest.main()
