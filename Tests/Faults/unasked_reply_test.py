"""SR4: a site that sends replies nobody asked for never gets an answer credited to a row that is not its own."""
import random
import unittest

from fault_site import Gone, refusal, response
from faulty import SEED, Faulty, scale

ROWS = scale(400, 10_000)


def own_answer(user):
    """Success for every third row; the refusals name the row they are for."""
    return response() if int(user[4:]) % 3 == 0 else response(refusal(f"key-{user}"))


class UnaskedReplies(Faulty):
    def judge_run(self, behave, rows=ROWS, concurrency=8):
        """Sends, and returns how many rows are unknown; fails if one has another's answer or was sent twice."""
        self.manifest(*(f"user{number}" for number in range(rows)))
        site = self.open_fault_site(behave)
        result = self.send("--retries", "3", concurrency=concurrency, timeout=30, patience=600)
        swaps, unknown = [], 0
        for line in self.report():
            may_be_sent = int(line["user"][4:]) % 3 == 0
            if line["outcome"] == "unknown":
                self.assertEqual(line["error_key"], "client.unasked_reply")
                unknown += 1
            elif (line["outcome"], line["error_key"]) != (
                    ("sent", "") if may_be_sent else ("rejected", f"key-{line['user']}")):
                swaps.append(line)
        self.assertEqual(swaps, [], result)
        self.assertEqual(site.requests, rows)
        self.assertEqual(len(site.users), len(set(site.users)), "a row was sent twice")
        print(f"{rows} rows, {len(swaps)} swaps, {unknown} unknown, {site.connections} connections: {self.id()}")
        return result, unknown

    def test_every_reply_comes_twice_at_once(self):
        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            connection.send(answer + answer)
            return True

        _, unknown = self.judge_run(behave)
        self.assertEqual(unknown, 0, "the first connections carry one row each and show what the site does")

    def test_every_reply_comes_again_a_little_later(self):
        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            connection.sleep(0.004)
            connection.send(answer)
            connection.sleep(0.002)
            connection.send(answer)
            return True

        result, unknown = self.judge_run(behave, rows=scale(400, 2_000))
        self.assertEqual(unknown, 0)
        self.assert_says(result.err, "a reply that nobody asked for", "connection of its own")

    def test_one_reply_of_thousands_comes_again_while_the_next_request_is_under_way(self):
        """The site works 4 ms a request: from then on every reply on that connection would be the one before."""
        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            number = connection.site.requests
            connection.sleep(0.004)
            connection.send(answer)
            if number == 200:
                connection.sleep(0.002)
                connection.send(answer)
            return True

        result, unknown = self.judge_run(behave, rows=scale(600, 2_000), concurrency=1)
        self.assertGreater(unknown, 0)
        self.assertLessEqual(unknown, 128, "no connection carries more rows than that")
        self.assertEqual(result.code, 3)
        self.assert_says(result.err, "a reply that nobody asked for")

    def test_some_replies_come_again_at_some_time(self):
        chance = random.Random(SEED)

        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            connection.sleep(chance.uniform(0, 0.003))
            connection.send(answer)
            if chance.random() < 0.01:
                connection.sleep(chance.choice([0, 0.0005, 0.002]))
                connection.send(answer)
            return True

        self.judge_run(behave)

    def test_reply_of_the_next_request_comes_before_it(self):
        """A refusal right behind each answer, before anything else was asked."""
        def behave(connection):
            connection.send(own_answer(connection.read_request()["user"].decode()))
            connection.send(response(refusal("for-whoever-comes-next")))
            return True

        _, unknown = self.judge_run(behave)
        self.assertEqual(unknown, 0)

    def test_idle_connection_that_is_told_of_its_end_with_408_is_no_reason_for_doubt(self):
        def behave(connection):
            connection.send(own_answer(connection.read_request()["user"].decode()))
            if connection.site.requests % 50 == 0:
                connection.sleep(0.005)
                connection.send(response(b"", status=408, headers=["Connection: close"]))
                raise Gone
            return True

        result, unknown = self.judge_run(behave)
        self.assertEqual((unknown, result.code), (0, 1), result)
        self.assertNotIn("nobody asked for", result.err)


if __name__ == "__main__":
    unittest.main()
