"""Kills the program in every way, starts it again until it is done, and asks the oracle whether anybody paid for it."""
import collections
import random
import re
import time
import unittest

from harness import SEED, TERMINAL, Campaign, died_of, sample, scale
from oracle_site import Manners, OracleSite


class RandomKills(Campaign):
    def test_kill_at_random_moments(self):
        """kill -9 at random moments, again and again, at 1, 8 and 64 in flight."""
        choose = random.Random(SEED)
        kills = collections.Counter()
        wanted = scale(20, 1_000)
        levels = [1, 8, 64]
        with OracleSite(SEED, Manners(delay=(0, 0.2))) as site:
            while sum(kills.values()) < wanted:
                level = min(levels, key=lambda level: kills[level])
                self.kill_until_done(site, level, wanted - sum(kills.values()), choose, kills)
                site.forget()
        self.print_line("random kills", kills=dict(kills))

    def kill_until_done(self, site, level, most, choose, kills):
        job = self.make_job(site, 30 * level, choose.random(), with_files=True)
        unknown = 0
        for _ in range(min(most, 12)):
            process = job.start(job.send_command(level))
            time.sleep(choose.uniform(0, 1.2))
            process.kill()
            code = process.wait()
            if not died_of(code):
                self.assertIn(code, TERMINAL, job.last_words())
                break
            kills[level] += 1
            unknown = self.check_after_kill(job, level, unknown)
        job.finish(level)
        self.close(job, job.tally())

    def check_after_kill(self, job, level, unknown_before):
        job.check_ledger()
        outcomes = job.outcomes_now()
        if outcomes is None:
            self.assertEqual(job.counts(), {}, f"sent before anything was enrolled (see {job.folder})")
            return 0
        unknown = sum(outcome == "unknown" for outcome in outcomes.values())
        self.assertLessEqual(unknown - unknown_before, level, f"more unknown rows than places (see {job.folder})")
        return unknown


CALLS = ["fdatasync", "fsync", "pwrite64", "sendto", "write", "writev", "recvfrom", "read", "rename", "renameat2", "openat"]
LINE = re.compile(r"^(\d+) +(\w+)\(")


def count_calls(path):
    """The most times one thread made each call; strace counts `when` for each thread by itself."""
    counts = collections.Counter()
    with open(path, errors="replace") as trace:
        for line in trace:
            if found := LINE.match(line):
                counts[found[2], found[1]] += 1
    most = collections.Counter()
    for (call, _), count in counts.items():
        most[call] = max(most[call], count)
    return most


class KillsAtCalls(Campaign):
    LEVEL = 4
    ROWS = 40

    def test_kill_at_every_call(self):
        """kill -9 as the N-th call of each kind begins, for every N (a sample in the short run)."""
        kills = collections.Counter()
        self.clean = 0
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            counts = self.measure(site)
            for call in CALLS:
                for number in sample(counts[call]):
                    kills[call] += self.kill_at(site, call, number)
                    site.forget()
        for call in ("fdatasync", "pwrite64", "sendto", "recvfrom", "rename"):
            self.assertGreater(kills[call], 0, f"no kill at {call}: the campaign did not do its work")
        self.print_line("kills at calls", kills=dict(kills), without_unknown_rows=self.clean)

    def measure(self, site):
        job = self.make_job(site, self.ROWS, SEED, with_files=True)
        trace = job.folder / "trace"
        command = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)]
        self.assertIn(job.run(command + job.send_command(self.LEVEL)), TERMINAL, job.last_words())
        counts = count_calls(trace)
        self.close(job, job.tally())
        site.forget()
        return counts

    def kill_at(self, site, call, number):
        job = self.make_job(site, self.ROWS, f"{call} {number}", with_files=True)
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                   f"inject={call}:signal=SIGKILL:when={number}"]
        code = job.run(command + job.send_command(self.LEVEL))
        if not died_of(code):
            # The threads shared the calls differently this time, so none of them reached the number.
            self.assertIn(code, TERMINAL, job.last_words())
            self.close(job, job.tally())
            return 0
        job.check_ledger()
        outcomes = job.outcomes_now() or {}
        unknown = sum(outcome == "unknown" for outcome in outcomes.values())
        self.assertLessEqual(unknown, self.LEVEL, f"{call} {number}: more unknown rows than places (see {job.folder})")
        if call.startswith("rename") and len(job.counts()) == self.ROWS:
            self.assertEqual(unknown, 0, f"killed after the last result, yet unknown rows (see {job.folder})")
        self.clean += unknown == 0
        job.finish(self.LEVEL)
        self.close(job, job.tally())
        return 1


class StartRaces(Campaign):
    def test_two_starts_have_one_winner(self):
        """Two processes on one ledger: one sends everything, the other leaves with 75 and names the first."""
        races = scale(20, 200)
        winners = collections.Counter()
        with OracleSite(SEED, Manners(delay=(0.02, 0.06))) as site:
            for number in range(races):
                job = self.make_job(site, 40, f"race {number}")
                command = job.send_command(4)
                link = job.folder / "another-way"
                if number % 2:
                    link.symlink_to(job.ledger.parent)
                same = str(link / job.ledger.name)
                other = [same if part == str(job.ledger) and number % 2 else part for part in command]
                processes = [job.start(command), job.start(other)]
                codes = [process.wait(60) for process in processes]
                self.assertEqual(sorted(codes), [0, 75], f"see {job.folder}")
                loser = codes.index(75)
                words = (job.folder / f"run{loser + 1}.err").read_text()
                self.assertIn(str(processes[1 - loser].pid), words, "the loser does not name the winner")
                winners["first" if loser else "second"] += 1
                self.close(job, job.tally())
                site.forget()
        self.print_line("start races", races=races, winners=dict(winners))


if __name__ == "__main__":
    unittest.main()
