"""Messages per second of grupo-batch, curl --parallel and wrk against one nginx worker. See throughput.sh."""
import contextlib
import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import measure

MESSAGES = int(os.environ.get("MESSAGES", 60_000))
IN_FLIGHT = 64
KEY = "benchmark-key"
BOUNDARY = "----grupo-batch-9f86d081884c7d65"
SECONDS_OF_WRK = 5

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off; default_type application/json; keepalive_requests 100000000; tcp_nodelay on;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        location = /api_request/ {{ return 200 '{{"success":true}}'; }}
    }}
}}
"""


def fields(number):
    """The five fields of a message, in the order grupo-batch sends them."""
    return {
        "add": "message", "user": f"user{number:06}@example.org", "sender": "secretary",
        "message": f"Dear number {number:06}, the hall opens at six on Friday.", "api_secret_key": KEY,
    }


def form(number):
    """The same form as bytes."""
    parts = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields(number).items())
    return f"{parts}--{BOUNDARY}--\r\n"


@contextlib.contextmanager
def nginx(folder):
    """An nginx that says success to every message; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    path = os.path.join(folder, "nginx.conf")
    with open(path, "w") as file:
        file.write(NGINX.format(folder=folder, port=port))
    binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    server = subprocess.Popen([binary, "-p", folder, "-e", os.path.join(folder, "error.log"), "-c", path])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        else:
            sys.exit("nginx did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wrk(site, folder):
    """The upper bound: the finished bytes of one form again and again, the answers hardly looked at."""
    script = os.path.join(folder, "post.lua")
    body = form(1).replace("\r", "\\r").replace("\n", "\\n").replace('"', '\\"')
    with open(script, "w") as file:
        file.write(f'''wrk.method = "POST"
wrk.headers["Content-Type"] = "multipart/form-data; boundary={BOUNDARY}"
wrk.body = "{body}"
''')

    def contest():
        command = ["wrk", "-t1", f"-c{IN_FLIGHT}", f"-d{SECONDS_OF_WRK}", "-s", script, f"{site}/api_request/"]
        cost = measure.run(command, keeps_output=True)
        output = cost.output.decode()
        if "Non-2xx" in output:
            sys.exit(output)
        done = re.search(r"(\d+) requests in ([0-9.]+)s", output)
        cost.messages, cost.wall = int(done[1]), float(done[2])
        return cost

    return contest


def curl(site, folder):
    """The rival: curl sends the same messages, each with a form of its own, from a configuration file.

    This is the way curl offers to send a list of different forms in parallel; it reads the whole list first.
    """
    path = os.path.join(folder, "curl.conf")
    with open(path, "w") as file:
        for number in range(1, MESSAGES + 1):
            lines = [f'form-string = "{name}={value}"' for name, value in fields(number).items()]
            lines += [f'url = "{site}/api_request/"', 'output = "/dev/null"', "silent", "fail"]
            file.write("\n".join(lines) + ("\nnext\n" if number < MESSAGES else "\n"))

    def contest():
        cost = measure.run(["curl", "--parallel", "--parallel-max", str(IN_FLIGHT), "--config", path])
        cost.messages = MESSAGES
        return cost

    return contest


def curl_same_form(site):
    """A second bound: curl reads no list and sends one and the same form, the address counted up by a glob."""
    options = [option for name, value in fields(1).items() for option in ("--form-string", f"{name}={value}")]

    def contest():
        cost = measure.run([
            "curl", "--silent", "--fail", "--parallel", "--parallel-max", str(IN_FLIGHT), "--output", "/dev/null",
            *options, f"{site}/api_request/#[1-{MESSAGES}]"])
        cost.messages = MESSAGES
        return cost

    return contest


def write_manifest(folder):
    """The messages as a manifest; its path."""
    manifest = os.path.join(folder, "recipients.csv")
    with open(manifest, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user", "sender", "message"])
        for number in range(1, MESSAGES + 1):
            row = fields(number)
            writer.writerow([row["user"], row["sender"], row["message"]])
    return manifest


def grupo_batch(binary, site, folder):
    """The whole program: two passes over the manifest, a new ledger with every claim on disk first, the report."""
    manifest = write_manifest(folder)
    environment = {**os.environ, "GRUPO_API_SECRET_KEY": KEY, "GRUPO_SITE": site, "HOME": folder}

    def contest():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            report = os.path.join(scratch, "report.csv")
            cost = measure.run(
                [binary, "send", manifest, "--concurrency", str(IN_FLIGHT), "--ledger",
                 os.path.join(scratch, "ledger.sqlite"), "--report", report, "--no-input"], environment=environment)
            with open(report, newline="") as file:
                sent = sum(row["outcome"] == "sent" for row in csv.DictReader(file))
        if sent != MESSAGES:
            sys.exit(f"only {sent} of {MESSAGES} rows were sent")
        cost.messages = MESSAGES
        return cost

    return contest


def main():
    print(f"{MESSAGES} messages, {IN_FLIGHT} in flight, one nginx worker, 5 fields; {measure.describe_machine()}")
    binary = measure.program()
    with tempfile.TemporaryDirectory() as folder, nginx(folder) as site:
        os.chmod(folder, 0o755)
        contestants = {
            "wrk, same form": wrk(site, folder),
            "curl, same form": curl_same_form(site),
            "curl --parallel": curl(site, folder),
        }
        if binary:
            contestants["grupo-batch send"] = grupo_batch(binary, site, folder)
        costs = measure.alternate(contestants, measure.rounds(3))
    speed = {name: measure.median(runs, lambda cost: cost.messages / cost.wall) for name, runs in costs.items()}
    print(f"\n{'':20} {'messages/s':>11} {'CPU us/message':>15} {'peak MB':>8} {'x curl':>7} {'x wrk':>6}")
    for name, runs in costs.items():
        cpu = measure.median(runs, lambda cost: cost.cpu / cost.messages) * 1e6
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        print(f"{name:20} {speed[name]:11,.0f} {cpu:15.1f} {memory:8.1f} "
              f"{speed[name] / speed['curl --parallel']:7.2f} {speed[name] / speed['wrk, same form']:6.2f}")
    if not binary:
        print("\ngrupo-batch itself was not measured: no release build was found (see throughput.sh)")


if __name__ == "__main__":
    main()
