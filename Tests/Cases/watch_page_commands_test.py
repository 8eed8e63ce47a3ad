"""The live page of a send: what can be done from it, and by whom."""
import http.client
import json
import shlex
import unittest

from watched import COMMANDS, Page
from workbench import tally

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
                self.assert_says(result.err, "stopping, from the live page: nothing new is started", "stopped: ended from the live page.")
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


if __name__ == "__main__":
    unittest.main()
