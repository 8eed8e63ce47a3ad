"""Runs a command and says what it cost; shared by the benchmarks."""
import contextlib
import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time

import nginx


@dataclasses.dataclass
class Cost:
    """One run: seconds on the clock, seconds of processor time, and the process's largest memory in bytes."""

    wall: float
    cpu: float
    memory: int
    output: bytes
    messages: int = 0


def run(command, environment=None, keeps_output=False):
    """Runs the command through GNU time and returns its cost; an exit code other than 0 ends the benchmark."""
    with tempfile.NamedTemporaryFile() as figures:
        timed = ["/usr/bin/time", "--quiet", "--format", "%U %S %M", "--output", figures.name, *command]
        start = time.perf_counter()
        done = subprocess.run(
            timed, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if keeps_output else subprocess.DEVNULL,
            stderr=subprocess.PIPE, env=environment)
        wall = time.perf_counter() - start
        if done.returncode != 0:
            sys.exit(f"{command[0]} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')[-2000:]}")
        user, system, kilobytes = figures.read().split()
    return Cost(wall, float(user) + float(system), int(kilobytes) * 1024, done.stdout)


def program():
    """The path of grupo-batch: GRUPO_BATCH_BINARY, else the release build; nothing else is worth measuring."""
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    path = os.environ.get("GRUPO_BATCH_BINARY") or os.path.join(root, ".build", "release", "grupo-batch")
    return path if os.access(path, os.X_OK) else None


def median(costs, figure):
    """The median of one figure over the rounds."""
    return statistics.median(figure(cost) for cost in costs)


def alternate(contestants, rounds):
    """Runs every contestant once a round, so that a change of the machine's mood hits all; costs by name."""
    costs = {name: [] for name in contestants}
    for number in range(1, rounds + 1):
        for name, contestant in contestants.items():
            costs[name].append(contestant())
            print(f"round {number}: {name} {costs[name][-1].wall:.2f} s", file=sys.stderr, flush=True)
    return costs


def rounds(default):
    """How often to repeat: ROUNDS, else the default."""
    return int(os.environ.get("ROUNDS", default))


def describe_machine():
    """One line on where the figures come from."""
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{os.cpu_count()} cores, {model}, load {os.getloadavg()[0]:.2f}"


def describe_commit():
    """The commit that is checked out, with a mark if files differ from it."""
    here = os.path.dirname(os.path.abspath(__file__))
    done = subprocess.run(
        ["git", "-C", here, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return f"commit {done.stdout.decode().strip() or '?'}"


@contextlib.contextmanager
def quiet_site():
    """A folder, and the address of one nginx worker that says success to every message."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        with nginx.serve(os.path.join(folder, "server")) as site:
            yield folder, site


def print_speeds(costs):
    """Prints what each contestant's rounds came to."""
    print(f"\n{'':16} {'messages/s':>11} {'CPU us/message':>15} {'peak MB':>8}")
    for name, runs in costs.items():
        speed = median(runs, lambda cost: cost.messages / cost.wall)
        cpu = median(runs, lambda cost: cost.cpu / cost.messages) * 1e6
        memory = median(runs, lambda cost: cost.memory) / 1e6
        print(f"{name:16} {speed:11,.0f} {cpu:15.1f} {memory:8.1f}")
