"""Kills the program in every way, starts it again until it is done, and asks the oracle whether anybody paid for it."""
import collections
import random
import time
import unittest

from harness import SEED, TERMINAL, Campaign, died_of, scale
from kill_at_call import CALLS, COMPILER, kill_at_each, run_and_kill
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


@unittest.skipUnless(COMPILER, "no C compiler is installed")
class KillsAtCalls(Campaign):
    LEVEL = 4
    ROWS = 40

    def test_kill_at_every_call(self):
        """kill -9 as the N-th call of each kind begins, for every N (a few in the short run)."""
        kills = collections.Counter()
        self.clean = 0
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            for call in CALLS:
                kills[call] = kill_at_each(call, lambda call, number: self.kill_at(site, call, number))
        for call in ("fdatasync", "pwrite64", "send", "recv"):
            self.assertGreater(kills[call], 0, f"no kill at {call}: the campaign did not do its work")
        self.print_line("kills at calls", kills=dict(kills), without_unknown_rows=self.clean)

    def kill_at(self, site, call, number):
        job = self.make_job(site, self.ROWS, f"{call} {number}", with_files=True)
        killed = run_and_kill(job, self.LEVEL, call, number)
        if killed:
            job.check_ledger()
            outcomes = job.outcomes_now() or {}
            unknown = sum(outcome == "unknown" for outcome in outcomes.values())
            self.assertLessEqual(
                unknown, self.LEVEL, f"{call} {number}: more unknown rows than places (see {job.folder})")
            self.clean += unknown == 0
            job.finish(self.LEVEL)
        self.close(job, job.tally())
        site.forget()
        return killed


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
