"""A site of one thread that does nothing but answer at once and note when requests arrive."""
import selectors
import socket
import threading
import time

from fault_site import response


class PaceSite:
    """Serves on a free port of 127.0.0.1 until closed; `times` holds when each request's first byte was seen."""

    def __init__(self):
        self.times = []
        self._answer = response()
        self._begun = {}
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._wake, self._alarm = socket.socketpair()
        for plug in (self._listener, self._wake):
            plug.setblocking(False)
            self._selector.register(plug, selectors.EVENT_READ)
        self.address = "http://127.0.0.1:%d" % self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self):
        self._alarm.close()
        self._thread.join()

    def _serve(self):
        while True:
            ready = self._selector.select()
            now = time.monotonic()
            for key, _ in ready:
                if key.fileobj is self._wake:
                    return
                if key.fileobj is self._listener:
                    self._accept()
                else:
                    self._read(key.fileobj, now)

    def _accept(self):
        plug, _ = self._listener.accept()
        plug.setblocking(False)
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begun[plug] = b""
        self._selector.register(plug, selectors.EVENT_READ)

    def _read(self, plug, now):
        try:
            data = plug.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(plug)
            self._begun.pop(plug)
            return plug.close()
        if not self._begun[plug]:
            self.times.append(now)
        # A form ends with its last boundary and two dashes.
        self._begun[plug] += data
        if self._begun[plug].endswith(b"--\r\n"):
            self._begun[plug] = b""
            plug.sendall(self._answer)
