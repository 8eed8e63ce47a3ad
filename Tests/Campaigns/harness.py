"""Runs the built program in a folder of its own and compares what it reports with what the oracle site processed."""
import collections
import csv
import dataclasses
import hashlib
import io
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import unittest

from oracle_site import KEY

ROOT = pathlib.Path(__file__).resolve().parents[2]
FULL = os.environ.get("CAMPAIGN") == "1"
SEED = int(os.environ.get("SEED", 20_240_229))

# A run with one of these codes is over: nothing is left that the same command would send by itself.
TERMINAL = {0, 1, 3}
PATIENCE = 120

# A shell starts what it puts in the background with SIGINT ignored, and so would be every program that is started here: an interrupt
# that comes before it listens would go by unheard.
signal.signal(signal.SIGINT, signal.default_int_handler)


def scale(short, full):
    """How many times: the first number in every run, the second with CAMPAIGN=1."""
    return full if FULL else short


def sample(count):
    """Which calls of `count` to strike at: every fiftieth but at least four, or with CAMPAIGN=1 every one."""
    return range(1, count + 1, scale(max(1, min(50, count // 4)), 1))


def program():
    """The path of the program: GRUPO_BATCH_BINARY, else the release build, else the debug build."""
    built = [ROOT / ".build" / kind / "grupo-batch" for kind in ("release", "debug")]
    for path in [os.environ.get("GRUPO_BATCH_BINARY"), *built]:
        if path and os.access(path, os.X_OK):
            return str(path)
    raise unittest.TestCase.failureException("grupo-batch is not built: run swift build first")


@dataclasses.dataclass
class Tally:
    """What a campaign came to. All but `unknown` and `rows` have to be zero."""

    rows: int = 0
    twice: int = 0  # D: processed more than once
    lost: int = 0  # L: neither processed nor reported as not processed
    false_sent: int = 0  # F: reported as sent, not processed
    false_unsent: int = 0  # N: processed, reported as something that would be sent again
    wrong: int = 0  # W: processed with other content than the row's
    unknown: int = 0  # U: the program says that it does not know

    def __add__(self, other):
        return Tally(*(one + two for one, two in zip(dataclasses.astuple(self), dataclasses.astuple(other))))

    def faults(self):
        return self.twice + self.lost + self.false_sent + self.false_unsent + self.wrong

    def __str__(self):
        return (f"rows={self.rows} D={self.twice} L={self.lost} F={self.false_sent} N={self.false_unsent} "
                f"W={self.wrong} U={self.unknown}")


@dataclasses.dataclass
class Row:
    """One row of a manifest; the nonce in its message is what the oracle knows it by."""

    user: str
    text: str
    nonce: str
    file: str = ""

    @property
    def message(self):
        return f"{self.text} {self.nonce}"


class Job:
    """A manifest, a ledger and a report in a scratch folder, and the runs that are made of them."""

    def __init__(self, site, rows, seed, with_files=False, ledger_folder=None):
        self.site = site
        self.random = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-campaign-"))
        self.manifest = self.folder / "recipients.csv"
        self.ledger = pathlib.Path(ledger_folder or self.folder) / "ledger.sqlite"
        self.report_path = self.folder / "report.csv"
        self.rows = [self.new_row(number, with_files) for number in range(1, rows + 1)]
        self.digests = {}
        self.write_manifest()
        self.runs = 0

    def new_row(self, number, with_files=False):
        row = Row(f"user{number:05}", f"Message {number}", f"n-{self.random.getrandbits(48):012x}")
        if with_files and number % 7 == 0:
            row.file = f"file{number}.bin"
            (self.folder / row.file).write_bytes(self.random.randbytes(self.random.randrange(1, 9_000)))
        return row

    def write_manifest(self, path=None):
        self.manifest = path or self.manifest
        with open(self.manifest, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["user", "sender", "message", "file_attachments", "id"])
            writer.writerows([row.user, "campaign", row.message, row.file, row.nonce] for row in self.rows)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRUPO_", "XDG_"))}
        return {**kept, "HOME": str(self.folder), "GRUPO_SITE": self.site.address, "GRUPO_API_SECRET_KEY": KEY}

    def send_command(self, concurrency, *options):
        return [program(), "send", str(self.manifest), "--ledger", str(self.ledger), "--report",
                str(self.report_path), "--concurrency", str(concurrency), "--no-input", "--progress", "never", *options]

    def start(self, command, variables=None):
        """Starts a process with its output in numbered files of the folder, and more variables if need be."""
        self.runs += 1
        with open(self.folder / f"run{self.runs}.out", "wb") as out, open(self.folder / f"run{self.runs}.err", "wb") as err:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=self.folder,
                env={**self.environment(), **(variables or {})})

    def run(self, command, variables=None):
        """Runs to the end and returns the exit code; negative for a signal."""
        process = self.start(command, variables)
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"still running after {PATIENCE} s: {' '.join(command)} (see {self.folder})")

    def last_words(self):
        """What the last run wrote to standard error."""
        return (self.folder / f"run{self.runs}.err").read_text(errors="replace") if self.runs else ""

    def finish(self, concurrency, *options):
        """Runs the same command undisturbed and returns its exit code: one run has to be enough."""
        code = self.run(self.send_command(concurrency, *options))
        assert code in TERMINAL, f"ended with {code}:\n{self.last_words()}\n{self.folder}"
        return code

    def outcomes_now(self, ledger=None):
        """Outcome by nonce as `report` says it, or None when the ledger knows nothing of the manifest yet."""
        command = [program(), "report", str(self.manifest), "--ledger", str(ledger or self.ledger), "--format", "csv",
                   "--output", "-"]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, env=self.environment(),
            timeout=PATIENCE)
        return self.read_report(done.stdout.decode()) if done.returncode == 0 else None

    def outcomes(self):
        """Outcome by nonce as the last run's report file says it."""
        with open(self.report_path, newline="", encoding="utf-8") as file:
            return self.read_report(file.read())

    def read_report(self, text):
        lines = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(lines) == len(self.rows), f"{len(lines)} lines for {len(self.rows)} rows (see {self.folder})"
        return {line["id"]: line["outcome"] for line in lines}

    def counts(self):
        """How often each of the job's nonces was processed."""
        known = {row.nonce for row in self.rows}
        return collections.Counter(done.nonce for done in self.site.processed if done.nonce in known)

    def tally(self, outcomes=None):
        """Compares the report with the oracle after a terminal run."""
        outcomes = outcomes or self.outcomes()
        counts = self.counts()
        tally = Tally(rows=len(self.rows), twice=sum(count > 1 for count in counts.values()))
        for row in self.rows:
            outcome = outcomes.get(row.nonce)
            if row.nonce in counts:
                tally.false_unsent += outcome in ("pending", "not_sent", "rejected", "invalid", "excluded", None)
            else:
                tally.false_sent += outcome == "sent"
                tally.lost += outcome in ("pending", None)
            tally.unknown += outcome == "unknown"
        tally.wrong = self.wrong_content()
        return tally

    def wrong_content(self):
        expected = {row.nonce: (row.user, self.file_digest(row)) for row in self.rows}
        return sum(
            (done.user, done.file_digest) != expected[done.nonce]
            for done in self.site.processed if done.nonce in expected)

    def file_digest(self, row):
        if row.file and row.file not in self.digests:
            self.digests[row.file] = hashlib.sha256((self.folder / row.file).read_bytes()).hexdigest()
        return self.digests.get(row.file, "")

    def check_ledger(self):
        """Asserts that a copy of the ledger, taken as a crash left it, is sound."""
        if not self.ledger.exists():
            return
        with tempfile.TemporaryDirectory() as folder:
            for path in (self.ledger, self.ledger.with_name(self.ledger.name + "-wal")):
                if path.exists():
                    shutil.copy(path, folder)
            ledger = sqlite3.connect(os.path.join(folder, self.ledger.name))
            found = ledger.execute("PRAGMA integrity_check").fetchall()
            ledger.close()
        assert found == [("ok",)], f"integrity_check says {found} (see {self.folder})"

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Campaign(unittest.TestCase):
    """The frame of a campaign: an oracle, jobs whose folders stay behind only after a failure, one line at its end."""

    def setUp(self):
        self.jobs = []
        self.total = Tally()

    def make_job(self, site, rows, seed, **options):
        job = Job(site, rows, seed, **options)
        self.jobs.append(job)
        return job

    def close(self, job, tally):
        """Adds the job's tally to the campaign's and throws the folder away; fails if anything is wrong."""
        self.total += tally
        self.assertEqual(tally.faults(), 0, f"{tally} (see {job.folder})")
        self.jobs.remove(job)
        job.remove()

    def print_line(self, title, **figures):
        shown = " ".join(f"{name}={value}" for name, value in figures.items())
        print(f"\ncampaign: {title}: seed={SEED} {shown} {self.total}", flush=True)

    def tearDown(self):
        for job in self.jobs:
            print(f"kept for a look: {job.folder}")


def died_of(code, number=signal.SIGKILL):
    """Whether an exit code of subprocess says that a signal ended the process."""
    return code == -number
