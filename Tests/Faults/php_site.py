"""A real nginx with a real PHP-FPM behind it, and a page that keeps what it accepts on disk."""
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

# Processes begun by root have to give up its rights; others run as whoever begins them.
NOBODY = "www-data"

NGINX = """
{user}
daemon off;
worker_processes 2;
pid nginx.pid;
error_log nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path bodies;
    fastcgi_temp_path answers;
    proxy_temp_path unused1;
    uwsgi_temp_path unused2;
    scgi_temp_path unused3;
    server {{
        listen 127.0.0.1:{port};
        location = /api_request/ {{
            fastcgi_pass unix:{folder}/fpm.sock;
            fastcgi_param SCRIPT_FILENAME {folder}/page.php;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param REQUEST_URI $request_uri;
        }}
    }}
}}
"""

FPM = """
[global]
error_log = {folder}/fpm.log
daemonize = no
[site]
{user}
listen = {folder}/fpm.sock
listen.mode = 0666
listen.backlog = 511
pm = static
pm.max_children = {workers}
php_admin_value[auto_prepend_file] = {folder}/firewall.php
php_admin_flag[opcache.enable] = off
"""

# The moment before and the moment after the effect are equally long, so that a worker is killed in both.
PAGE = """<?php
$answer = fn ($reply) => exit(json_encode($reply));
header('Content-Type: application/json');
if (($_POST['api_secret_key'] ?? '') !== '{key}' || ($_POST['add'] ?? '') !== 'message') {{
    $answer(['success' => false, 'error_key' => 'no_key', 'error_message' => 'Wrong key']);
}}
usleep({pause});
$log = fopen(__DIR__ . '/log.jsonl', 'a');
flock($log, LOCK_EX);
fwrite($log, json_encode(['user' => $_POST['user'], 'message' => $_POST['message'], 'sapi' => PHP_SAPI]) . "\\n");
fsync($log);
flock($log, LOCK_UN);
usleep({pause});
$answer(['success' => true]);
"""

FIREWALL = """<?php
if (str_contains($_POST['message'] ?? '', {forbidden})) {{
    http_response_code(403);
    exit('<!doctype html><title>403</title><h1>Blocked by the web application firewall</h1>');
}}
"""


def php_fpm():
    """The path of PHP-FPM, or None; Debian's name carries a version, and its folder is in few people's PATH."""
    found = [path for folder in ("/usr/sbin", "/usr/local/sbin") for path in pathlib.Path(folder).glob("php-fpm*")]
    return str(sorted(found)[-1]) if found else None


def nginx():
    """The path of nginx, or None."""
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")


class PHPSite:
    """nginx and PHP-FPM on a free port of 127.0.0.1 until closed; each message takes twice `pause` seconds."""

    def __init__(self, key, pause=0.005, workers=8, forbidden="no such text"):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-php-"))
        self.reloads = 0
        self._closing = threading.Event()
        self._processes = []
        self._reloader = None
        # nginx takes over a listener that is open, as it does from an older nginx: nobody else can get the port.
        listener = socket.create_server(("127.0.0.1", 0), backlog=511)
        self.address = "http://127.0.0.1:%d" % listener.getsockname()[1]
        self._write(listener.getsockname()[1], key, pause, workers, forbidden)
        environment = {"PATH": os.environ["PATH"], "NGINX": f"{listener.fileno()};"}
        try:
            self._start([php_fpm(), "--nodaemonize", "--fpm-config", "fpm.conf"], "fpm.sock")
            with listener:
                self._start([nginx(), "-e", "nginx.log", "-p", str(self.folder), "-c", "nginx.conf"], "nginx.pid",
                            env=environment, pass_fds=[listener.fileno()])
        except BaseException:
            self.close()
            raise

    def _write(self, port, key, pause, workers, forbidden):
        is_root = os.geteuid() == 0
        values = {"folder": self.folder, "port": port, "workers": workers, "key": key,
                  "pause": int(pause * 1_000_000), "forbidden": json.dumps(forbidden)}
        users = {"nginx.conf": f"user {NOBODY};", "fpm.conf": f"user = {NOBODY}"}
        for name, text in {"nginx.conf": NGINX, "fpm.conf": FPM, "page.php": PAGE, "firewall.php": FIREWALL}.items():
            user = users.get(name, "") if is_root else ""
            (self.folder / name).write_text(text.format(**values, user=user))
        if is_root:
            os.chown(self.folder, pwd.getpwnam(NOBODY).pw_uid, -1)

    def _start(self, command, sign, **options):
        """Starts a server and waits for the file that shows that it serves."""
        output = open(self.folder / "servers.log", "ab")
        with output:
            process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                       **options)
        self._processes.append(process)
        for _ in range(3_000):
            path = self.folder / sign
            if path.exists() and (path.is_socket() or path.read_text().strip()):
                return
            if process.poll() is not None:
                break
            self._closing.wait(0.01)
        raise AssertionError(f"{command[0]} did not start: {self.log_text()}")

    def reload(self):
        """What an administrator does after a change: both servers get new workers, and the old ones are sent away."""
        for process, number in zip(self._processes, (signal.SIGUSR2, signal.SIGHUP)):
            process.send_signal(number)
        self.reloads += 1

    def reload_every(self, seconds):
        """Reloads again and again from now on."""
        def again():
            while not self._closing.wait(seconds):
                self.reload()

        self._reloader = threading.Thread(target=again, daemon=True)
        self._reloader.start()

    @property
    def messages(self):
        """Every message that took effect, in order."""
        path = self.folder / "log.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def log_text(self):
        names = [name for name in ("servers.log", "nginx.log", "fpm.log") if (self.folder / name).exists()]
        return "\n".join((self.folder / name).read_text(errors="replace")[-2_000:] for name in names)

    def close(self):
        self._closing.set()
        if self._reloader:
            self._reloader.join()
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
