"""HC1 and SR1: what each fault of the site makes of a row; never a class weaker than the README's table."""
import gzip
import unittest

from fault_site import SUCCESS, Gone, answer, by_connection, by_user, refusal, response
from faulty import Faulty
from reply_table import read_table

# More than the buffers of both sockets hold, so that what the site has not read has not all left.
BIG = 32 << 20
PAGE = b"<!doctype html><html><title>Welcome</title><h1>It works!</h1></html>"


def hang_up(connection):
    raise Gone


class Table(Faulty):
    REPORT = ["--report", "list.results.csv"]

    def test_every_reply(self):
        """The whole program comes to what the table of replies says: a run for each thing that a user says of a site."""
        replies = read_table()
        for options in dict.fromkeys(reply.options for reply in replies):
            chosen = [reply for reply in replies if reply.options == options]
            self.judge([(reply.name, reply.step, {reply.outcome}) for reply in chosen], "--batch",
                       "table" + "".join(options), *self.REPORT, *options)
            lines = {line["user"]: line for line in self.report()}
            for number, reply in enumerate(chosen):
                with self.subTest(reply.name):
                    self.assertTrue(reply.fits(lines[f"case{number}"]), lines[f"case{number}"])

    def test_replies_that_are_the_first(self):
        """A site fault in the first answer costs one request, and the words say what to do."""
        for reply in read_table():
            if words := reply.row.get("says"):
                with self.subTest(reply.name):
                    self.manifest("ann", "ben", "cem")
                    site = self.open_fault_site(by_user({"ann": reply.step}))
                    result = self.send("--batch", reply.name[:60], *self.REPORT, concurrency=8)
                    self.assertEqual((result.code, site.requests, self.attempts()), (4, 1, 1), result)
                    self.assert_says(result.err, *words)


class Connections(Faulty):
    def test_replies_that_no_table_can_hold(self):
        """The time passes, the bytes are packed, or what the client makes of them is left open."""
        self.judge([
            ("silence", lambda connection: connection.hang(), {"unknown"}),
            ("length beyond all numbers", answer(response(SUCCESS, length=1 << 80)), {"unknown", "sent"}),
            ("gzip", answer(response(gzip.compress(SUCCESS), headers=["Content-Encoding: gzip"])), {"sent"}),
            *((f"cut after {length} bytes", answer(response(SUCCESS[:length])), {"unknown"})
              for length in range(1, len(SUCCESS))),
        ])

    def test_connections_that_end_before_the_request_is_read(self):
        """Nothing was read, so nothing was processed; unknown is allowed, because the client cannot see that."""
        for name, step in [("closed", hang_up), ("reset", lambda connection: connection.reset())]:
            with self.subTest(name):
                self.manifest("lead", "case", name="list.csv")
                site = self.open_fault_site(by_connection({number: step for number in range(1, 90)}))
                result = self.send("--batch", name, "--report", "list.results.csv", "--give-up-after", "1s")
                self.assertIn(result.code, {1, 3, 4}, result)
                self.assertIn(self.outcomes()["case"], {"unknown", "not_sent"})
                self.assertEqual(site.users, ["lead"])

    def test_uploads_cut_at_twenty_places(self):
        """The key is the last part: whatever of a long upload left, the message cannot have been stored."""
        (self.folder / "big.bin").write_bytes(bytes(BIG))
        steps, rows = {}, [["lead", "office", "x", ""]]

        def cut(at, reset):
            def step(connection):
                connection.read_head()
                connection.read_some(at)
                return connection.reset() if reset else False
            return step

        for number in range(20):
            steps[2 * number + 1] = cut(number * (BIG // 160), number % 2)
            rows += [[f"case{number}", "office", "x", "big.bin"], [f"good{number}", "office", "x", ""]]
        self.manifest(*rows, columns=("user", "sender", "message", "file_attachments"))
        site = self.open_fault_site(by_connection(steps))
        result = self.send("--max-attachment-size", "64MiB", timeout=5)
        for user, outcome in self.outcomes().items():
            self.assertEqual(outcome, "not_sent" if user.startswith("case") else "sent", (user, result))
        self.assertEqual(site.requests, self.attempts())

    def test_answers_that_come_before_the_upload_is_read(self):
        """413 is a proof; an early success cannot be true, since the key had not left."""
        (self.folder / "big.bin").write_bytes(bytes(BIG))
        plans = [(response(b"", 413), {"not_sent"}), (response(PAGE, 413, ["Connection: close"]), {"not_sent"}),
                 (response(SUCCESS), {"unknown", "not_sent"}), (response(b"", 500), {"unknown", "not_sent"})]
        steps, rows = {}, [["lead", "office", "x", ""]]

        def early(data):
            def step(connection):
                connection.read_head()
                connection.send(data)
                connection.sleep(0.2)
                return False
            return step

        for number, (data, _) in enumerate(plans):
            steps[2 * number + 1] = early(data)
            rows += [[f"case{number}", "office", "x", "big.bin"], [f"good{number}", "office", "x", ""]]
        self.manifest(*rows, columns=("user", "sender", "message", "file_attachments"))
        site = self.open_fault_site(by_connection(steps))
        result = self.send("--max-attachment-size", "64MiB", timeout=5)
        found = self.outcomes()
        for number, (data, outcomes) in enumerate(plans):
            self.assertIn(found[f"case{number}"], outcomes, (data[:40], result))
        self.assertEqual(site.requests, self.attempts())

    def test_a_site_that_is_not_there(self):
        """Refused connections and unknown names: not sent, 69, after the retries allowed and no more."""
        site = self.open_fault_site(lambda connection: False)
        site.stop_listening()
        self.manifest("ann", "ben")
        for address in (site.address, "http://grupo.invalid"):
            result = self.send("--site", address, "--allow-http", retries=1, timeout=10)
            self.assertEqual(result.code, 69, result)
            self.assertEqual(sorted(self.outcomes().items()), [("ann", "not_sent"), ("ben", "pending")])
        self.assertEqual(site.connections, 0)


class Errors(Faulty):
    def test_long_and_awkward_errors_stay_within_bounds(self):
        """SR5: error texts of a megabyte, with NUL and lone surrogates: stored cut, and the report stays readable."""
        awkward = refusal("k\0\x1b[2J", "a\r\nb\u202e\x9b")
        self.judge([
            ("long message", answer(response(refusal("long", "x" * 1_000_000))), {"rejected"}),
            ("long key", answer(response(refusal("k" * 1_000_000, "y"))), {"rejected"}),
            ("control characters", answer(response(awkward)), {"rejected"}),
            ("lone surrogates", answer(response(
                b'{"success":false,"error_key":"\\ud800","error_message":"\\udfff\\ud800x"}')), {"rejected", "unknown"}),
        ])
        for line in self.report():
            self.assertLessEqual(len(line["error_message"].encode()), 2_100)
            self.assertLessEqual(len(line["error_key"].encode()), 2_100)
            for text in (line["error_key"], line["error_message"]):
                self.assertFalse([mark for mark in text if mark < " " or "\x7f" <= mark <= "\x9f"], line)


if __name__ == "__main__":
    unittest.main()
