"""SR4: a site that sends replies nobody asked for never gets an answer credited to a row that is not its own."""
import collections
import contextlib
import random
import ssl
import subprocess
import threading
import unittest

from fault_site import Gone, refusal, response
from faulty import SEED, Faulty, scale

ROWS = scale(400, 10_000)


def own_answer(user):
    """Success for every third row; the refusals name the row they are for."""
    return response() if int(user[4:]) % 3 == 0 else response(refusal(f"key-{user}"))


class UnaskedReplies(Faulty):
    def judge_run(self, behave, rows=ROWS, concurrency=8, context=None, options=()):
        """Sends, and returns how many rows are unknown; fails if one has another's answer or was sent twice."""
        self.manifest(*(f"user{number}" for number in range(rows)))
        site = self.open_fault_site(behave, context)
        result = self.send(*options, retries=3, concurrency=concurrency, timeout=30, patience=600)
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

    def once_again(self, chosen):
        """A site that works 4 ms a request, and sends one answer again, from the chosen one on, when another request follows."""
        sent_again = []

        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            number = connection.site.requests
            connection.sleep(0.004)
            connection.send(answer)
            if number >= chosen and not sent_again:
                connection.await_request()
                sent_again.append(number)
                connection.send(answer)
            return True

        return behave

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

    def test_every_reply_comes_again_much_later(self):
        """Long after a connection was used again: it looks honest at first."""
        def behave(connection):
            answer = own_answer(connection.read_request()["user"].decode())
            connection.sleep(0.001)
            connection.send(answer)
            threading.Timer(0.1, late, [connection, answer]).start()
            return True

        def late(connection, answer):
            with contextlib.suppress(Gone):
                connection.send(answer)

        self.judge_run(behave, rows=scale(500, 10_000))

    def test_one_reply_of_thousands_comes_again_while_the_next_request_is_under_way(self):
        """The site works 4 ms a request: from then on every reply on that connection would be the one before."""
        result, unknown = self.judge_run(self.once_again(200), rows=scale(600, 2_000), concurrency=1)
        self.assertGreater(unknown, 0)
        self.assertLessEqual(unknown, 96, "no connection carries more rows than that")
        self.assertEqual(result.code, 3)
        self.assert_says(result.err, "a reply that nobody asked for")

    def test_one_reply_comes_again_over_tls(self):
        certificate = self.folder / "site.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=site", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", self.folder / "key.pem", "-out", certificate],
            check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self.folder / "key.pem")
        _, unknown = self.judge_run(
            self.once_again(200), rows=scale(400, 2_000), concurrency=1, context=context,
            options=["--ca-file", certificate])
        self.assertTrue(0 < unknown <= 96)

    def test_one_reply_comes_again_from_a_site_that_ends_each_connection_itself(self):
        """After twenty requests, without reading the next: the reply that is still owed never comes."""
        counts = collections.Counter()

        def behave(connection):
            counts[connection.number] += 1
            if counts[connection.number] < 20:
                return again(connection)
            connection.send(own_answer(connection.read_request()["user"].decode()).replace(
                b"\r\n", b"\r\nConnection: close\r\n", 1))
            return False

        again = self.once_again(300)
        _, unknown = self.judge_run(behave, rows=scale(600, 2_000), concurrency=1)
        self.assertTrue(0 < unknown <= 19)

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

    def test_busy_site_that_sends_replies_again_gets_nothing_twice(self):
        """A 429 that was meant for another row must not have a message sent again."""
        rows, chance, processed = scale(80, 2_000), random.Random(SEED), []

        def behave(connection):
            user = connection.read_request()["user"].decode()
            is_busy = chance.random() < 0.1
            if not is_busy:
                processed.append(user)
            answer = response(b"", status=429) if is_busy else response()
            connection.sleep(0.004)
            connection.send(answer)
            if chance.random() < 0.01:
                connection.sleep(0.002)
                connection.send(answer)
            return True

        self.manifest(*(f"user{number}" for number in range(rows)))
        self.open_fault_site(behave)
        result = self.send(concurrency=4, retries=8, timeout=30, patience=600)
        self.assertEqual(len(processed), len(set(processed)), result)
        for line in self.report():
            if line["outcome"] != "unknown":
                self.assertEqual(line["outcome"] == "sent", line["user"] in processed, line)
        outcomes = collections.Counter(line["outcome"] for line in self.report())
        print(f"{rows} rows, nobody twice, {dict(outcomes)}: {self.id()}")

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
