"""Who sends the messages of the throughput benchmark: grupo-batch, its rivals, and what cannot be beaten."""
import csv
import os
import re
import sys
import tempfile

import measure

IN_FLIGHT = 64
KEY = "benchmark-key"
BOUNDARY = "----grupo-batch-9f86d081884c7d65"
SECONDS_OF_WRK = 5
HERE = os.path.dirname(os.path.abspath(__file__))


def fields(number):
    """The five fields of a message, in the order grupo-batch sends them."""
    return {
        "add": "message", "user": f"user{number:06}@example.org", "sender": "secretary",
        "message": f"Dear number {number:06}, the hall opens at six on Friday.", "api_secret_key": KEY,
    }


class Course:
    """One kind of race: how many messages, over what, with which attachment."""

    def __init__(self, site, folder, messages, ca_file=None, attachment=None):
        self.site = site
        self.folder = folder
        self.messages = messages
        self.ca_file = ca_file
        self.attachment = attachment
        self.manifest = os.path.join(folder, "recipients.csv")
        with open(self.manifest, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["user", "sender", "message"])
            for number in range(1, messages + 1):
                row = fields(number)
                writer.writerow([row["user"], row["sender"], row["message"]])

    def counted(self, command, **options):
        """A contest that sends every message once."""
        def contest():
            cost = measure.run(command, **options)
            cost.messages = self.messages
            return cost

        return contest

    def wrk(self):
        """The upper bound: the finished bytes of one form again and again, the answers hardly looked at."""
        script = os.path.join(self.folder, "post.lua")
        body = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields(1).items()) + f"--{BOUNDARY}--\r\n"
        body = body.replace("\r", "\\r").replace("\n", "\\n").replace('"', '\\"')
        with open(script, "w") as file:
            file.write(f'''wrk.method = "POST"
wrk.headers["Content-Type"] = "multipart/form-data; boundary={BOUNDARY}"
wrk.body = "{body}"
''')

        def contest():
            cost = measure.run(
                ["wrk", "-t1", f"-c{IN_FLIGHT}", f"-d{SECONDS_OF_WRK}", "-s", script, f"{self.site}/api_request/"],
                keeps_output=True)
            output = cost.output.decode()
            if "Non-2xx" in output:
                sys.exit(output)
            done = re.search(r"(\d+) requests in ([0-9.]+)s", output)
            cost.messages, cost.wall = int(done[1]), float(done[2])
            return cost

        return contest

    def curl(self):
        """The rival: curl sends the same messages, each with a form of its own, from a configuration file.

        This is the way curl offers to send a list of different forms in parallel; it reads the whole list first.
        """
        path = os.path.join(self.folder, "curl.conf")
        with open(path, "w") as file:
            for number in range(1, self.messages + 1):
                lines = [f'form-string = "{name}={value}"' for name, value in fields(number).items()]
                lines += [f'form = "file_attachments=@{self.attachment}"'] if self.attachment else []
                lines += [f'cacert = "{self.ca_file}"'] if self.ca_file else []
                lines += [f'url = "{self.site}/api_request/"', 'output = "/dev/null"', "silent", "fail"]
                file.write("\n".join(lines) + ("\nnext\n" if number < self.messages else "\n"))
        return self.counted(["curl", "--parallel", "--parallel-max", str(IN_FLIGHT), "--config", path])

    def curl_same_form(self):
        """A second bound: curl reads no list and sends one and the same form, the address counted up by a glob."""
        options = [option for name, value in fields(1).items() for option in ("--form-string", f"{name}={value}")]
        options += ["--cacert", self.ca_file] if self.ca_file else []
        return self.counted([
            "curl", "--silent", "--fail", "--parallel", "--parallel-max", str(IN_FLIGHT), "--output", "/dev/null",
            *options, f"{self.site}/api_request/#[1-{self.messages}]"])

    def script(self, name):
        """A script as a user would write it, beside this file."""
        return self.counted(
            [os.environ.get("PYTHON", "python3"), os.path.join(HERE, name), self.site, KEY, self.manifest, str(IN_FLIGHT)])

    def send(self, binary, scratch, *options, words=None):
        """A send with a ledger and a home of its own; what it says goes to the file `words`, if one is named. Its cost."""
        environment = {**os.environ, "GRUPO_API_SECRET_KEY": KEY, "GRUPO_SITE": self.site}
        options = [*options, *(["--ca-file", self.ca_file] if self.ca_file else [])]
        if self.attachment:
            options += ["--attachment", self.attachment, "--attachments-root", self.folder]
        report = os.path.join(scratch, "report.csv")
        # A home of its own: the program knows what another ledger of this user has sent.
        home = {"HOME": scratch, "XDG_STATE_HOME": os.path.join(scratch, "state")}
        shell = ["sh", "-c", f'exec "$@" 2>"{words}"', "sh"] if words else []
        cost = measure.run(
            [*shell, binary, "send", self.manifest, "--concurrency", str(IN_FLIGHT), "--ledger",
             os.path.join(scratch, "ledger.sqlite"), "--report", report, "--no-input", *options],
            environment=environment | home)
        with open(report, newline="") as file:
            sent = sum(row["outcome"] == "sent" for row in csv.DictReader(file))
        if sent != self.messages:
            sys.exit(f"only {sent} of {self.messages} rows were sent")
        cost.messages = self.messages
        return cost

    def grupo_batch(self, binary):
        """The whole program: two passes over the manifest, a new ledger with every claim on disk first, the report."""
        def contest():
            with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
                return self.send(binary, scratch)

        return contest
