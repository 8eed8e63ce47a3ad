"""What a ledger in PostgreSQL costs. See fleet.sh."""
import contextlib
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import claims
import measure
import nginx
from contestants import IN_FLIGHT, KEY, Course

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Campaigns"))
from oracle_site import KEY as ORACLE_KEY, Manners, OracleSite  # noqa: E402
from private_postgres import MISSING, PrivatePostgres  # noqa: E402

MESSAGES = int(os.environ.get("MESSAGES", 40_000))
SLOW_MESSAGES = int(os.environ.get("SLOW_MESSAGES", 10_000))
ROWS = int(os.environ.get("ROWS", 1_000_000))
LEASE = os.environ.get("LEASE", "20s")
COURSES = os.environ.get("COURSES", "send slow claims enrolment takeover move").split()
SLOW_RATE = 1_000


def judge(name, value, bar, isMost=False):
    """A line with a figure, and whether it is as it must be."""
    held = value <= bar if isMost else value >= bar
    print(f"{name:58} {value:12,.2f}   {'at most' if isMost else 'at least'} {bar:,.2f}: {'held' if held else 'MISSED'}", flush=True)
    return held


class Bench:
    """A server, and the program that uses it."""

    def __init__(self, postgres, binary):
        self.postgres, self.binary = postgres, binary

    def ledger(self, *options):
        """The address of a new ledger, and the name of its database."""
        database = self.postgres.database()
        address = self.postgres.address(database)
        subprocess.run([self.binary, "ledger", "init", address, *options], check=True, stdout=subprocess.DEVNULL)
        return address, database

    def contest(self, course, kind):
        """Sends a list of the course's through a ledger of a kind; the server's own time is not the program's."""
        def contest():
            with tempfile.TemporaryDirectory() as scratch:
                ledger = self.ledger()[0] if kind == "PostgreSQL" else os.path.join(scratch, "ledger.sqlite")
                environment = {"PATH": os.environ["PATH"], "HOME": scratch, "GRUPO_SITE": course.site, "GRUPO_API_SECRET_KEY": KEY}
                cost = measure.run(
                    [self.binary, "send", course.manifest, "--ledger", ledger, "--report", os.path.join(scratch, "report.csv"),
                     "--concurrency", str(IN_FLIGHT), "--yes", "--progress", "never"], environment)
                cost.messages = course.messages
                return cost

        return contest

    def race(self, name, messages, bar, **site):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            with nginx.serve(os.path.join(folder, "server"), **site) as address:
                course = Course(address, folder, messages)
                costs = measure.alternate({kind: self.contest(course, kind) for kind in ("SQLite", "PostgreSQL")}, measure.rounds(3))
        measure.print_speeds(costs)
        # Of one round, so that the machine's mood is the same for both.
        ratios = [own.wall / other.wall for own, other in zip(costs["SQLite"], costs["PostgreSQL"])]
        return judge(f"{name}: PostgreSQL against SQLite", statistics.median(ratios), bar)

    def send(self):
        return self.race(f"send, {IN_FLIGHT} in flight", MESSAGES, 0.35)

    def slow(self):
        return self.race(f"send to a site that takes {SLOW_RATE}/s", SLOW_MESSAGES, 0.97, most_per_second=SLOW_RATE)

    def claims(self):
        pairs = claims.pairs(self.postgres, int(os.environ.get("PAIRS", 9)))
        grants, skipping = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
        print(f"\nclaims and results, {claims.GROUP} rows a commit, {claims.CLIENTS} connections: {grants:,.0f} rows/s in order, "
              f"{skipping:,.0f} rows/s by SKIP LOCKED (medians of {len(pairs)})")
        held = judge("claims in order against SKIP LOCKED (median of pairs)", statistics.median(own / other for own, other in pairs), 1.3)
        judge("rows a second claimed in order (goal)", grants, 20_000)
        return held

    def enrolment(self):
        rounds = []
        with tempfile.TemporaryDirectory() as folder, OracleSite(1, Manners(delay=(0.2, 0.2))) as site:
            from validate import write_manifests

            manifest = write_manifests(folder)["csv"]
            for _ in range(measure.rounds(3)):
                rounds.append(self.enrol(site, manifest, folder))
        seconds, memory, size = (statistics.median(found[place] for found in rounds) for place in range(3))
        print(f"\n{ROWS} rows into an empty ledger, from the start of the program to its first request")
        return all([judge("seconds", seconds, 12 * max(1, ROWS / 1e6), isMost=True), judge("peak MB in the program", memory / 1e6, 150, isMost=True),
                    judge("bytes a row in the database", size, 200, isMost=True)])

    def enrol(self, site, manifest, folder):
        """Starts a run and interrupts it at its first request: seconds until then, peak memory, bytes a row."""
        address, database = self.ledger()
        site.forget()
        with tempfile.TemporaryDirectory(dir=folder) as scratch, open(os.path.join(scratch, "err"), "wb") as errors:
            environment = {"PATH": os.environ["PATH"], "HOME": scratch, "GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": ORACLE_KEY}
            start = time.time()
            process = subprocess.Popen(
                [self.binary, "send", manifest, "--ledger", address, "--report", os.path.join(scratch, "report.csv"), "--concurrency", "1",
                 "--yes", "--progress", "never"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
            while not site.processed:
                if process.poll() is not None:
                    sys.exit(f"no request:\n{pathlib.Path(scratch, 'err').read_text()}")
                time.sleep(0.002)
            seconds = site.processed[0].at - start
            process.send_signal(signal.SIGINT)
            _, _, usage = os.wait4(process.pid, 0)
        size = int(self.postgres.sql("SELECT pg_total_relation_size('grupo_batch.message')", database))
        self.postgres.command(f"psql DROP DATABASE {database} WITH (FORCE)")
        print(f"enrolment {seconds:.2f} s", file=sys.stderr, flush=True)
        return seconds, usage.ru_maxrss * 1024, size / ROWS

    def takeover(self):
        seconds = [self.take_over() for _ in range(measure.rounds(3))]
        print(f"\nlease {LEASE}: {', '.join(f'{value:.1f}' for value in seconds)} s")
        return judge("seconds from kill -9 until others have taken over", statistics.median(seconds), 25, isMost=True)

    def move(self):
        """A million rows from a file to a database and back, by a program that can."""
        helped = subprocess.run([self.binary, "ledger", "import", "--help"], capture_output=True, text=True).stdout
        if "--from" not in helped:
            print("\nmoving a ledger was not measured: this program does not")
            return True
        with tempfile.TemporaryDirectory() as folder, OracleSite(1, Manners(delay=(0.2, 0.2))) as site:
            from validate import write_manifests

            manifest = write_manifests(folder)["csv"]
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": ORACLE_KEY}
            ledger = os.path.join(folder, "ledger.sqlite")
            process = self.sender(manifest, ledger, environment)
            while not site.processed:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.wait()
            address, _ = self.ledger()
            held = []
            for name, source, target in (("to a database", ledger, address), ("to a file", address, os.path.join(folder, "back.sqlite"))):
                cost = measure.run([self.binary, "ledger", "import", "--yes", "--from", source, "--ledger", target], environment)
                print(f"\n{ROWS} rows moved {name} in {cost.wall:.1f} s")
                held.append(judge(f"peak MB of a move {name}", cost.memory / 1e6, 150, isMost=True))
        return all(held)

    def take_over(self):
        """Kills a sender and starts another one, until the ledger says that the first one is no more."""
        address, database = self.ledger("--lease", LEASE)
        with tempfile.TemporaryDirectory() as folder, OracleSite(1, Manners(delay=(0.2, 0.2))) as site:
            manifest = os.path.join(folder, "list.csv")
            pathlib.Path(manifest).write_text(
                "user,sender,message\n" + "".join(f"u{number},office,Hello {number}\n" for number in range(2_000)))
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": ORACLE_KEY}
            first = self.sender(manifest, address, environment)
            while not site.processed:
                time.sleep(0.01)
            # Its process would be missed at once on this machine.
            self.postgres.sql(f"UPDATE grupo_batch.member SET machine = 'another' WHERE process = {first.pid}", database)
            first.kill()
            killed = time.monotonic()
            first.wait()
            second = None
            gone = f"SELECT count(*) FROM grupo_batch.member WHERE process = {first.pid} AND state <> 'live'"
            while self.postgres.sql(gone, database) == "0":
                # A version for one sender at a time sends it away until then.
                if second is None or second.poll() is not None:
                    second = self.sender(manifest, address, environment)
                time.sleep(0.1)
            seconds = time.monotonic() - killed
            second.kill()
            second.wait()
        return seconds

    def sender(self, manifest, address, environment):
        return subprocess.Popen(
            [self.binary, "send", manifest, "--ledger", address, "--yes", "--progress", "never", "--rate", "10/s"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def main():
    binary = measure.program() or sys.exit("no release build was found (see fleet.sh)")
    postgres = PrivatePostgres()
    if postgres.missing:
        sys.exit(MISSING)
    with contextlib.closing(postgres):
        version = postgres.sql("SHOW server_version")
        print(f"PostgreSQL {version}, local socket, fsync {postgres.sql('SHOW fsync')}; {measure.describe_machine()}; {measure.describe_commit()}")
        bench = Bench(postgres, binary)
        held = [getattr(bench, name)() for name in COURSES]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
