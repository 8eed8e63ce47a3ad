"""Changes the manifest between two runs and asks whether anybody got what was not meant for them."""
import collections
import random
import unittest

from harness import SEED, Campaign, scale
from oracle_site import OracleSite


class EditedManifests(Campaign):
    ROWS = 30

    def test_edits_between_two_runs(self):
        """Rows edited, inserted, removed, reordered, appended, the file renamed: exactly what was meant is sent."""
        choose = random.Random(SEED)
        edits = collections.Counter()
        rounds = scale(50, 500)
        with OracleSite(SEED) as site:
            for number in range(rounds):
                self.edit_once(site, choose, number, edits)
                site.forget()
        self.assertEqual(len(edits), 8, f"an edit never happened: {edits}")
        self.print_line("edited manifests", rounds=rounds, edits=dict(sorted(edits.items())))

    def edit_once(self, site, choose, number, edits):
        job = self.make_job(site, self.ROWS, f"edit {number}", with_files=True)
        first = choose.randrange(0, self.ROWS + 1)
        if first:
            job.run(job.send_command(4, "--limit", str(first)))
        served = set(job.counts())
        self.assertEqual(len(served), first, f"--limit {first}: {job.last_words()} (see {job.folder})")
        expected, edited = self.edit(job, choose, served, edits)
        options = []
        if edited:
            edits["edited a served row"] += 1
            self.assertEqual(job.run(job.send_command(4)), 65, f"see {job.folder}")
            self.assertEqual(set(job.counts()) | self.gone(job, served), served, "something was sent all the same")
            options = [choose.choice(["--resend-edited", "--keep-served"])]
            if options == ["--keep-served"]:
                expected -= edited
        job.finish(4, *options)
        processed = collections.Counter(done.nonce for done in site.processed)
        self.assertEqual(set(processed), served | expected, f"see {job.folder}")
        self.assertEqual(max(processed.values()), 1, f"somebody was served twice (see {job.folder})")
        self.total.rows += len(job.rows)
        self.total.wrong += job.wrong_content()
        self.assertEqual(self.total.faults(), 0, f"see {job.folder}")
        self.assertEqual(job.run(job.send_command(4, *options)), 0, f"not done after all (see {job.folder})")
        self.assertEqual(len(site.processed), len(processed), f"a run with nothing to do sent something (see {job.folder})")
        self.jobs.remove(job)
        job.remove()

    @staticmethod
    def gone(job, served):
        """Served rows that are no longer in the manifest as they were."""
        return served - {row.nonce for row in job.rows}

    def edit(self, job, choose, served, edits):
        """Changes the manifest; returns the nonces now to be sent, and those of them that replace a served row."""
        edited = set()
        renames = choose.random() < 0.2
        kinds = choose.sample(["edit", "insert", "remove", "reorder", "append", "nothing"], choose.randrange(1, 4))
        for kind in kinds:
            edits[kind] += 1
            if kind == "edit":
                edited |= self.edit_rows(job, choose, served, allow_served=not renames)
            elif kind in ("insert", "append"):
                for _ in range(choose.randrange(1, 4)):
                    place = len(job.rows) if kind == "append" else choose.randrange(len(job.rows) + 1)
                    row = job.new_row(len(job.rows) + 1 + job.random.randrange(10_000, 90_000))
                    job.rows.insert(place, row)
            elif kind == "remove":
                for _ in range(choose.randrange(1, 4)):
                    edited.discard(job.rows.pop(choose.randrange(len(job.rows))).nonce)
            elif kind == "reorder":
                choose.shuffle(job.rows)
        if renames:
            edits["rename"] += 1
            job.manifest.unlink()
        job.write_manifest(job.folder / "renamed.csv" if renames else None)
        return {row.nonce for row in job.rows} - served, edited

    def edit_rows(self, job, choose, served, allow_served):
        """Gives some rows a new text and with it a new nonce; returns those that replace a served row."""
        edited = set()
        for row in choose.sample(job.rows, choose.randrange(1, 4)):
            was_served = row.nonce in served
            if was_served and not allow_served:
                continue
            row.text += ", corrected"
            row.nonce = f"n-{job.random.getrandbits(48):012x}"
            if was_served:
                edited.add(row.nonce)
        return edited


if __name__ == "__main__":
    unittest.main()
