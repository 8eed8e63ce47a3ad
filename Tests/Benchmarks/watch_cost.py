"""What a live page with one reader costs a run against one nginx worker, in pairs. See watch_cost.sh."""
import http.client
import os
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse

import measure
from contestants import IN_FLIGHT, Course
from throughput import MESSAGES


def read_events(path):
    """Waits for the page's address in what the program says, and reads its events to the end; how many there were."""
    end = time.monotonic() + 60
    while not (found := re.search(rb"http://\S+/[0-9a-f]{32}/", open(path, "rb").read() if os.path.exists(path) else b"")):
        if time.monotonic() > end:
            return 0
        time.sleep(0.01)
    place = urllib.parse.urlsplit(found[0].decode())
    connection = http.client.HTTPConnection(place.hostname, place.port)
    connection.request("GET", place.path + "events")
    return connection.getresponse().read().count(b"data: ")


def contestant(binary, course, is_watched):
    """A run with a new ledger; what it says goes to a file, where the reader finds the address."""
    def contest():
        with tempfile.TemporaryDirectory(dir=course.folder) as scratch:
            words, events = os.path.join(scratch, "words"), []
            reader = threading.Thread(target=lambda: events.append(read_events(words)))
            if is_watched:
                reader.start()
            cost = course.send(binary, scratch, *(["--watch-page", "127.0.0.1:0"] if is_watched else []), words=words)
            if is_watched:
                reader.join()
                if events[0] < 2:
                    sys.exit("nobody read the page")
        return cost

    return contest


def main():
    binary = measure.program() or sys.exit("no release build was found")
    print(f"{MESSAGES} messages, {IN_FLIGHT} in flight; {measure.describe_machine()}")
    with measure.quiet_site() as (folder, site):
        course = Course(site, folder, MESSAGES)
        costs = measure.alternate(
            {name: contestant(binary, course, name == "watched") for name in ("alone", "watched")}, measure.rounds(9))
    measure.print_speeds(costs)
    ratios = [watched.cpu / alone.cpu for alone, watched in zip(costs["alone"], costs["watched"])]
    print(f"CPU watched / alone: median {statistics.median(ratios):.3f}, {min(ratios):.3f} to {max(ratios):.3f}")


if __name__ == "__main__":
    main()
