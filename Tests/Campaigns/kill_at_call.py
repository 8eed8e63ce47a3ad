"""Lets a process die as it begins its N-th call of one kind, whichever of its threads makes it."""
import atexit
import functools
import pathlib
import shutil
import subprocess
import tempfile

from harness import FULL, TERMINAL, died_of

SOURCE = pathlib.Path(__file__).with_name("kill_at_call.c")
CALLS = ["fdatasync", "fsync", "pwrite64", "send", "write", "recv", "read", "rename", "renameat"]
COMPILER = shutil.which("clang") or shutil.which("cc")
# Runs differ by a few calls: after so many that were not killed, the number is beyond the end.
SURVIVORS = 3


@functools.cache
def library():
    """The shared object that is preloaded."""
    folder = tempfile.mkdtemp(prefix="grupo-batch-kill-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = pathlib.Path(folder) / "kill_at_call.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", path, SOURCE], check=True)
    return path


def run_and_kill(job, concurrency, call, number):
    """Runs the job and kills it at this call; whether that happened before the run was over."""
    orders = {"LD_PRELOAD": str(library()), "KILL_CALL": call, "KILL_AT": str(number)}
    code = job.run(job.send_command(concurrency), orders)
    assert died_of(code) or code in TERMINAL, f"{code} at {call} {number}: {job.last_words()}"
    return died_of(code)


def kill_at_each(call, kill):
    """Calls `kill(call, number)` for every number until runs survive it; in the short run for 1, 2, 4, 8 and so on."""
    number, survived, kills = 1, 0, 0
    while survived < (SURVIVORS if FULL else 1):
        killed = kill(call, number)
        kills += killed
        survived = 0 if killed else survived + 1
        number = number + 1 if FULL else number * 2
    return kills
