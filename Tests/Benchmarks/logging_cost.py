"""What -v and --log-file cost a run against one nginx worker. See logging_cost.sh."""
import os
import subprocess
import sys
import tempfile

import measure
from contestants import IN_FLIGHT, Course
from throughput import MESSAGES

OPTIONS = {
    "neither": [],
    "-v": ["-v"],
    "--log-file": ["--log-file", "LOG"],
    "-v --log-file": ["-v", "--log-file", "LOG"],
    "-vv --log-file": ["-vv", "--log-file", "LOG"],
}


def contestant(binary, course, options):
    """A run with a new ledger; what it says goes to a file, as in a job of cron's."""
    def contest():
        with tempfile.TemporaryDirectory(dir=course.folder) as scratch:
            log = os.path.join(scratch, "log.jsonl")
            words = [log if option == "LOG" else option for option in options]
            cost = course.send(binary, scratch, *words, words=os.path.join(scratch, "words"))
            if "LOG" in options:
                settled = int(subprocess.run(["grep", "-c", '"event":"settled"', log], capture_output=True).stdout)
                if settled != MESSAGES:
                    sys.exit(f"only {settled} of {MESSAGES} rows are in the log")
        return cost

    return contest


def main():
    binary = measure.program() or sys.exit("no release build was found")
    print(f"{MESSAGES} messages, {IN_FLIGHT} in flight; {measure.describe_machine()}")
    with measure.quiet_site() as (folder, site):
        course = Course(site, folder, MESSAGES)
        measure.print_speeds(measure.alternate(
            {name: contestant(binary, course, options) for name, options in OPTIONS.items()}, measure.rounds(5)))


if __name__ == "__main__":
    main()
