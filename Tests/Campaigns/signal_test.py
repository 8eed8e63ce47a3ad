"""Interrupts the program and asks whether it settled everything it had begun."""
import random
import signal
import time
import unittest

from harness import SEED, TERMINAL, Campaign, scale
from oracle_site import Manners, OracleSite

# What a loaded machine and the oracle's own clock may add to the time of a row that was claimed before the signal.
SLACK = 0.3


class Interrupts(Campaign):
    def test_one_interrupt_leaves_nothing_unknown(self):
        """SIGINT at random moments: sends in flight finish, no row is unknown, the same command continues."""
        choose = random.Random(SEED)
        interrupts = landed = 0
        slowest = 0.0
        with OracleSite(SEED, Manners(delay=(0, 0.2))) as site:
            while interrupts < scale(20, 1_000):
                level = choose.choice([1, 8, 64])
                job = self.make_job(site, 20 * level, choose.random())
                process = job.start(job.send_command(level))
                time.sleep(choose.uniform(0.05, 1.2))
                asked = time.time()
                process.send_signal(signal.SIGINT)
                code = process.wait(60)
                interrupts += 1
                landed += code == 130
                self.assertIn(code, TERMINAL | {130, -signal.SIGINT}, job.last_words())
                late = [done.at - asked for done in site.processed]
                slowest = max([slowest, *late])
                # A machine that stands still makes rows late, but not more of them than were in flight.
                self.assertLessEqual(
                    sum(after > SLACK for after in late), level, f"rows were claimed after the signal (see {job.folder})")
                self.check_unknown(job, code)
                job.finish(level)
                tally = job.tally()
                self.assertEqual(tally.unknown, 0, f"unknown rows (see {job.folder})")
                self.close(job, tally)
                site.forget()
        self.assertGreater(landed, interrupts // 3, "most signals missed the run: the campaign did not do its work")
        self.print_line("interrupts", interrupts=interrupts, landed=landed, last_arrival_ms=round(slowest * 1_000))

    def check_unknown(self, job, code):
        outcomes = job.outcomes_now()
        if outcomes is None:
            self.assertEqual(job.counts(), {})
            return
        self.assertNotIn("unknown", outcomes.values(), f"unknown rows after a drain (see {job.folder})")
        sent = sum(outcome == "sent" for outcome in outcomes.values())
        self.assertEqual(sent, len(job.counts()), f"the report does not say what was processed (see {job.folder})")
        if code == 130:
            self.assertIn("grupo-batch send", job.last_words(), "the last words do not say how to continue")

    def test_second_interrupt_leaves_at_once(self):
        """Two SIGINTs while the site is silent: out at once, the rows in flight unknown, nobody twice afterwards."""
        rounds = scale(5, 100)
        with OracleSite(SEED, Manners(prompt=1)) as site:
            for number in range(rounds):
                job = self.make_job(site, 40, f"second {number}")
                site.manners.delay = (20, 20)
                process = job.start(job.send_command(8))
                self.wait_for(lambda: len(site.processed) == 9 or process.poll() is not None)
                process.send_signal(signal.SIGINT)
                time.sleep(0.3)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(10), 130, job.last_words())
                outcomes = list(job.outcomes_now().values())
                self.assertEqual((outcomes.count("sent"), outcomes.count("unknown")), (1, 8), f"see {job.folder}")
                site.manners.delay = (0, 0)
                job.finish(8)
                self.close(job, job.tally())
                site.forget()
        self.print_line("second interrupts", interrupts=rounds)

    def wait_for(self, condition):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end, "nothing happened")
            time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
