"""The live page of a send: who sees it, and what it shows."""
import http.client
import json
import re
import signal
import socket
import unittest
import urllib.parse

from case import SENT, refusal
from watched import COMMANDS, Page

class Showing(Page):
    def test_state_is_that_of_the_run_and_the_page_holds_nothing_of_the_list(self):
        self.begin("--batch", "spring")
        self.site.wait_for(self.PROMPT + self.WINDOW)
        now = self.wait_for_state(lambda now: now["done"] == self.PROMPT)
        self.assertEqual((now["phase"], now["total"], now["counts"]),
                         ("sending", 12, {"sent": 5, "rejected": 0, "not_sent": 0, "unknown": 0}))
        self.assertEqual((now["manifest"], now["site"], now["batch"], now["may_act"]),
                         ("list.csv", self.site.address, "spring", True))
        self.assertEqual(now["places"], "2 of 2 in flight")
        status, page = self.ask()
        self.assertEqual(status, 200)
        for text in ("list.csv", "user0", "spring", self.site.address):
            self.assertNotIn(text, page)
        policy = self.headers["Content-Security-Policy"]
        self.assert_says(policy, "default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'")
        self.assertEqual(self.headers["Cache-Control"], "no-store")
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_nobody_sees_it_without_the_token_or_by_another_host(self):
        self.begin()
        root = f"http://{self.host}"
        token = urllib.parse.urlsplit(self.url).path.strip("/")
        self.assertRegex(token, r"^[0-9a-f]{32}$")
        for path in ("/", "/state", f"/{token[::-1]}/", f"/{token[:-1]}/state", f"/{token}0/events", "/" + "0" * 32 + "/"):
            self.assertEqual(self.ask(url=root + path)[0], 404, path)
        for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.0.2.1"):
            for path in ("", "state", "events"):
                status, text = self.ask(path=path, headers={"Host": host})
                self.assertEqual((status, "list.csv" in text), (403, False))
        for host in (self.host, self.host.replace("127.0.0.1", "localhost")):
            self.assertEqual(self.ask(headers={"Host": host})[0], 200)
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_events_tell_changes_and_at_last_the_end(self):
        self.begin(answer=lambda form: refusal("no_user", "<b>No</b>\u202e") if form["user"] == "user03" else SENT)
        place = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", place.path + "events")
        stream = connection.getresponse()
        self.assertEqual(stream.headers["Content-Type"], "text/event-stream")
        self.assertTrue(stream.readline().startswith(b"data: {"))
        self.site.held = False
        lines = stream.read().decode().splitlines()
        self.assertEqual(self.finish(self.process).code, 1)
        self.assertEqual(lines[-3], "event: end")
        last = json.loads(lines[-2].removeprefix("data: "))
        self.assertEqual((last["phase"], last["headline"]), ("ended", "11 of 12 were sent; 1 rejected."))
        self.assert_says(last["reason"], "exit code 1")
        self.assertEqual(last["problems"], ["row 5: rejected no_user (<b>No</b>\ufffd)"])

    def test_wait_for_the_start_is_told(self):
        self.begin("--start-at", "2099-01-01T09:00", "--yes")
        now = self.wait_for_state(lambda now: now["phase"] == "sending")
        self.assert_says(now["reason"], "waiting for the start")
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(self.process).code, 130)

    def test_other_machines_only_look(self):
        self.begin("--allow-remote", place="0.0.0.0:0")
        self.assertIn(b"(it only shows)", self.said)
        port = self.host.rpartition(":")[2]
        self.url = f"http://127.0.0.1:{port}{urllib.parse.urlsplit(self.url).path}"
        self.host = f"127.0.0.1:{port}"
        self.assertFalse(self.state()["may_act"])
        self.assertEqual(self.ask(headers={"Host": "office.example"})[0], 200)
        for command in COMMANDS:
            self.assertEqual(self.command(command)[0], 403)
        self.wait_for_state(lambda now: now["phase"] == "sending")
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_loopback_with_allow_remote_only_shows_too(self):
        self.begin("--allow-remote")
        self.assertEqual(self.command("pause")[0], 403)
        self.assertEqual(self.ask(headers={"Host": "evil.example"})[0], 403)
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_places_that_are_refused(self):
        self.open_site()
        self.manifest("ann")
        for place, says in (("0.0.0.0:0", "--allow-remote"), ("192.0.2.1:0", "--allow-remote"), ("example.org:0", "numeric address"),
                            ("127.0.0.1", "127.0.0.1:0"), ("8080", "127.0.0.1:0"), ("127.0.0.1:99999", "65535"),
                            ("127.0.0.1:-1", "65535"), ("::1:80", "[::1]:8080"), (":0", "127.0.0.1:0")):
            self.refused("send", "list.csv", "--watch-page", place, code=64, says=re.escape(says))
        self.refused("send", "list.csv", "--watch-page", "192.0.2.1:0", "--allow-remote", code=64, says="no address of this machine")
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            self.refused("send", "list.csv", "--watch-page", f"127.0.0.1:{other.getsockname()[1]}", code=73, says="is in use")
        result = self.expect(0, "send", "list.csv", "--dry-run", "--watch-page", "127.0.0.1:0")
        self.assertIn("--watch-page has no effect", result.err)
        result = self.expect(0, "send", "list.csv", "--allow-remote")
        self.assertIn("--allow-remote has no effect", result.err)
        self.expect(0, "validate", "list.csv", "--watch-page", "127.0.0.1:0")


if __name__ == "__main__":
    unittest.main()
