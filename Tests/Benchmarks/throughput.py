"""Messages per second of grupo-batch and others against one nginx worker. See throughput.sh."""
import importlib.util
import os
import tempfile

import measure
import nginx
from contestants import IN_FLIGHT, Course

MESSAGES = int(os.environ.get("MESSAGES", 60_000))
COURSES = os.environ.get("COURSES", "plain tls attachment scripts").split()
ATTACHMENT_BYTES = 100_000


def plain(site, folder, ca_file, binary):
    course = Course(site, folder, MESSAGES, ca_file)
    contestants = {
        "wrk, same form": course.wrk(), "curl, same form": course.curl_same_form(), "curl --parallel": course.curl()}
    return with_program(course, contestants, binary)


def attachment(site, folder, ca_file, binary):
    path = os.path.join(folder, "attachment.bin")
    with open(path, "wb") as file:
        file.write(os.urandom(ATTACHMENT_BYTES))
    course = Course(site, folder, MESSAGES // 6, ca_file, path)
    return with_program(course, {"curl --parallel": course.curl()}, binary)


def scripts(site, folder, ca_file, binary):
    course = Course(site, folder, MESSAGES // 6, ca_file)
    contestants = {
        f"Python with {name}": course.script(f"peer_{name}.py")
        for name in ("aiohttp", "requests") if importlib.util.find_spec(name)}
    return with_program(course, contestants, binary)


def with_program(course, contestants, binary):
    return contestants | ({"grupo-batch send": course.grupo_batch(binary)} if binary else {})


def race(name, make, binary, tls=False, reads_whole=False):
    """Runs the contestants side by side and prints their medians, and how often the program's is in each of theirs."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        server = os.path.join(folder, "server")
        with nginx.serve(server, tls, reads_whole) as site:
            contestants = make(site, folder, os.path.join(server, "site.pem") if tls else None, binary)
            costs = measure.alternate(contestants, measure.rounds(5))
    speed = {name: measure.median(runs, lambda cost: cost.messages / cost.wall) for name, runs in costs.items()}
    own = list(speed)[-1]
    print(f"\n{name:24} {'messages/s':>11} {'CPU us/message':>15} {'peak MB':>8} {'program is':>11}")
    for contestant, runs in costs.items():
        cpu = measure.median(runs, lambda cost: cost.cpu / cost.messages) * 1e6
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        print(f"{contestant:24} {speed[contestant]:11,.0f} {cpu:15.1f} {memory:8.1f} "
              f"{speed[own] / speed[contestant]:9.2f} x", flush=True)


def main():
    print(f"{MESSAGES} messages (a sixth of them with a file, and by scripts), {IN_FLIGHT} in flight, one nginx worker, 5 fields; "
          f"{measure.describe_machine()}; {measure.describe_commit()}")
    binary = measure.program()
    courses = {
        "plain": ("http", plain, {}), "tls": ("https", plain, {"tls": True}),
        "attachment": ("100 kB with each", attachment, {"reads_whole": True}), "scripts": ("as a user would", scripts, {})}
    for name in COURSES:
        title, make, site = courses[name]
        race(title, make, binary, **site)
    if not binary:
        print("\ngrupo-batch itself was not measured: no release build was found (see throughput.sh)")


if __name__ == "__main__":
    main()
