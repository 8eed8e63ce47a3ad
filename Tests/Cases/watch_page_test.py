"""The live page of a send: who sees it, what it shows, and what can be done from it."""
import http.client
import json
import os
import re
import shlex
import signal
import socket
import unittest
import urllib.parse

from browser import CHROMIUM, Browser
from case import SENT, Case, refusal
from workbench import tally, wait_until

COMMANDS = ("pause", "go-on", "drain")


class Page(Case):
    WINDOW = 2
    PROMPT = 5

    def begin(self, *options, users=12, place="127.0.0.1:0", answer=None, **site):
        """Starts a send whose first messages are answered, and then as many wait as may be in flight."""
        self.site = self.open_site(answer, **({"held": True, "prompt": self.PROMPT} | site))
        self.manifest(*(f"user{number:02}" for number in range(users)))
        self.process = self.start(
            "send", "list.csv", "--concurrency", self.WINDOW, "--watch-page", place, *options)
        self.said = b""
        self.wait_to_say("Watch it at http://")
        self.url = re.search(rb"http://\S+/", self.said)[0].decode()
        self.host = urllib.parse.urlsplit(self.url).netloc

    def wait_to_say(self, words):
        while words.encode() not in self.said or not self.said.endswith(b"\n"):
            block = os.read(self.process.stderr.fileno(), 4_096)
            self.assertTrue(block, self.said)
            self.said += block

    def ask(self, method="GET", path="", headers=None, url=None):
        """The status and the text of an answer."""
        place = urllib.parse.urlsplit(url or self.url)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
        try:
            connection.request(method, place.path + path, headers=headers or {})
            answer = connection.getresponse()
            text = answer.read()
            self.assert_clean(text, "the live page")
            self.headers = answer.headers
            return answer.status, text.decode()
        finally:
            connection.close()

    def state(self):
        status, text = self.ask(path="state")
        self.assertEqual(status, 200)
        return json.loads(text)

    def command(self, name, **headers):
        return self.ask("POST", name, {"Origin": f"http://{self.host}"} | headers)

    def wait_for_state(self, condition):
        """Waits until the state is so."""
        wait_until(lambda: condition(self.state()), "the state")
        return self.state()

    def settled(self, count):
        """Waits until so many rows are done, and nothing is in flight."""
        return self.wait_for_state(lambda now: now["done"] == count and "0 of" in (now["places"] or "0 of"))


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


class Acting(Page):
    def test_pause_lets_nothing_new_leave_and_going_on_sends_the_rest_once(self):
        self.begin("--log-file", "run.jsonl")
        flying = self.PROMPT + self.WINDOW
        self.site.wait_for(flying)
        status, text = self.command("pause")
        self.assertEqual(status, 200)
        self.wait_for_state(lambda now: now["phase"] == "paused")
        self.site.held = False
        now = self.settled(flying)
        self.assertEqual((now["phase"], now["reason"]), ("paused", "paused"))
        self.assertEqual(len(self.site.forms), flying)
        self.assertEqual(self.command("pause")[0], 200)
        self.wait_to_say("Paused from the page")
        # What a run does next it does at once: a status from outside sees it stand still all the while.
        self.assertEqual(self.expect(0, "status", "list.csv", "--json").json["counts"]["pending"], 12 - flying)
        self.assertEqual(len(self.site.forms), flying)
        self.assertEqual(self.command("go-on")[0], 200)
        result = self.finish(self.process)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(sorted(self.site.users), [f"user{number:02}" for number in range(12)])
        self.assertEqual(tally(self.report()), {"sent": 12})
        events = [json.loads(line)["event"] for line in (self.folder / "run.jsonl").read_text().splitlines()]
        self.assertLess(events.index("paused"), events.index("went_on"))

    def test_drain_ends_like_ctrl_c_and_the_same_command_continues(self):
        for paused in (False, True):
            with self.subTest(paused=paused):
                self.forget_runs()
                (self.folder / "list.results.csv").unlink(missing_ok=True)
                self.begin()
                flying = self.PROMPT + self.WINDOW
                self.site.wait_for(flying)
                if paused:
                    self.command("pause")
                # A second time it does not give up on what is in flight.
                for _ in range(3):
                    self.assertEqual(self.command("drain")[0], 200)
                self.wait_for_state(lambda now: now["phase"] == "stopping")
                self.assertEqual(self.command("go-on")[0], 200)
                self.site.held = False
                result = self.finish(self.process)
                self.assertEqual(result.code, 130, result)
                self.assertEqual(tally(self.report()), {"sent": flying, "pending": 12 - flying})
                last = result.err.rstrip("\n").split("\n")[-1]
                self.assert_says(last, "continue with: ")
                self.expect(0, *shlex.split(last.partition(": ")[2])[1:])
                self.assertEqual(sorted(self.site.users), [f"user{number:02}" for number in range(12)])

    def test_commands_of_other_pages_are_refused(self):
        self.begin()
        self.site.wait_for(self.PROMPT + self.WINDOW)
        for headers in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"}, {"Origin": f"https://{self.host}"},
                        {"Origin": f"http://{self.host}", "Sec-Fetch-Site": "cross-site"},
                        {"Origin": "http://evil.example", "Host": "evil.example"}):
            for command in COMMANDS:
                with self.subTest(headers=headers, command=command):
                    self.assertEqual(self.ask("POST", command, headers)[0], 403)
                    self.assertEqual(self.ask("GET", command, {"Origin": f"http://{self.host}"})[0], 404)
        self.assertEqual(self.command("stop")[0], 404)
        self.assertEqual(self.ask("POST", "pause", {"Origin": f"http://{self.host}"}, url=f"http://{self.host}/")[0], 404)
        self.wait_for_state(lambda now: now["phase"] == "sending")
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_pause_before_the_first_message_holds_that_one_too(self):
        self.begin("--start-at", "2099-01-01T09:00", "--yes")
        self.wait_for_state(lambda now: now["phase"] == "sending")
        self.command("pause")
        self.wait_for_state(lambda now: now["phase"] == "paused")
        self.command("go-on")
        self.wait_for_state(lambda now: now["phase"] == "sending" and now["reason"])
        self.assertEqual(self.site.forms, [])
        self.command("drain")
        self.assertEqual(self.finish(self.process).code, 130)


@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class InBrowser(Page):
    """Set WATCH_PICTURES to a folder to get pictures of the page."""

    HOSTILE = "<img src=x onerror=\"document.title='owned'\">"

    def browse(self, width, height, **kind):
        browser = self.enterContext(Browser())
        browser.show(width, height, **kind)
        browser.open(self.url)
        browser.wait_for("document.getElementById('headline').textContent.startsWith('5 of 12')")
        return browser

    def picture(self, browser, name):
        if folder := os.environ.get("WATCH_PICTURES"):
            browser.picture(f"{folder}/{name}.png")

    def answer(self, form):
        return refusal(f"k{self.HOSTILE}", self.HOSTILE) if form["user"] in ("user01", "user03") else SENT

    def test_desktop_shows_texts_as_texts_pauses_goes_on_and_ends(self):
        self.begin("--batch", self.HOSTILE, answer=self.answer)
        page = self.browse(1280, 900)
        self.assertEqual(page.run("document.querySelectorAll('#problems li').length"), 2)
        self.assertIn("<img src=x", page.run("document.getElementById('problems').textContent"))
        self.assertIn("<img", page.run("document.getElementById('about').textContent"))
        self.assertEqual(page.run("document.querySelectorAll('img').length"), 0)
        self.assertNotEqual(page.run("document.title"), "owned")
        self.assertEqual(page.run("document.querySelectorAll('#bar rect').length"), 2)
        self.picture(page, "desktop")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Go on'")
        self.picture(page, "paused")
        self.site.held = False
        self.settled(self.PROMPT + self.WINDOW)
        self.assertEqual(len(self.site.forms), self.PROMPT + self.WINDOW)
        page.click("#drain")
        self.assertEqual(page.run("document.getElementById('drain').textContent"), "Really end?")
        self.assertEqual(self.state()["phase"], "paused")
        page.click("#drain")
        page.wait_for("document.getElementById('doing').textContent === 'Results of'")
        self.assertTrue(page.run("document.getElementById('pause').disabled && document.getElementById('drain').disabled"))
        self.picture(page, "ended")
        self.assertEqual(self.finish(self.process).code, 130)
        self.assertEqual(page.complaints(), [])

    def test_phone_has_no_line_that_is_too_long_and_goes_on(self):
        self.begin("--batch", "spring " * 20, answer=self.answer)
        page = self.browse(390, 844, mobile=True)
        self.assertEqual(page.run("document.documentElement.scrollWidth"), 390)
        low = "Array.from(document.querySelectorAll('button'), one => one.getBoundingClientRect().height)"
        self.assertGreaterEqual(min(page.run(low)), 44)
        self.picture(page, "phone")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Go on'")
        page.click("#pause")
        page.wait_for("document.getElementById('pause').textContent === 'Pause'")
        self.site.held = False
        page.wait_for("document.getElementById('doing').textContent === 'Results of'")
        self.assertIn("10 of 12 were sent", page.run("document.getElementById('headline').textContent"))
        self.assertEqual(self.finish(self.process).code, 1)
        self.assertEqual(page.complaints(), [])

    def test_page_that_only_shows_has_no_buttons(self):
        self.begin("--allow-remote")
        page = self.browse(1280, 900)
        self.assertTrue(page.run("document.getElementById('controls').hidden"))
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)


if __name__ == "__main__":
    unittest.main()
