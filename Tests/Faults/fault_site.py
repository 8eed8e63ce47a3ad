"""A site on raw sockets that misbehaves as it is told, and remembers every byte that reached it."""
import contextlib
import json
import pathlib
import re
import socket
import ssl
import struct
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Campaigns"))
from oracle_site import read_form  # noqa: E402

SUCCESS = b'{"success":true}'


class Gone(Exception):
    """The client closed the connection."""


def response(body=SUCCESS, status=200, headers=(), length=None):
    """The bytes of an answer; `length` instead of the body's own."""
    lines = [f"HTTP/1.1 {status} Status", f"Content-Length: {len(body) if length is None else length}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def refusal(key="no", message="No"):
    return json.dumps({"success": False, "error_key": key, "error_message": message}).encode()


class Connection:
    """One accepted connection; its number counts from 0."""

    def __init__(self, site, number, plug):
        self.site, self.number, self.plug = site, number, plug
        self.buffer = b""

    def read_head(self):
        """Reads a request's head, which then counts as one request."""
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        self.head = head.decode("latin-1")
        self.length = int(re.search(r"(?i)\r\ncontent-length: *(\d+)", self.head)[1])
        with self.site.lock:
            self.site.requests += 1
            self.site.times.append(time.monotonic())

    def read_form(self):
        """Reads the rest of the request and returns its form."""
        while len(self.buffer) < self.length:
            self.fill()
        body, self.buffer = self.buffer[:self.length], self.buffer[self.length:]
        form = read_form(re.search(r"(?i)\r\ncontent-type: *([^\r]*)", self.head)[1], body)
        with self.site.lock:
            self.site.forms.append(form)
        return form

    def read_request(self):
        self.read_head()
        return self.read_form()

    def await_request(self):
        """Waits until the next request is there whole, and leaves it to be read."""
        while not (found := re.search(rb"(?is)\r\ncontent-length: *(\d+).*?\r\n\r\n", self.buffer)) \
                or len(self.buffer) < found.end() + int(found[1]):
            self.fill()

    def read_some(self, count):
        """Reads so many bytes of the body."""
        while len(self.buffer) < count:
            self.fill()

    def fill(self):
        try:
            block = self.plug.recv(1 << 16)
        except OSError:
            block = b""
        if not block:
            raise Gone
        self.site.bytes_received += len(block)
        self.buffer += block

    def send(self, data):
        try:
            self.plug.sendall(data)
        except OSError:
            raise Gone from None

    def send_last(self, data):
        """Sends bytes with the connection's end right behind them, so that nobody takes it for one that stays open."""
        try:
            self.plug.sendall(data, socket.MSG_MORE)
            self.plug.shutdown(socket.SHUT_WR)
        except OSError:
            raise Gone from None

    def drip(self, data, pause):
        """Sends one byte after the other."""
        for place in range(len(data)):
            self.send(data[place:place + 1])
            self.sleep(pause)

    def flood(self, data):
        """Sends the same bytes until the client leaves."""
        while not self.site.closing.is_set():
            self.send(data)
        raise Gone

    def sleep(self, seconds):
        if self.site.closing.wait(seconds):
            raise Gone

    def hang(self):
        """Waits, reading nothing, until the client leaves or the site is closed."""
        while not self.site.closing.is_set():
            with contextlib.suppress(BlockingIOError):
                if len(self.plug.recv(1 << 20, socket.MSG_PEEK | socket.MSG_DONTWAIT)) == 0:
                    break
            time.sleep(0.02)
        raise Gone

    def reset(self):
        """Ends the connection with an RST."""
        self.plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Gone


class FaultSite:
    """Serves each connection with `behave(connection)` until that returns a false value or the client is gone."""

    def __init__(self, behave, context=None, port=0):
        self.behave, self.context = behave, context
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.connections = self.requests = self.bytes_received = 0
        self.forms = []
        self.times = []
        self._listener = socket.create_server(("127.0.0.1", port), backlog=512)
        self._plugs = []
        self.port = self._listener.getsockname()[1]
        self.address = f"http{'s' if context else ''}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def users(self):
        return [form["user"].decode() for form in self.forms]

    def stop_listening(self):
        """Refuses connections from now on; those that are open stay."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def close(self):
        self.closing.set()
        self.stop_listening()
        for plug in self._plugs:
            with contextlib.suppress(OSError):
                plug.shutdown(socket.SHUT_RDWR)

    def _accept(self):
        while True:
            try:
                plug, _ = self._listener.accept()
            except OSError:
                return
            self._plugs.append(plug)
            threading.Thread(target=self._serve, args=(plug, self.connections), daemon=True).start()
            self.connections += 1

    def _serve(self, plug, number):
        with plug, contextlib.suppress(Gone, ssl.SSLError, ConnectionError):
            plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.context:
                with self.context.wrap_socket(plug, server_side=True) as wrapped:
                    self._loop(Connection(self, number, wrapped))
            else:
                self._loop(Connection(self, number, plug))

    def _loop(self, connection):
        while self.behave(connection):
            pass


def by_user(cases):
    """Reads each request whole, then does what its recipient is for; all others are sent to."""
    def behave(connection):
        user = connection.read_request()["user"].decode()
        if user in cases:
            return cases[user](connection)
        connection.send(response())
        return True
    return behave


def by_connection(cases):
    """Does with connection number N what is planned for it, before anything is read; others are served and closed."""
    def behave(connection):
        if connection.number in cases:
            return cases[connection.number](connection)
        connection.read_request()
        connection.send(response(headers=["Connection: close"]))
        return False
    return behave


def answer(data):
    """A step that sends bytes and closes."""
    def step(connection):
        connection.send_last(data)
        return False
    return step
