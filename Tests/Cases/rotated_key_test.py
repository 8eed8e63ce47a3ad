"""A secret key that is changed in mid-run: fifty refusals, not fifty thousand; and refusals that concern recipients."""
import unittest

from case import Case
from workbench import SENT, refusal, tally

WRONG_KEY = refusal("invalid_key", "The key is wrong")
UNKNOWN_USER = refusal("user_not_found", "No such user")


class RotatedKey(Case):
    def rotate(self, after):
        """From now on the site takes so many messages and refuses all others, as after a change of its key."""
        taken = []

        def answer(form):
            if form["user"].startswith("ghost"):
                return UNKNOWN_USER
            if len(taken) >= after:
                return WRONG_KEY
            taken.append(form["user"])
            return SENT

        self.site.answer = answer

    def users(self, count, name="user"):
        return [f"{name}{number:04}" for number in range(count)]

    def test_costs_fifty_refusals_and_what_is_under_way(self):
        for concurrency in (1, 4, 64):
            with self.subTest(concurrency=concurrency):
                self.manifest(*self.users(1_000))
                self.rotate(after=100)
                batch = f"c{concurrency}"
                result = self.expect(4, "send", "list.csv", "--concurrency", concurrency, "--batch", batch)
                self.assert_says(result.err, "invalid_key", "recipient_error_keys", "Continue with")
                counts = tally(self.report(f"list.{batch}.results.csv"))
                self.assertEqual(counts["sent"], 100)
                self.assertGreaterEqual(counts["rejected"], 50)
                # Rows that overtake each other at the instant of the change speak for the refusal: twice the patience.
                most = 50 if concurrency == 1 else 100 + concurrency
                self.assertLessEqual(counts["rejected"], most)

    def test_next_run_begins_with_one_row_and_stops_after_five(self):
        self.manifest(*self.users(300))
        self.rotate(after=100)
        self.expect(4, "send", "list.csv")
        before = len(self.site.forms)
        result = self.expect(4, "send", "list.csv", "--concurrency", 64)
        self.assertEqual(len(self.site.forms) - before, 5)
        self.assert_says(result.err, "5 messages in a row", "recipient_error_keys")
        self.rotate(after=1_000)
        self.expect(0, "send", "list.csv", "--concurrency", 64)
        self.assertEqual(set(self.outcomes().values()), {"sent"})

    def test_success_after_it_brings_back_the_fifty(self):
        self.manifest(*self.users(300))
        self.rotate(after=100)
        self.expect(4, "send", "list.csv", "--concurrency", 1)
        self.rotate(after=20)
        before = len(self.site.forms)
        self.expect(4, "send", "list.csv", "--concurrency", 1)
        self.assertEqual(len(self.site.forms) - before, 70)

    def test_key_that_is_changed_between_two_runs_costs_fifty_as_well(self):
        self.manifest(*self.users(100))
        self.rotate(after=1_000)
        self.expect(0, "send", "list.csv")
        self.manifest(*self.users(400))
        self.rotate(after=0)
        before = len(self.site.forms)
        self.expect(4, "send", "list.csv", "--concurrency", 1)
        self.assertEqual(len(self.site.forms) - before, 50)

    def test_recipients_that_do_not_exist_do_not_stop_a_run(self):
        """Sixty in a row, after one that was followed by a success in this run."""
        for concurrency in (1, 4, 64):
            with self.subTest(concurrency=concurrency):
                self.rotate(after=1_000)
                batch = f"c{concurrency}"
                self.manifest("ann", "ben", "ghost", *self.users(70), *self.users(60, "ghost"), "zoe")
                self.expect(1, "send", "list.csv", "--concurrency", concurrency, "--batch", batch)
                self.assertEqual(tally(self.report(f"list.{batch}.results.csv")), {"sent": 73, "rejected": 61})

    def test_one_success_directly_behind_the_first_is_enough_for_sixty(self):
        self.rotate(after=1_000)
        self.manifest("ann", "ghost", "ben", *self.users(60, "ghost"), "zoe")
        self.expect(1, "send", "list.csv")
        self.assertEqual(tally(self.report()), {"sent": 3, "rejected": 61})

    def test_recipients_that_an_earlier_run_knew_do_not_stop_the_next(self):
        self.rotate(after=1_000)
        self.manifest("ann", "ghost", "ben")
        self.expect(1, "send", "list.csv")
        self.manifest("ann", "ghost", "ben", *self.users(60, "ghost"))
        self.expect(1, "send", "list.csv")
        self.manifest("zoe", *self.users(60, "ghost"), name="other.csv")
        self.expect(1, "send", "other.csv", "--batch", "other")

    def test_first_recipients_that_do_not_exist_after_successes_stop_and_the_remedy_works(self):
        self.rotate(after=1_000)
        self.manifest("ann", *self.users(60, "ghost"))
        result = self.expect(4, "send", "list.csv", "--concurrency", 1)
        self.assert_says(result.err, "user_not_found", "recipient_error_keys")
        self.expect(1, "send", "list.csv", "--recipient-error-keys", "user_not_found")
        self.assertEqual(tally(self.report()), {"sent": 1, "rejected": 60})

    def test_a_key_that_is_named_after_the_stop_gives_back_full_concurrency(self):
        self.rotate(after=1_000)
        self.manifest("ann", *self.users(300, "ghost"))
        self.expect(4, "send", "list.csv")
        for key, most in (("user_not_found", 8), ("other", 1)):
            known = len(self.site.forms) + 1
            self.site.held, self.site.prompt = True, known
            process = self.start("send", "list.csv", "--concurrency", 8, "--recipient-error-keys", key)
            self.site.wait_for(known + most)
            self.site.held = False
            code = process.wait()
            if key == "user_not_found":
                self.assertEqual(code, 1)
                self.assertEqual(set(self.outcomes().values()), {"sent", "rejected"})
            else:
                # Without it the stop of the first run still counts: one row at a time, and five of them.
                self.assertEqual((code, len(self.site.forms) - known), (4, 4))

    def test_one_refusal_is_told_in_the_singular(self):
        self.rotate(after=1_000)
        self.manifest("ann", "ghost", "ben")
        result = self.expect(4, "send", "list.csv", "--refusals-in-a-row", "1", "--concurrency", 1)
        self.assert_says(result.err, "The site rejected 1 message with")
        self.assertNotIn("1 messages", result.err)

    def test_number_is_a_setting_and_can_be_switched_off(self):
        self.rotate(after=1_000)
        self.manifest("ann", *self.users(60, "ghost"))
        for number, (place, value) in enumerate([("option", "7"), ("variable", "7"), ("file", "7"), ("option", "off"),
                                                 ("variable", "0"), ("file", "off"), ("file", "0")]):
            with self.subTest(place=place, value=value):
                options, batch = [], f"b{number}"
                self.environment.pop("GRUPO_REFUSALS_IN_A_ROW", None)
                (self.folder / "grupo-batch.yaml").unlink(missing_ok=True)
                if place == "option":
                    options = ["--refusals-in-a-row", value]
                elif place == "variable":
                    self.environment["GRUPO_REFUSALS_IN_A_ROW"] = value
                else:
                    self.write("grupo-batch.yaml", f"refusals_in_a_row: {value}\n")
                # Each case has a site of its own, about which nothing is known.
                self.site = self.open_site()
                self.rotate(after=1_000)
                result = self.run_program("send", "list.csv", "--concurrency", 1, "--batch", batch, *options)
                self.assertEqual(result.code, 4 if value == "7" else 1, result)
                self.assertEqual(len(self.site.forms), 8 if value == "7" else 61)
        self.assert_says(" ".join(self.expect(0, "send", "--help").out.split()), "off, or 0, never does")
        self.expect(64, "send", "list.csv", "--refusals-in-a-row", "-1")
        self.expect(64, "send", "list.csv", "--refusals-in-a-row", "many")


if __name__ == "__main__":
    unittest.main()
