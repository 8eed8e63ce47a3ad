"""Lets the disk fail under the ledger: injected errors, and a small file system that is really full."""
import collections
import contextlib
import os
import re
import subprocess
import tempfile
import time
import unittest

from harness import SEED, TERMINAL, Campaign, sample, scale
from oracle_site import Manners, OracleSite

CALLS = ["fdatasync", "pwrite64"]
ERRORS = ["EIO", "ENOSPC"]
LINE = re.compile(r"^(\d+) +(\w+)\(")
INJECTED = re.compile(r"^\d+ +([0-9.]+) .*\(INJECTED\)", re.MULTILINE)
# Cannot be created, failed while running.
LEDGER_FAILED = {73, 74}


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


class FailingDisk(Campaign):
    LEVEL = 4
    ROWS = 40

    def test_errors_at_every_call(self):
        """EIO and ENOSPC at the N-th call and from the N-th call on: it stops, and continues when the disk is well."""
        ends = collections.Counter()
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            counts = self.measure(site)
            for call in CALLS:
                for number in sample(counts[call]):
                    for error in ERRORS:
                        for onward in ("", "+"):
                            ends[self.fail_at(site, call, f"{number}{onward}", error)] += 1
                            site.forget()
        self.assertGreater(ends[74], 0, "no run failed: the campaign did not do its work")
        self.print_line("disk errors", exit_codes=dict(sorted(ends.items())))

    def measure(self, site):
        job = self.make_job(site, self.ROWS, SEED)
        trace = job.folder / "trace"
        command = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(CALLS)]
        self.assertIn(job.run(command + job.send_command(self.LEVEL)), TERMINAL, job.last_words())
        counts = count_calls(trace)
        self.close(job, job.tally())
        site.forget()
        return counts

    def fail_at(self, site, call, when, error):
        job = self.make_job(site, self.ROWS, f"{call} {when} {error}")
        trace = job.folder / "trace"
        command = ["strace", "-f", "-qq", "-ttt", "-o", str(trace), "-e", f"trace={call}", "-e",
                   f"inject={call}:error={error}:when={when}"]
        code = job.run(command + job.send_command(self.LEVEL))
        place = f"{call} {when} {error} (see {job.folder})"
        self.assertFalse(code < 0, f"died of signal {-code} at {place}")
        self.assertIn(code, TERMINAL | LEDGER_FAILED, f"{place}: {job.last_words()}")
        if code == 74:
            # A single error may hit a checkpoint, which loses nothing and is made up for by the next; then a later one,
            # in another thread, was the ledger's failure.
            times = INJECTED.findall(trace.read_text(errors="replace"))
            failed_at = float(times[0] if when.endswith("+") else times[-1])
            late = sum(done.at > failed_at + 0.1 for done in site.processed)
            self.assertLessEqual(late, self.LEVEL, f"rows were claimed after the failure at {place}")
        job.check_ledger()
        job.finish(self.LEVEL)
        tally = job.tally()
        self.assertLessEqual(tally.unknown, self.LEVEL, place)
        self.close(job, tally)
        return code


class FullDisk(Campaign):
    LEVEL = 4
    ROWS = 120
    STEP = 4_096

    def test_full_file_system(self):
        """The ledger alone on a tmpfs that is too small, in steps of 4 KiB: it stops, and continues after growth."""
        ends = collections.Counter()
        with OracleSite(SEED, Manners(delay=(0, 0.004))) as site:
            first, most = self.measure(site)
            every_step = range(self.STEP, most + 2 * self.STEP, self.STEP)
            sizes = scale([first + (most - first) * part // 5 for part in range(1, 6)], every_step)
            for size in sizes:
                site.forget()
                ends[self.fill(site, size)] += 1
        self.assertGreater(ends[74], 0, "no disk was full in the middle: the campaign did not do its work")
        self.print_line("full disks", sizes=len(sizes), exit_codes=dict(sorted(ends.items())))

    def measure(self, site):
        """The bytes in use when the first message arrived, and the most that were ever in use."""
        first = most = 0
        with small_disk(64 << 20) as folder:
            job = self.make_job(site, self.ROWS, SEED, ledger_folder=folder)
            process = job.start(job.send_command(self.LEVEL))
            while process.poll() is None:
                disk = os.statvfs(folder)
                used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
                most = max(most, used)
                first = first or (used if site.processed else 0)
                time.sleep(0.001)
            self.assertIn(process.returncode, TERMINAL, job.last_words())
            self.close(job, job.tally())
        return first, most

    def fill(self, site, size):
        with small_disk(size) as folder:
            job = self.make_job(site, self.ROWS, f"size {size}", ledger_folder=folder)
            code = job.run(job.send_command(self.LEVEL))
            self.assertIn(code, TERMINAL | LEDGER_FAILED, f"{size} bytes: {job.last_words()} (see {job.folder})")
            job.check_ledger()
            subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
            job.finish(self.LEVEL)
            tally = job.tally()
            self.assertLessEqual(tally.unknown, self.LEVEL, f"{size} bytes (see {job.folder})")
            self.close(job, tally)
        return code


@contextlib.contextmanager
def small_disk(byte_count):
    """A tmpfs of this size; the test is skipped where mounting is not allowed."""
    folder = tempfile.mkdtemp(prefix="grupo-batch-disk-")
    try:
        command = ["mount", "-t", "tmpfs", "-o", f"size={byte_count},mode=0700", "tmpfs", folder]
        if subprocess.run(command, capture_output=True).returncode != 0:
            raise unittest.SkipTest("a tmpfs cannot be mounted here")
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
    finally:
        os.rmdir(folder)


if __name__ == "__main__":
    unittest.main()
