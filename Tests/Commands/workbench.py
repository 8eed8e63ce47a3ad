"""What the tests of the commands share: a scratch folder with manifests, runs of the program, and a scripted site."""
import asyncio
import collections
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Campaigns"))
from harness import ROOT, program  # noqa: E402
from oracle_site import OracleSite, read_form  # noqa: E402

import canary  # noqa: E402

KEY = canary.KEY
PATIENCE = 30
SAMPLES = ROOT / "samples"
COLUMNS = ["row", "user", "sender", "success", "error_key", "error_message", "outcome", "http_status", "attempts",
           "finished_at", "duration_ms", "id", "row_digest"]
SENT = {"success": True}


def refusal(key="no_such_user", text="We do not know this user"):
    """The site's verdict of no."""
    return {"success": False, "error_key": key, "error_message": text}


class Reply:
    """An answer that is more than a verdict; without a status the site closes the connection instead."""

    def __init__(self, status=200, body=b"", headers=()):
        self.status, self.body, self.headers = status, body, list(headers)

    def bytes(self):
        lines = [f"HTTP/1.1 {self.status} Status", f"Content-Length: {len(self.body)}", *self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


SILENCE = Reply(status=None)


class ScriptedSite(OracleSite):
    """Keeps every form whose key is right, and answers what `answer(form)` says: a verdict, or a `Reply`.

    While `held` is set, messages are kept but nobody gets an answer, save the first `prompt` messages.
    """

    def __init__(self, answer=None, key=KEY, held=False, prompt=0):
        super().__init__(0)
        self.answer = answer or (lambda form: SENT)
        self.key = key
        self.held = held
        self.prompt = prompt
        self.forms = []
        self.is_closed = False

    def close(self):
        """Goes away for good."""
        if not self.is_closed:
            self.is_closed = True
            self.held = False
            super().__exit__()

    def __exit__(self, *_):
        self.close()

    @property
    def users(self):
        """To whom messages came, in the order of their arrival."""
        return [form["user"] for form in self.forms]

    def wait_for(self, count):
        """Waits until so many messages have arrived."""
        wait_until(lambda: len(self.forms) >= count, f"{count} messages")

    async def _exchange(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        headers = {name.lower(): value.strip() for name, _, value in (
            line.partition(":") for line in head.split("\r\n")[1:])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        parts = read_form(headers.get("content-type", ""), body)
        if parts.pop("api_secret_key", None) != self.key.encode():
            reply = refusal("no_key", "Wrong key")
        else:
            form = {name: value if name == "file_attachments" else value.decode() for name, value in parts.items()}
            self.forms.append(form)
            reply = self.answer(form)
        number = len(self.forms)
        while self.held and number > self.prompt:
            await asyncio.sleep(0.005)
        if not isinstance(reply, Reply):
            reply = Reply(body=json.dumps(reply).encode(), headers=["Content-Type: application/json"])
        if reply.status is None:
            return False
        writer.write(reply.bytes())
        await writer.drain()
        return True


class Result:
    """How a run of the program ended, and what it wrote."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code = arguments, code
        self.out, self.err = out.decode(errors="replace"), err.decode(errors="replace")

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"{self.arguments}\nexit {self.code}\n--- out\n{self.out}--- err\n{self.err}"


class Workbench(unittest.TestCase):
    """A folder of its own for each test; no setting of the machine's own reaches the program.

    Whatever a test is about, it fails when the secret key shows in anything that a program wrote, or in its arguments.
    """

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-test-"))
        self.key_files = set()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.addCleanup(self.assert_folder_clean)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state"),
            "TMPDIR": str(self.folder), "LC_ALL": "C.UTF-8"}

    def open_site(self, answer=None, **options):
        """A scripted site that the program uses from now on."""
        site = ScriptedSite(answer, **options)
        site.__enter__()
        self.addCleanup(site.close)
        self.environment |= {"GRUPO_SITE": site.address, "GRUPO_API_SECRET_KEY": site.key}
        return site

    def forget_runs(self):
        """Makes the next run that of a user who never sent anything."""
        for name in ("state", ".local"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def assert_clean(self, content, where):
        """Asserts that no part of the secret key is in these bytes."""
        if form := canary.find(content):
            self.fail(f"part of the secret key in {where}: {form}")

    def assert_folder_clean(self):
        """Asserts that no part of the secret key is in any file, save those that a test wrote it to."""
        self.assertIsNone(canary.find_below(self.folder, but=self.key_files), "part of the secret key in a file")

    def write(self, name, text):
        path = self.folder / name
        if KEY in text:
            self.key_files.add(path)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def manifest(self, *rows, name="list.csv", columns=("user", "sender", "message")):
        """Writes a manifest; a row that is only a text is a user who gets a message of its own."""
        page = io.StringIO(newline="")
        writer = csv.writer(page)
        writer.writerow(columns)
        writer.writerows([row, "office", f"Hello {row}"] if isinstance(row, str) else row for row in rows)
        return self.write(name, page.getvalue())

    def start(self, *arguments, wrapper=(), stdin=subprocess.DEVNULL, **options):
        """Starts the program and leaves it running; it is killed at the test's end at the latest."""
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        process = subprocess.Popen(
            [*wrapper, program(), *map(str, arguments)], stdin=stdin, cwd=self.folder, env=self.environment, **options)
        self.addCleanup(self.bury, process)
        return process

    @staticmethod
    def bury(process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()

    def finish(self, process, text=None, patience=PATIENCE):
        """Waits for a process and returns what it came to."""
        self.assert_clean(command_line(process.pid), "the command line")
        out, err = process.communicate(text, timeout=patience)
        self.assert_clean(out or b"", f"standard output of {process.args}")
        self.assert_clean(err or b"", f"standard error of {process.args}")
        return Result(process.args, process.returncode, out or b"", err or b"")

    def run_program(self, *arguments, text=None, patience=PATIENCE, **options):
        stdin = subprocess.DEVNULL if text is None else subprocess.PIPE
        return self.finish(self.start(*arguments, stdin=stdin, **options), text and text.encode(), patience)

    def wait_for_words(self, process, words):
        """Reads the program's standard error until it says this; fails when it ends without."""
        seen = b""
        while words.encode() not in seen:
            block = os.read(process.stderr.fileno(), 4_096)
            self.assertTrue(block, f"the program ended without saying {words}: {seen}")
            seen += block

    def expect(self, code, *arguments, **options):
        """Runs the program and asserts its exit code."""
        result = self.run_program(*arguments, **options)
        self.assertEqual(result.code, code, result)
        return result

    def report(self, name="list.results.csv"):
        """The lines of a report."""
        return read_report((self.folder / name).read_text(encoding="utf-8"))

    def outcomes(self, name="list.results.csv"):
        """Outcome by user."""
        return {line["user"]: line["outcome"] for line in self.report(name)}

    def assert_says(self, text, *words):
        """Asserts that each of the words is in the text, whatever their case."""
        for word in words:
            self.assertIn(word.lower(), str(text).lower())


def command_line(pid):
    """What everybody sees of a process's arguments; nothing when it has ended."""
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def read_report(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def wait_until(condition, what="it"):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.005)


def tally(lines):
    """How many lines of a report have which outcome."""
    return dict(collections.Counter(line["outcome"] for line in lines))
