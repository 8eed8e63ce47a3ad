"""Three senders on one PostgreSQL ledger and one site, while one after the other is killed, or stands still for up to three leases.

Whatever the fault: nobody twice, nobody lost, nothing reported as sent that was not (D = L = F = 0), and nothing reported as not sent
that arrived (N = 0); a fault leaves no more rows unknown than its sender had places.
"""
import collections
import random
import signal
import subprocess
import time
import unittest

import database_kill_test
from harness import FULL, SEED, TERMINAL, died_of, scale
from oracle_site import Manners, OracleSite

LEVEL = 4
LEASE = 1.0
MEMBERS = 3
# What a sender may end with that others took over from: it was fenced, or another one was about to begin or to end.
FENCED = {74, 75}


class FleetCampaign(database_kill_test.DatabaseCampaign):
    def start_member(self, job, number, *options):
        """Starts a sender as on a machine of its own: only the ledger is shared."""
        home = str(job.folder / f"home{number}")
        command = job.send_command(LEVEL, "--yes", *options)
        command[command.index("--report") + 1] = str(job.folder / f"report{number}.csv")
        return job.start(command, {"HOME": home, "XDG_STATE_HOME": home})

    def wait_for_members(self, job, count):
        query = "SELECT count(*) FROM grupo_batch.member WHERE state = 'live' AND run IS NOT NULL AND NOT finished"
        self.wait_for(lambda: int(self.postgres.sql(query, job.database)) >= count, f"{count} senders")

    def end(self, process):
        try:
            return process.wait(120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


class Faults(FleetCampaign):
    def test_kills_and_stops(self):
        """Senders are killed and replaced, or stopped for 0.3 to 3 leases and woken, until their list is done; list after list."""
        choose = random.Random(SEED)
        faults = collections.Counter()
        wanted = scale(12, 2_000)
        # A sender that stands still: the fault counts from then on, and it is woken at its time.
        with OracleSite(SEED, Manners(delay=(0.02, 0.15))) as site:
            while sum(faults.values()) < wanted:
                job = self.make_database_job(site, 300, choose.random(), lease="1s")
                made = self.disturb(job, choose, wanted - sum(faults.values()))
                job.finish(LEVEL)
                self.sound(job)
                tally = job.tally()
                self.assertLessEqual(tally.unknown, LEVEL * sum(made.values()), f"{made} (see {job.folder})")
                self.close(job, tally)
                faults += made
                site.forget()
        self.print_line("fleet of three: killed and stopped", **faults)

    def disturb(self, job, choose, most):
        """Lets three senders send a list and makes faults meanwhile; returns how many of each kind."""
        made, stopped, number = collections.Counter(), {}, MEMBERS
        members = [self.start_member(job, place) for place in range(MEMBERS)]
        while any(process.poll() is None for process in members):
            time.sleep(choose.uniform(0.02, 0.25))
            now = time.monotonic()
            for process in [one for one, until in stopped.items() if until <= now]:
                process.send_signal(signal.SIGCONT)
                del stopped[process]
            alive = [one for one in members if one.poll() is None and one not in stopped]
            if alive and sum(made.values()) < most and len(stopped) < MEMBERS - 1:
                victim = choose.choice(alive)
                if choose.random() < 0.5:
                    victim.kill()
                    made["kills"] += 1
                else:
                    victim.send_signal(signal.SIGSTOP)
                    stopped[victim] = now + choose.uniform(0.3, 3) * LEASE
                    made["stops"] += 1
            for place, process in enumerate(members):
                code = process.poll()
                if code is None:
                    continue
                if died_of(code) or code in FENCED:
                    number += 1
                    members[place] = self.start_member(job, number)
                else:
                    self.assertIn(code, TERMINAL, f"{job.last_words()} (see {job.folder})")
            if all(one.poll() in TERMINAL for one in members):
                break
        return made


class Mutant(FleetCampaign):
    def test_naive_takeover_sends_twice(self):
        """Were what a dead sender had claimed handed on as not sent, the others would send it again: the oracle sees it."""
        with OracleSite(SEED, Manners(delay=(0.2, 0.3))) as site:
            job = self.make_database_job(site, 90, SEED, lease="1s")
            self.postgres.sql(database_kill_test.NaiveTakeover.PENDING_AGAIN, job.database)
            members = [self.start_member(job, place) for place in range(MEMBERS)]
            self.wait_for_members(job, MEMBERS)
            self.wait_for(lambda: len(site.processed) >= 3 * LEVEL, "messages")
            members[0].kill()
            for process in members:
                self.end(process)
            job.finish(LEVEL)
            self.assertGreater(job.tally().twice, 0)
            self.jobs.remove(job)
            job.remove()


class Rates(FleetCampaign):
    def test_one_rate(self):
        """Three senders keep one rate together: in the mean, and with CAMPAIGN=1, on a quiet machine, in every second."""
        for rate in (50, 200):
            with OracleSite(SEED, Manners()) as site:
                job = self.make_database_job(site, rate * scale(3, 20), SEED, lease="20s")
                members = [self.start_member(job, 0, "--rate", f"{rate}/s")]
                self.wait_for_members(job, 1)
                members += [self.start_member(job, place) for place in range(1, MEMBERS)]
                codes = [self.end(process) for process in members]
                self.assertEqual(set(codes), {0}, job.last_words())
                times = sorted(done.at for done in site.processed)
                most = max(sum(start <= at < start + 1 for at in times[place:place + 2 * rate])
                           for place, start in enumerate(times))
                mean = (len(times) - 1) / (times[-1] - times[0])
                self.print_line(f"fleet of three at {rate}/s", mean=f"{mean:.2f}/s", most_in_a_second=most)
                self.assertLessEqual(mean, rate * 1.02)
                if FULL:
                    self.assertLessEqual(most, rate + max(1, rate * 0.02))
                    self.assertGreaterEqual(mean, rate * 0.98)
                job.report_path = job.folder / "report0.csv"
                self.close(job, job.tally())

    def test_rate_goes_on_after_a_kill(self):
        """The others carry the rate once they took over."""
        rate = 40
        with OracleSite(SEED, Manners()) as site:
            job = self.make_database_job(site, rate * 8, SEED, lease="1s")
            members = [self.start_member(job, 0, "--rate", f"{rate}/s")]
            self.wait_for_members(job, 1)
            members += [self.start_member(job, place) for place in range(1, MEMBERS)]
            self.wait_for_members(job, MEMBERS)
            self.wait_for(lambda: len(site.processed) > 2 * rate, "messages")
            members[1].kill()
            codes = [self.end(members[place]) for place in (0, 2)]
            self.assertLessEqual(set(codes), {0, 3})
            job.report_path = job.folder / "report0.csv"
            tally = job.tally()
            self.assertLessEqual(tally.unknown, LEVEL)
            self.close(job, tally)
        self.print_line("fleet of three, one killed at a rate")


if __name__ == "__main__":
    unittest.main()
