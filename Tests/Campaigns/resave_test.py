"""Saves the manifest anew, joins, copies, loses and restores it between two runs: nobody twice, nobody forgotten."""
import collections
import random
import subprocess
import unicodedata
import unittest

from harness import PATIENCE, SEED, Campaign, Job, Row, program, scale
from oracle_site import Manners, OracleSite

NAMES = ["zoë", "RENÉE", "ann@x.example", "Åke", "jürgen", "Mia", "o'neil", "straße", "bob", "çelik"]
ENCODINGS = {"utf-8": [], "utf-8-sig": [], "utf-16": [], "cp1252": ["--encoding", "windows-1252"]}


class SavedJob(Job):
    """A manifest that another program may have saved: its names, its lines and its cells are written in several ways."""

    def __init__(self, site, rows, seed):
        self.saving = {"end": "\n", "form": "NFC", "delimiter": ",", "encoding": "utf-8"}
        super().__init__(site, rows, seed)
        self.report_path = self.folder / "recipients.results.csv"

    def new_row(self, number, with_files=False):
        name = f"{NAMES[number % len(NAMES)]}{number}"
        lines = self.random.randrange(1, 4)
        return Row(name, "\n".join(f"Line {line} of {number}" for line in range(lines)),
                   f"n-{self.random.getrandbits(48):012x}")

    def write_manifest(self, path=None):
        self.manifest = path or self.manifest
        self.manifest.write_bytes(self.text(self.rows))

    def text(self, rows, header=True):
        head = [["user", "sender", "message", "id"]] if header else []
        cells = head + [[row.user, "büro", row.message, row.nonce] for row in rows]
        end, delimiter = self.saving["end"], self.saving["delimiter"]
        lines = [delimiter.join('"' + cell.replace('"', '""').replace("\n", end) + '"' for cell in line) for line in cells]
        # Old code pages have no combining characters.
        form = "NFC" if self.saving["encoding"] == "cp1252" else self.saving["form"]
        text = unicodedata.normalize(form, "".join(line + ("\r\n" if end == "\r\n" else "\n") for line in lines))
        return text.encode(self.saving["encoding"])

    @property
    def options(self):
        return ENCODINGS[self.saving["encoding"]]

    def send(self, *options):
        return self.run(self.send_command(4, *self.options, *options))

    def call(self, *arguments):
        return subprocess.run([program(), *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              cwd=self.folder, env=self.environment(), timeout=PATIENCE)


class SavedAnew(Campaign):
    ROWS = 20

    def test_saved_anew_joined_copied_lost_and_resent(self):
        choose = random.Random(SEED + 1)
        done = collections.Counter()
        with OracleSite(SEED) as site:
            for number in range(scale(25, 500)):
                site.manners = Manners(refuse=0.2 if number % 4 == 3 else 0)
                self.one_round(site, choose, number, done)
                site.forget()
        self.assertEqual(len(done), 9, f"a kind never happened: {done}")
        self.print_line("manifests saved anew", rounds=scale(25, 500), changes=dict(sorted(done.items())))

    def one_round(self, site, choose, number, done):
        job = SavedJob(site, self.ROWS, f"saved {number}")
        self.jobs.append(job)
        if choose.random() < 0.5:  # a deliberate twin, which has the same nonce
            job.rows.insert(choose.randrange(len(job.rows)), choose.choice(job.rows))
            job.write_manifest()
        wanted = collections.Counter(row.nonce for row in job.rows)
        first = choose.randrange(len(job.rows) + 1)
        if first:
            self.assertIn(job.send("--limit", str(first)), (0, 1), job.last_words())
        for kind in choose.sample(["end", "form", "delimiter", "encoding", "case", "copy", "join", "loss"], 3):
            if getattr(self, "do_" + kind)(job, choose, site, wanted):
                done[kind] += 1
            self.assertIn(job.send(*self.answers), (0, 1), f"{kind}: {job.last_words()} (see {job.folder})")
        if site.manners.refuse:
            self.resend(job, choose)
            done["resend"] += 1
        for _ in range(30):
            if job.send(*self.answers) == 0:
                break
        self.answers = []
        processed = collections.Counter(one.nonce for one in site.processed)
        self.assertEqual(processed, wanted, f"see {job.folder}")
        self.total.rows += len(job.rows)
        self.jobs.remove(job)
        job.remove()

    answers = []

    def do_end(self, job, choose, *_):
        job.saving["end"] = choose.choice(["\n", "\r\n", "\r"])
        job.write_manifest()
        return True

    def do_form(self, job, *_):
        job.saving["form"] = "NFD" if job.saving["form"] == "NFC" else "NFC"
        job.write_manifest()
        return True

    def do_delimiter(self, job, choose, *_):
        job.saving["delimiter"] = choose.choice([";", "\t", "|", ","])
        job.write_manifest()
        return True

    def do_encoding(self, job, choose, *_):
        job.saving["encoding"] = choose.choice(list(ENCODINGS))
        job.write_manifest()
        return True

    def do_case(self, job, choose, site, wanted):
        """A name corrected in case: of a served row it would be a second message, which is refused."""
        row = choose.choice(job.rows)
        if wanted[row.nonce] > 1:
            return False
        row.user = row.user.swapcase()
        job.write_manifest()
        if row.nonce in {one.nonce for one in site.processed}:
            self.assertEqual(job.send("--yes", *[option for option in self.answers if option != "--yes"]),
                             0 if "--keep-served" in self.answers else 65, f"see {job.folder}")
            self.answers = self.answers + ["--keep-served"] * ("--keep-served" not in self.answers)
        return True

    def do_copy(self, job, choose, *_):
        """A copy under another name goes on where the file was."""
        job.write_manifest(job.folder / f"copy{choose.randrange(10 ** 6)}.csv")
        return True

    def do_join(self, job, choose, *_):
        """Two halves with a header each: the second header is no row, and the rest is sent when that is said."""
        place = choose.randrange(1, len(job.rows))
        joined = job.folder / "joined.csv"
        second = job.text(job.rows[place:])
        if job.saving["encoding"] == "utf-16":
            second = second[2:]
        joined.write_bytes(job.text(job.rows[:place]) + second)
        whole, job.manifest = job.manifest, joined
        before = len(job.site.processed)
        self.assertEqual(job.send(*self.answers), 65, f"see {job.folder}")
        self.assertEqual(len(job.site.processed), before, f"see {job.folder}")
        # A mark before a quote in mid-file ends the reading; nothing of such a file is sent.
        expected = 65 if job.saving["encoding"] == "utf-8-sig" else 1
        self.assertEqual(job.send("--skip-invalid", *self.answers), expected, f"{job.last_words()} (see {job.folder})")
        job.manifest = whole
        return True

    def do_loss(self, job, *_):
        """The ledger is lost; the report beside the manifest stops the send, and restores what it proves."""
        report = job.folder / f"{job.manifest.stem}.results.csv"
        if not job.site.processed or not report.exists() or self.answers:
            return False
        # The report must be of the present names: what is not sent is sent first.
        job.report_path = report
        if job.send() not in (0, 1) or any(row.nonce not in report.read_text() for row in job.rows):
            return False
        for path in job.folder.glob("ledger.sqlite*"):
            path.unlink()
        self.assertEqual(job.send(), 65, f"see {job.folder}")
        restored = job.call("ledger", "import", report, "--manifest", job.manifest, "--ledger", job.ledger, *job.options)
        self.assertEqual(restored.returncode, 0, f"{restored.stderr} (see {job.folder})")
        return True

    def resend(self, job, choose):
        """The failed rows as a file of their own, saved as the manifest was."""
        failed = job.folder / "failed.csv"
        made = job.call("report", job.manifest, "--ledger", job.ledger, "--only", "failed", "--format", "manifest",
                        "--output", failed, *job.options)
        self.assertEqual(made.returncode, 0, f"{made.stderr} (see {job.folder})")
        if not any(row.nonce.encode() in failed.read_bytes().replace(b"\0", b"") for row in job.rows):
            return
        whole, job.manifest = job.manifest, failed
        job.site.manners = Manners()
        before = len(job.site.processed)
        self.assertEqual(job.send(), 0, f"{job.last_words()} (see {job.folder})")
        self.assertGreaterEqual(len(job.site.processed), before)
        job.manifest = whole


if __name__ == "__main__":
    unittest.main()
