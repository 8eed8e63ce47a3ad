"""Time and memory of grupo-batch report for a million rows, and the size of what it writes. See report.sh."""
import contextlib
import os
import sqlite3
import sys
import tempfile

import measure
from ledger import until_first_request
from validate import ROWS, write_manifests

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Campaigns"))
from oracle_site import KEY, Manners, OracleSite  # noqa: E402

ENDINGS = {"csv": "csv", "jsonl": "jsonl", "json": "json", "html": "html", "markdown": "md", "junit": "xml", "xlsx": "xlsx"}
BEGAN = 1_785_661_200_000
# What became of the rows: one in fifty was refused for one of 20 reasons, few did not arrive, few may have.
RESULTS = f"""
    UPDATE message SET
        state = CASE WHEN id % 50 = 7 THEN 3 WHEN id % 400 = 9 THEN 4 WHEN id % 1000 = 11 THEN 5 ELSE 2 END,
        attempts = 1 + (id % 97 = 0), finished_at = {BEGAN} + id * 5, duration = 20 + (id * 7919) % 211,
        http_status = CASE WHEN id % 400 = 9 OR id % 1000 = 11 THEN NULL ELSE 200 END,
        error_key = CASE WHEN id % 50 = 7 THEN 'reason_' || (id / 50 % 20)
            WHEN id % 400 = 9 THEN 'client.connect_failed' WHEN id % 1000 = 11 THEN 'client.timeout' END,
        error_message = CASE WHEN id % 50 = 7 THEN 'The user "' || id || '" does not exist, or was banned'
            WHEN id % 400 = 9 OR id % 1000 = 11 THEN 'No reply within 30s' END
"""


def fill_ledger(binary, manifest, folder):
    """Enrols the rows with an interrupted run, then writes down results as if all had been sent; the ledger's path."""
    path = os.path.join(folder, "ledger.sqlite")
    with OracleSite(1, Manners(delay=(0.2, 0.2))) as site:
        environment = {**os.environ, "HOME": folder, "GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": KEY}
        until_first_request(
            site, [binary, "send", manifest, "--ledger", path, "--report", os.path.join(folder, "first.csv"),
                   "--concurrency", "1", "--no-input", "--progress", "never"], environment, folder)
    with contextlib.closing(sqlite3.connect(path)) as ledger, ledger:
        ledger.execute(RESULTS)
    return path


def main():
    print(f"{ROWS} rows; {measure.describe_machine()}")
    binary = measure.program() or sys.exit("no release build was found (see report.sh)")
    with tempfile.TemporaryDirectory() as folder:
        manifest = write_manifests(folder)["csv"]
        ledger = fill_ledger(binary, manifest, folder)
        paths = {format: os.path.join(folder, f"report.{ending}") for format, ending in ENDINGS.items()}
        environment = {**os.environ, "HOME": folder}
        contestants = {}
        for format, path in paths.items():
            contestants[f"report {format}"] = lambda format=format, path=path: measure.run(
                [binary, "report", manifest, "--ledger", ledger, "--format", format, "--output", path],
                environment=environment)
        for format in ("csv", "jsonl"):
            contestants[f"mlr {format}"] = lambda format=format: measure.run(
                ["mlr", "--icsv", f"--o{format}", "tee", os.path.join(folder, f"copy.{format}"), "then", "nothing",
                 paths["csv"]])
        costs = measure.alternate(contestants, measure.rounds(3))
        sizes = {f"report {format}": os.path.getsize(path) for format, path in paths.items()}
    print(f"\n{'':16} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'file MB':>8} {'x mlr':>6}")
    wall = {name: measure.median(runs, lambda cost: cost.wall) for name, runs in costs.items()}
    for name, runs in costs.items():
        cpu = measure.median(runs, lambda cost: cost.cpu)
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        size = f"{sizes[name] / 1e6:8.1f}" if name in sizes else " " * 8
        rival = wall.get(name.replace("report", "mlr")) if name in sizes else None
        print(f"{name:16} {wall[name]:7.2f} {cpu:7.2f} {memory:8.1f} {size} " + (
            f"{rival / wall[name]:6.2f}" if rival else ""))


if __name__ == "__main__":
    main()
