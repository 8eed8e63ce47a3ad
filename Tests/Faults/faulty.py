"""What the fault tests share: a site that misbehaves, and the comparison of what it saw with what is reported."""
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Commands"))
from workbench import KEY, PATIENCE, Workbench  # noqa: E402

from harness import FULL, SEED, program, scale  # noqa: E402, F401

from fault_site import FaultSite, by_user  # noqa: E402

# The whole exchange may take so long; a row must have ended one second later.
TIMEOUT = 1.0


class Faulty(Workbench):
    def open_fault_site(self, behave, context=None):
        site = FaultSite(behave, context)
        self.addCleanup(site.close)
        self.environment |= {"GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": KEY}
        return site

    def send(self, *options, concurrency=1, retries=0, timeout=TIMEOUT, patience=PATIENCE):
        """Sends list.csv and returns how that ended; fails when a row took longer than the time-out and a second."""
        result = self.run_program(
            "send", "list.csv", "--yes", "--concurrency", concurrency, "--retries", retries, "--timeout",
            f"{int(timeout * 1_000)}ms", *options, patience=patience)
        for line in self.report() if (self.folder / "list.results.csv").exists() else []:
            self.assertLessEqual(int(line["duration_ms"] or 0), timeout * 1_000 + 1_000, line)
        return result

    def attempts(self):
        return sum(int(line["attempts"]) for line in self.report())

    def judge(self, cases, *options):
        """Sends one row for each case, with good rows between them, and compares outcome and number of requests.

        A case is (name, step, the outcomes that are not weaker than the table's).
        """
        steps, rows, expected = {}, ["lead"], {}
        for number, (name, step, outcomes) in enumerate(cases):
            user = f"case{number}"
            steps[user], expected[user] = step, (name, outcomes)
            rows += [user, f"good{number}"]
        self.manifest(*rows)
        site = self.open_fault_site(by_user(steps))
        result = self.send(*options)
        found = self.outcomes()
        for user, (name, outcomes) in expected.items():
            with self.subTest(name):
                self.assertIn(found[user], outcomes, result)
        self.assertEqual({found[user] for user in rows if user not in expected}, {"sent"}, result)
        self.assertEqual(site.requests, self.attempts(), "requests at the site and attempts reported")
        self.assertEqual(len(site.users), len(set(site.users)), "a row was sent twice")

    def measured(self, *arguments):
        """Runs the program; returns the exit code, the seconds it took, and the most memory it held, in MiB."""
        began = time.monotonic()
        process = self.start(*arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        most = 0
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.02)
        return process.returncode, time.monotonic() - began, most / 1_024


def memory(pid):
    """The most memory a process ever held, in KiB. Its rusage would count what this process held when it was forked."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak[0]) if peak else 0
