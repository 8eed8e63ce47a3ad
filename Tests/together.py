"""Runs the black-box tests of some folders, several files at once: they mostly wait for the program and for each other's sites.

    together.py FOLDER…      TESTS_AT_ONCE sets how many files at once (two for each processor)

Every file is a process of its own. What it printed is shown whole when it ends, the slowest files last of all.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
# Whatever takes long begins first, so that nobody waits for it alone at the end.
LONGEST_FIRST = ["package_test", "kill_test", "disk_test", "edit_test", "overload_test", "library_test"]
SLOWEST_SHOWN = 5


def run(path):
    """Runs one file; its name, whether all of it passed, what it printed, and the seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "unittest", "discover", "-s", path.parent, "-p", path.name, "-v"],
        cwd=HERE.parent, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return path, done.returncode == 0, done.stdout.decode(errors="replace"), time.monotonic() - began


def main(folders):
    files = [path for folder in folders for path in sorted((HERE / folder).glob("*_test.py"))]
    if not files:
        sys.exit(f"no tests in {' '.join(folders)}")
    files.sort(key=lambda path: path.stem not in LONGEST_FIRST)
    at_once = int(os.environ.get("TESTS_AT_ONCE") or 2 * (os.cpu_count() or 1))
    took, failed = {}, []
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        for job in concurrent.futures.as_completed([pool.submit(run, path) for path in files]):
            path, passed, printed, seconds = job.result()
            name = f"{path.parent.name}/{path.name}"
            print(f"== {name}, {seconds:.0f} s\n{printed}", flush=True)
            took[name] = seconds
            failed += [] if passed else [name]
    for name in sorted(took, key=took.get)[-SLOWEST_SHOWN:]:
        print(f"{took[name]:6.0f} s  {name}")
    if failed:
        sys.exit(f"FAILED: {' '.join(sorted(failed))}")


if __name__ == "__main__":
    main(sys.argv[1:])
