"""What a user would write with requests and a pool of threads. Arguments: address, key, file, width."""
import concurrent.futures
import csv
import sys
import threading

import requests

local = threading.local()


def send(address, key, row):
    if not hasattr(local, "session"):
        local.session = requests.Session()
    fields = {"add": "message", **row, "api_secret_key": key}
    reply = local.session.post(f"{address}/api_request/", files={name: (None, value) for name, value in fields.items()})
    return reply.json().get("success") is True


def main(address, key, path, width):
    with open(path, newline="") as file, concurrent.futures.ThreadPoolExecutor(width) as pool:
        results = list(pool.map(lambda row: send(address, key, row), csv.DictReader(file)))
    print(f"{sum(results)} of {len(results)} sent")
    return 0 if all(results) else 1


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
