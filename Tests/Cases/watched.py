"""A send with its live page, and requests to that."""
import http.client
import json
import os
import re
import urllib.parse

from case import Case
from workbench import wait_until

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
