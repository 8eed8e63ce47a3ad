"""Seconds until the first request, memory and ledger size of a batch of a million rows. See ledger.sh."""
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import measure
from validate import ROWS, write_manifests

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Campaigns"))
from oracle_site import KEY, Manners, OracleSite  # noqa: E402


def until_first_request(site, command, environment, folder):
    """Starts a run and interrupts it at its first request; returns the seconds until then and the peak memory."""
    site.forget()
    start = time.time()
    with open(os.path.join(folder, "run.err"), "wb") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        while not site.processed:
            if process.poll() is not None:
                sys.exit(f"no request:\n{pathlib.Path(folder, 'run.err').read_text()}")
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 130:
        sys.exit(f"ended with {os.waitstatus_to_exitcode(status)}:\n{pathlib.Path(folder, 'run.err').read_text()}")
    return site.processed[0].at - start, usage.ru_maxrss * 1024


def measure_round(site, binary, manifest, folder):
    """A new batch, the same again, and the same after the manifest's time stamp changed; also the bytes a row."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        ledger = pathlib.Path(scratch, "ledger.sqlite")
        command = [binary, "send", manifest, "--ledger", str(ledger), "--report", os.path.join(scratch, "report.csv"),
                   "--concurrency", "1", "--no-input", "--progress", "never"]
        environment = {**os.environ, "HOME": scratch, "GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": KEY}
        runs = {"new": until_first_request(site, command, environment, scratch)}
        byte_count = sum(path.stat().st_size for path in pathlib.Path(scratch).glob("ledger.sqlite*"))
        runs["resumed"] = until_first_request(site, command, environment, scratch)
        os.utime(manifest)
        runs["resumed, file touched"] = until_first_request(site, command, environment, scratch)
    return runs, byte_count / ROWS


def main():
    print(f"{ROWS} rows; {measure.describe_machine()}")
    binary = measure.program() or sys.exit("no release build was found (see ledger.sh)")
    with tempfile.TemporaryDirectory() as folder, OracleSite(1, Manners(delay=(0.2, 0.2))) as site:
        manifest = write_manifests(folder)["csv"]
        rounds = [measure_round(site, binary, manifest, folder) for _ in range(measure.rounds(3))]
    print(f"\n{'':24} {'first request s':>15} {'peak MB':>8}")
    for name in rounds[0][0]:
        seconds = statistics.median(runs[name][0] for runs, _ in rounds)
        memory = statistics.median(runs[name][1] for runs, _ in rounds) / 1e6
        print(f"{name:24} {seconds:15.2f} {memory:8.1f}")
    print(f"\nledger: {statistics.median(size for _, size in rounds):.0f} bytes a row")


if __name__ == "__main__":
    main()
