"""What -v and --log-file cost a run against one nginx worker. See logging_cost.sh."""
import os
import subprocess
import sys
import tempfile

import measure
import throughput

OPTIONS = {
    "neither": [],
    "-v": ["-v"],
    "--log-file": ["--log-file", "LOG"],
    "-v --log-file": ["-v", "--log-file", "LOG"],
    "-vv --log-file": ["-vv", "--log-file", "LOG"],
}


def contestant(binary, site, folder, manifest, options):
    """A run with a new ledger; what it says goes to a file, as in a job of cron's."""
    environment = {**os.environ, "GRUPO_API_SECRET_KEY": throughput.KEY, "GRUPO_SITE": site, "HOME": folder}

    def contest():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            log = os.path.join(scratch, "log.jsonl")
            words = [log if option == "LOG" else option for option in options]
            command = [
                binary, "send", manifest, "--concurrency", str(throughput.IN_FLIGHT), "--ledger",
                os.path.join(scratch, "ledger.sqlite"), "--report", os.path.join(scratch, "report.csv"), *words]
            shell = ["sh", "-c", f'exec "$@" 2>"{scratch}/words"', "sh"]
            cost = measure.run(shell + command, environment=environment)
            cost.messages = throughput.MESSAGES
            if "LOG" in options:
                settled = int(subprocess.run(["grep", "-c", '"event":"settled"', log], capture_output=True).stdout)
                if settled != throughput.MESSAGES:
                    sys.exit(f"only {settled} of {throughput.MESSAGES} rows are in the log")
        return cost

    return contest


def main():
    binary = measure.program() or sys.exit("no release build was found")
    print(f"{throughput.MESSAGES} messages, {throughput.IN_FLIGHT} in flight; {measure.describe_machine()}")
    with tempfile.TemporaryDirectory() as folder, throughput.nginx(folder) as site:
        os.chmod(folder, 0o755)
        manifest = throughput.write_manifest(folder)
        costs = measure.alternate(
            {name: contestant(binary, site, folder, manifest, options) for name, options in OPTIONS.items()},
            measure.rounds(5))
    print(f"\n{'':16} {'messages/s':>11} {'CPU us/message':>15} {'peak MB':>8}")
    for name, runs in costs.items():
        speed = measure.median(runs, lambda cost: cost.messages / cost.wall)
        cpu = measure.median(runs, lambda cost: cost.cpu / cost.messages) * 1e6
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        print(f"{name:16} {speed:11,.0f} {cpu:15.1f} {memory:8.1f}")


if __name__ == "__main__":
    main()
