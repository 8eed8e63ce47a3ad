"""Reads a trace of system calls and rebuilds what a disk would hold if the power failed at any point of it."""
import collections
import re

# Calls that change files, and those that carry requests. openat and close are there for the names strace shows.
CALLS = ("openat,pwrite64,pwritev,pwritev2,write,ftruncate,fdatasync,fsync,unlink,unlinkat,rename,renameat,renameat2,"
         "sendto,sendmsg,writev,close")
STRACE = ["strace", "-f", "-qq", "-y", "-xx", "-s", "200000", "-e", f"trace={CALLS}"]

LINE = re.compile(r"^(?P<thread>\d+) +(?P<rest>.*)$")
RESUMED = re.compile(r"^<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
CALL = re.compile(r"^(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\w+)")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
DESCRIPTOR = re.compile(r"^(\d+)<([^>]*)>")


def unhex(text):
    """Bytes of strace's \\x notation; text that is not in that notation is taken as it is."""
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


class Event:
    """One system call; `began` and `ended` are positions in the trace, which strace sees in true order."""

    def __init__(self, call, began):
        self.call = call
        self.began = began
        self.ended = None
        self.arguments = ""
        self.result = None

    def descriptor(self):
        found = DESCRIPTOR.match(self.arguments)
        return (int(found[1]), unhex(found[2]).decode(errors="replace")) if found else (-1, "")

    def strings(self):
        found = STRING.findall(self.arguments)
        assert not any(cut for _, cut in found), "strace cut a string short"
        return [unhex(text) for text, _ in found]

    def number(self, index):
        """The plain argument at this place counted from the end."""
        return int(self.arguments.rsplit(", ", -index)[index])


def read(path):
    """All finished calls of the trace as two moments each: (position, "began" or "ended", event), in order."""
    moments = []
    unfinished = {}
    with open(path, errors="replace") as lines:
        for position, line in enumerate(lines):
            thread, rest = LINE.match(line.rstrip("\n")).group("thread", "rest")
            if resumed := RESUMED.match(rest):
                event, start = unfinished.pop(thread)
                finish(event, start + resumed["rest"], position)
                moments.append((position, "ended", event))
            elif "(" in rest and not rest.startswith(("+++", "---")):
                event = Event(rest.partition("(")[0], position)
                moments.append((position, "began", event))
                if rest.endswith("<unfinished ...>"):
                    start = rest[:-len("<unfinished ...>")].rstrip(" ")
                    unfinished[thread] = event, start
                    # What a call carries is known as it begins; only its result is still to come.
                    event.arguments = start.partition("(")[2]
                else:
                    finish(event, rest, position)
                    moments.append((position, "ended", event))
    return moments


def finish(event, text, position):
    found = CALL.match(text)
    event.ended = position
    if found:
        event.arguments = found["arguments"]
        event.result = found["result"]


class Disk:
    """The files below one folder: what was written to them, and what of it is sure to survive a power failure."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.durable = {}
        self.version = 0
        self._changes = collections.defaultdict(list)

    def began(self, event):
        if event.call in ("fdatasync", "fsync"):
            event.covers = len(self._changes[event.descriptor()[1]])

    def ended(self, event):
        """Applies a finished call; a failed one changes nothing."""
        if event.result is None or event.result.startswith("-"):
            return
        if event.call == "openat":
            self._opened(event)
        elif event.call in ("unlink", "unlinkat"):
            self._removed(event.strings()[0].decode(errors="replace"))
        elif event.call in ("rename", "renameat", "renameat2"):
            self._renamed(*(name.decode(errors="replace") for name in event.strings()))
        else:
            self._changed(event, event.descriptor()[1])

    def _changed(self, event, path):
        if not path.startswith(self.folder):
            return
        if event.call == "pwrite64":
            data = b"".join(event.strings())[:int(event.result)]
            self._changes[path].append((event.number(-1), data))
        elif event.call == "ftruncate":
            self._changes[path].append((event.number(-1), None))
        elif event.call in ("pwritev", "pwritev2", "write") and "ledger" in path and not path.endswith(".lock"):
            raise AssertionError(f"{event.call} to {path}: this reader knows only pwrite64")
        elif event.call in ("fdatasync", "fsync"):
            self._synchronized(path, event.covers)

    def _synchronized(self, path, count):
        content = self.durable.setdefault(path, bytearray())
        for offset, data in self._changes[path][:count]:
            if data is None:
                del content[offset:]
            content.extend(bytes(max(0, offset + len(data or b"") - len(content))))
            if data is not None:
                content[offset:offset + len(data)] = data
        del self._changes[path][:count]
        self.version += 1

    def _opened(self, event):
        path = event.strings()[0].decode(errors="replace")
        if path.startswith(self.folder) and "O_TRUNC" in event.arguments:
            self._changes[path].append((0, None))

    def _removed(self, path):
        self.durable.pop(path, None)
        self._changes.pop(path, None)

    def _renamed(self, old, new):
        if old in self.durable:
            self.durable[new] = self.durable.pop(old)
        if old in self._changes:
            self._changes[new] = self._changes.pop(old)


def request_starts(moments):
    """When the first byte of each request left, as {position: nonces}; a request is known by the nonce in its body."""
    nonce = re.compile(rb"\bn-[0-9a-f]{12}\b")
    begun, text, starts = {}, collections.defaultdict(bytes), collections.defaultdict(set)
    for position, moment, event in moments:
        if moment != "began" or event.call not in ("sendto", "sendmsg", "write", "writev"):
            continue
        descriptor, name = event.descriptor()
        if not name.startswith(("socket:", "TCP:", "tcp:")):
            continue
        data = b"".join(event.strings())
        if data.startswith(b"POST "):
            begun[descriptor], text[descriptor] = position, b""
        if descriptor in begun:
            text[descriptor] += data
            if found := nonce.search(text[descriptor]):
                starts[begun.pop(descriptor)].add(found[0].decode())
    return dict(starts)
