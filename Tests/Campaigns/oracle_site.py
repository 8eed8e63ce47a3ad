"""A site that keeps its own record of every message it processed; the judge of all campaigns.

It shares no code and no language with the program it judges: plain sockets, HTTP/1.1 with keep-alive, its own reader of
forms. A message counts as processed the moment its whole request has arrived with the right key, before any answer.
"""
import asyncio
import dataclasses
import hashlib
import json
import random
import re
import threading
import time

KEY = "campaign-key-3f1c9a"
NONCE = re.compile(r"\bn-[0-9a-f]{12}\b")


@dataclasses.dataclass(frozen=True)
class Processed:
    """One message that took effect."""

    nonce: str
    user: str
    file_digest: str
    at: float


@dataclasses.dataclass
class Manners:
    """How the site behaves; shares are from 0 to 1 and drawn from the site's own seed."""

    delay: tuple = (0.0, 0.0)
    prompt: int = 0  # so many first messages are answered without delay
    refuse: float = 0.0  # answers with a verdict of no, processes nothing
    vanish: float = 0.0  # processes, then closes without an answer
    slam: float = 0.0  # closes in the middle of the body, processes nothing


class OracleSite:
    """Serves on a free port of 127.0.0.1 in a thread of its own until closed; use it in a with statement."""

    def __init__(self, seed, manners=None, log_path=None):
        self.manners = manners or Manners()
        self.processed = []
        self.connections = 0
        self.in_flight = 0
        self.peak = 0
        self._random = random.Random(seed)
        self._log = open(log_path, "a") if log_path else None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the oracle site did not start")
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        if self._log:
            self._log.close()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def forget(self):
        """Starts a new record; call it only while nothing is being sent."""
        self.processed = []
        self.connections = 0
        self.peak = 0

    def _serve(self):
        asyncio.run(self._main())

    async def _main(self):
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=1 << 20, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()

    async def _connection(self, reader, writer):
        self.connections += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, ConnectionError):
            pass  # the client went away, or the site is being closed
        finally:
            writer.close()

    async def _exchange(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        length = int(headers.get("content-length", 0))
        if self._draw(self.manners.slam):
            await reader.readexactly(length // 2)
            return False
        body = await reader.readexactly(length)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            answer = self._judge(request, headers, body)
            if len(self.processed) > self.manners.prompt or not self.manners.prompt:
                await asyncio.sleep(self._random.uniform(*self.manners.delay))
        finally:
            self.in_flight -= 1
        if answer is None:
            return False
        text = json.dumps(answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(text) + text)
        await writer.drain()
        return True

    def _draw(self, share):
        return share > 0 and self._random.random() < share

    def _judge(self, request, headers, body):
        if not request.startswith("POST /api_request/ "):
            return {"success": False, "error_key": "no_post", "error_message": "Not a POST"}
        form = read_form(headers.get("content-type", ""), body)
        if form.get("api_secret_key") != KEY.encode() or form.get("add") != b"message":
            return {"success": False, "error_key": "no_key", "error_message": "Wrong key"}
        if self._draw(self.manners.refuse):
            return {"success": False, "error_key": "unwilling", "error_message": "Not today"}
        nonce = NONCE.search(form["message"].decode())
        done = Processed(
            nonce=nonce[0] if nonce else "", user=form["user"].decode(),
            file_digest=hashlib.sha256(form["file_attachments"]).hexdigest() if "file_attachments" in form else "",
            at=time.time())
        self.processed.append(done)
        if self._log:
            self._log.write(json.dumps(dataclasses.asdict(done)) + "\n")
            self._log.flush()
        return None if self._draw(self.manners.vanish) else {"success": True}


def read_form(content_type, body):
    """The parts of a multipart/form-data body by name; raises ValueError for a name that comes twice."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    form = {}
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        name = re.search(rb'[ ;]name="([^"]*)"', head)[1].decode()
        if name in form:
            raise ValueError(f"the part {name} comes twice")
        form[name] = content
    return form
