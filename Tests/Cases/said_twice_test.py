"""An option that takes one value and is given two different ones: refused, since only the last would count."""
import unittest

from case import Case


class SaidTwiceTest(Case):
    def setUp(self):
        super().setUp()
        self.manifest("ann")

    def test_two_plans_are_refused_and_one_said_twice_is_not(self):
        plan = self.expect(0, "validate", "list.csv", "--json").json["plan_digest"]
        other = plan.replace("limit=all", "limit=7")
        result = self.refused("send", "list.csv", "--plan", other, "--plan", plan, code=64, says=[
            "--plan is given twice", "give it once"])
        self.assert_says(result.err, other, plan)
        self.expect(0, "send", "list.csv", "--plan", plan, f"--plan={plan}")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_every_option_of_one_value(self):
        for name, one, two in [
                ("sender", "office", "team"), ("message", "Hi", "Yo"), ("template", "a.txt", "b.txt"), ("batch", "a", "b"),
                ("limit", "1", "2"), ("rows", "2-3", "5"), ("rate", "1/s", "9/s"), ("test-to", "me", "you"),
                ("site", "http://127.0.0.1:1", "http://127.0.0.1:2"), ("ledger", "a.sqlite", "b.sqlite"),
                ("config", "a.yaml", "b.yaml"), ("profile", "a", "b"), ("concurrency", "1", "2"), ("encoding", "a", "b"),
                ("window", "09:00-10:00", "11:00-12:00"), ("log-file", "a.log", "b.log")]:
            with self.subTest(name):
                self.refused("send", "list.csv", f"--{name}", one, f"--{name}={two}", code=64,
                             says=[f"--{name} is given twice", one, two])

    def test_other_commands_and_short_names(self):
        self.expect(0, "send", "list.csv")
        self.refused("report", "list.csv", "-o", "a.csv", "--output", "b.csv", code=64, says="--output is given twice")
        self.refused("status", "list.csv", "--ledger", "a", "--ledger", "b", code=64, says="--ledger is given twice")
        self.refused("doctor", "--site", "a.org", "--site", "b.org", code=64, says="--site is given twice")

    def test_options_that_add_up(self):
        self.put("a.txt", "ann\n")
        self.put("b.txt", "bob\n")
        result = self.expect(0, "send", "list.csv", "--exclude", "a.txt", "--exclude", "b.txt", "--yes",
                             "--report", "a.csv", "--report", "b.csv")
        self.assert_says(result.out, "1 excluded")

    def test_a_password_in_a_value_is_not_shown(self):
        result = self.refused("send", "list.csv", "--proxy", "http://ann:hush@one.example",
                              "--proxy", "http://ann:hush@two.example", code=64, says="--proxy is given twice")
        self.assertNotIn("hush", result.err)


if __name__ == "__main__":
    unittest.main()
