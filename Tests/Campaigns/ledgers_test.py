"""Starts one manifest through several ledgers at one time, kills at random, and asks the oracle who paid for it."""
import collections
import random
import shutil
import time
import unittest

from harness import SEED, TERMINAL, Campaign, died_of, scale
from oracle_site import Manners, OracleSite


class SeveralLedgers(Campaign):
    ROWS = 30
    LEVEL = 4
    STARTS = 2

    def test_one_manifest_through_several_ledgers(self):
        """1 to 3 ledgers, the same file or copies of it, killed at random: nobody is served twice without --yes."""
        choose = random.Random(SEED)
        codes = collections.Counter()
        rounds = scale(6, 200)
        with OracleSite(SEED, Manners(delay=(0, 0.06))) as site:
            for number in range(rounds):
                self.send_one(site, choose, number, codes)
                site.forget()
        for code in (75, 65, "killed"):
            self.assertGreater(codes[code], 0, f"never {code}: the campaign did not do its work: {codes}")
        self.print_line("several ledgers", rounds=rounds, ends=dict(sorted(codes.items(), key=str)))

    def send_one(self, site, choose, number, codes):
        job = self.make_job(site, self.ROWS, f"ledgers {number}")
        ways = self.ways(job, choose, ledgers=number % 3 + 1)
        for _ in range(self.STARTS):
            self.start_and_kill(site, job, ways, choose, codes)
        ends = [self.finish(job, way) for way in ways]
        codes.update(ends)
        owners = [way for way, end in zip(ways, ends) if end in TERMINAL]
        self.assertTrue(owners, f"no ledger can go on: {ends} (see {job.folder})")
        self.assertEqual(len({ledger for _, ledger in owners}), 1, f"two ledgers sent it: {ends} (see {job.folder})")
        self.assertLessEqual(set(ends), TERMINAL | {65}, f"see {job.folder}")
        manifest, job.ledger = owners[0]
        job.manifest = manifest
        self.close(job, job.tally(job.outcomes_now()))

    def ways(self, job, choose, ledgers):
        """Manifest and ledger of each of four starts: the one file, or copies of it."""
        ways = []
        for number in range(4):
            manifest = job.manifest
            if choose.random() < 0.4:
                manifest = job.folder / f"copy{number}.csv"
                shutil.copy(job.manifest, manifest)
            ways.append((manifest, job.folder / f"ledger{number % ledgers}.sqlite"))
        choose.shuffle(ways)
        return ways

    def command(self, job, way, number):
        job.manifest, job.ledger, kept = way[0], way[1], (job.manifest, job.ledger)
        job.report_path = job.folder / f"report{number}.csv"
        command = job.send_command(self.LEVEL)
        job.manifest, job.ledger = kept
        return command

    def start_and_kill(self, site, job, ways, choose, codes):
        """Starts every way at one moment, kills them early or after some messages, and waits for those it spares."""
        running = [job.start(self.command(job, way, number)) for number, way in enumerate(ways)]
        if choose.random() < 0.3:
            time.sleep(choose.uniform(0, 0.5))
        else:
            wanted = len(site.processed) + choose.randrange(1, 9)
            while len(site.processed) < wanted and any(process.poll() is None for process in running):
                time.sleep(0.001)
        spared = choose.choice(running) if choose.random() < 0.3 else None
        for process in choose.sample(running, len(running)):
            if process is not spared:
                process.kill()
        for process in running:
            code = process.wait(60)
            codes["killed" if died_of(code) else code] += 1
            self.assertIn(code, TERMINAL | {65, 75, -9}, f"see {job.folder}")

    def finish(self, job, way):
        code = job.run(self.command(job, way, 9))
        self.assertNotEqual(code, 75, f"a lock outlived its process: {job.last_words()} (see {job.folder})")
        return code


if __name__ == "__main__":
    unittest.main()
