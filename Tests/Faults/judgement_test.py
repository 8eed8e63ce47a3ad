"""What a run makes of many failures in a row, and of what its user knows about the site."""
import unittest

from fault_site import answer, response
from faulty import Faulty


class Judgement(Faulty):
    def in_turn(self, *steps):
        """A site whose first answers are successes, three of them, and then these in turn, for ever."""
        def behave(connection):
            connection.read_request()
            number = connection.site.requests
            step = steps[(number - 4) % len(steps)] if number > 3 else answer(response())
            return step(connection)

        return self.open_fault_site(behave)

    def test_failures_of_two_kinds_that_take_turns_do_not_make_a_whole_campaign_unknown(self):
        """An answer that is no verdict and a dropped connection: the run stops after twenty-five."""
        self.manifest(*(f"user{number}" for number in range(100)))
        site = self.in_turn(answer(response(b'{"success":null}')), lambda connection: False)
        result = self.send()
        self.assertEqual(result.code, 4, result)
        self.assert_says(result.err, "25 rows in a row failed in different ways", "Continue with")
        self.assertEqual(site.requests, 28)

    def test_status_that_the_user_names_is_tried_again_and_is_no_reason_to_stop(self):
        """A 502 that proves that nothing was stored: every row arrives, once."""
        self.manifest(*(f"user{number}" for number in range(12)))
        busy = answer(response(b"<html>", 502))
        site = self.in_turn(busy, busy, busy, *[answer(response())] * 20)
        result = self.send("--not-sent-statuses", "502", retries=3)
        self.assertEqual(result.code, 0, result)
        self.assertEqual(site.requests, self.attempts())
        self.assertEqual({line["outcome"] for line in self.report()}, {"sent"})


if __name__ == "__main__":
    unittest.main()
