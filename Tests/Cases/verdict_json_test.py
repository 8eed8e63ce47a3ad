"""`validate --json`: `valid` is true where the command ends with 0, and nowhere else, and says why not."""
import unittest

from case import Case


class VerdictTest(Case):
    def setUp(self):
        super().setUp()
        self.write("m.csv", "user,sender,message\nann,office,Hi\nbob,office,Yo\n")

    def agrees(self, code, *arguments, says=None):
        for command in (["validate"], ["send", "--dry-run"]):
            result = self.expect(code, *command, "m.csv", *arguments, "--json")
            found = result.json
            self.assertEqual((found["valid"], found["exit_code"]), (code == 0, code), result)
            self.assertEqual("refusal" in found, code != 0, result)
            if says:
                self.assertRegex(found["refusal"], says)
        return result

    def test_what_can_be_sent_is_valid(self):
        self.agrees(0)
        self.agrees(0, "--rows", "3")
        plan = self.expect(0, "validate", "m.csv", "--json").json["plan_digest"]
        self.agrees(0, "--plan", plan)

    def test_refusals_of_options_plans_and_selections(self):
        self.agrees(65, "--message", "Hello", says="used by 0 of 2 rows")
        plan = self.expect(0, "validate", "m.csv", "--json").json["plan_digest"]
        self.agrees(65, "--rows", "3", "--plan", plan, says="differs in: selection")
        self.agrees(65, "--plan", "p2:nonsense", says="whole plan")
        self.agrees(64, "--rows", "9-", says="beyond the end")

    def test_invalid_rows_with_and_without_skip_invalid(self):
        self.write("m.csv", "user,sender,message\nann,office,Hi\n,office,Yo\n")
        self.agrees(65, says="1 row of 2 invalid")
        found = self.agrees(0, "--skip-invalid").json
        self.assertEqual((found["valid_rows"], found["invalid_rows"]), (1, 1))
        self.write("m.csv", "user,sender\nann,office\n")
        self.agrees(65, says="cannot be used as it is")

    def test_what_only_the_ledger_shows(self):
        self.expect(0, "send", "m.csv")
        self.write("m.csv", "user,sender,message\nann,office,Changed\nbob,office,Yo\n")
        self.agrees(65, says="would give them a second message")
        self.agrees(0, "--keep-served")
        self.environment["XDG_STATE_HOME"] = str(self.folder / "other")
        self.agrees(65, says="lists 1 row of this run as sent")

    def test_the_page_does_not_promise_what_send_refuses(self):
        result = self.expect(65, "validate", "m.csv", "--message", "Hello")
        self.assertNotIn("every row can be sent", result.out)
        self.assert_says(result.out, "every row is valid, but send refuses")
        self.assert_says(self.expect(0, "validate", "m.csv").out, "every row can be sent")


if __name__ == "__main__":
    unittest.main()
