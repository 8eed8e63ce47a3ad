"""Real terminals for the tests: a screen of tmux's, which shows what a person would see, and a bare pseudo-terminal."""
import fcntl
import os
import pty
import select
import shlex
import struct
import subprocess
import termios
import time

from workbench import PATIENCE, Result, program, wait_until


class Screen:
    """A terminal of tmux's in which the program runs; its exit code appears as `exit=N` when it ends."""

    def __init__(self, bench, *arguments, columns=80, rows=24, before="", **environment):
        self.socket = str(bench.folder / f"tmux-{time.monotonic_ns()}")
        words = shlex.join([program(), *map(str, arguments)])
        # A shell with a handler of its own outlives Ctrl-C; the program gets the signal's default back.
        script = f"trap : INT; {before} {words}; echo exit=$?; exec sleep 1000"
        settings = [f"{name}={value}" for name, value in (bench.environment | environment).items()]
        self.tmux(
            "new-session", "-d", "-x", columns, "-y", rows, "-c", bench.folder,
            shlex.join(["env", "-u", "TMUX", *settings, "sh", "-c", script]))
        bench.addCleanup(self.close)

    def tmux(self, *arguments):
        """Runs a command of tmux's own and returns what it prints."""
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], capture_output=True, timeout=PATIENCE)

    @property
    def lines(self):
        """What is on the screen, without the empty lines at its end."""
        return self.tmux("capture-pane", "-p").rstrip("\n").split("\n")

    @property
    def history(self):
        """Everything that ever scrolled past, and the screen."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    @property
    def painted(self):
        """The screen with its colours."""
        return self.tmux("capture-pane", "-p", "-e")

    def resize(self, columns, rows=24):
        self.tmux("resize-window", "-x", columns, "-y", rows)

    def press(self, *keys):
        self.tmux("send-keys", *keys)

    def wait_for(self, condition, what):
        """Waits until the screen's lines meet a condition."""
        try:
            wait_until(lambda: condition(self.lines), what)
        except AssertionError as failure:
            raise AssertionError(f"{failure}; the screen:\n" + "\n".join(self.lines)) from None

    def wait_for_words(self, words):
        self.wait_for(lambda lines: words in "\n".join(lines), words)

    def wait_for_end(self):
        """Waits until the program has ended and returns its exit code."""
        self.wait_for(lambda lines: any(line.startswith("exit=") for line in lines), "the program's end")
        return int(next(line for line in self.lines if line.startswith("exit=")).removeprefix("exit="))


class Terminal:
    """A bare pseudo-terminal that is the program's controlling one; keeps every byte the program writes."""

    def __init__(self, bench, *arguments, columns=80, wrapper=(), **options):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        streams = {"stdin": slave, "stdout": slave, "stderr": slave} | options
        self.process = subprocess.Popen(
            [*wrapper, program(), *map(str, arguments)], cwd=bench.folder, env=bench.environment, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0), **streams)
        os.close(slave)
        self.seen = b""
        bench.addCleanup(self.close)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)

    def type(self, text):
        os.write(self.master, text.encode())

    def read_more(self):
        """Reads what there is; false when the program has left the terminal."""
        if not select.select([self.master], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing more came after {self.seen}")
        try:
            block = os.read(self.master, 65_536)
        except OSError:
            return False
        self.seen += block
        return bool(block)

    def wait_for_words(self, words):
        while words.encode() not in self.seen:
            if not self.read_more():
                raise AssertionError(f"the program ended without saying {words}: {self.seen}")

    def finish(self):
        """Waits for the program's end and returns what it came to; the terminal's text counts as standard error."""
        while self.read_more():
            pass
        return Result(self.process.args, self.process.wait(timeout=PATIENCE), b"", self.seen.replace(b"\r\n", b"\n"))
