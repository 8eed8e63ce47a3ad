"""SR2, SE1 and HC8: pages and redirects in place of the API cost one request; no request is ever made twice."""
import unittest

from fault_site import SUCCESS, answer, by_user, refusal, response
from faulty import Faulty, scale

HTML = ["Content-Type: text/html"]
LOGIN = b"<html><form action=/login><input name=password></form></html>"


class Pages(Faulty):
    def test_pages_in_mid_run(self):
        """A page now and then costs its rows only; three in a row stop the run."""
        page = answer(response(LOGIN, headers=HTML))
        self.manifest(*(f"user{number}" for number in range(30)))
        site = self.open_fault_site(by_user({f"user{number}": page for number in (5, 10, 11, 20, 21, 22, 23)}))
        result = self.send()
        self.assertEqual((result.code, site.requests), (4, 23), result)
        self.assertEqual(self.attempts(), 23)

    def test_wrong_key(self):
        """Five requests at most, and the key is named."""
        self.manifest(*(f"user{number}" for number in range(30)))
        site = self.open_fault_site(lambda connection: connection.read_request()
                                    and (connection.send(response(refusal("bad\x1b[2Jkey"))) or True))
        result = self.send(concurrency=16)
        self.assertEqual((result.code, site.requests, self.attempts()), (4, 5, 5), result)
        self.assert_says(result.err, "secret key", "recipient_error_keys")
        self.assertNotIn("\x1b", result.err)


class Redirects(Faulty):
    def test_no_redirect_is_followed(self):
        """Every kind of redirect on the first row: one request, exit 4, and not a byte to the other host."""
        other = self.open_fault_site(by_user({}))
        site_of = other.address
        targets = [site_of + "/api_request/", site_of.replace("http://", "http://user:word@"), "/elsewhere/", "//evil",
                   "https://127.0.0.1:1/", "", "\x1b[2J"]
        for status in (300, 301, 302, 303, 305, 307, 308):
            for target in targets if status in (301, 307) else targets[:1]:
                with self.subTest(f"{status} to {target!r}"):
                    self.manifest("ann", "ben")
                    site = self.open_fault_site(by_user(
                        {"ann": answer(response(SUCCESS, status, [f"Location: {target}"]))}))
                    result = self.send("--batch", f"b{status}{len(target)}", "--report", "list.results.csv")
                    self.assertEqual((result.code, site.requests, self.attempts()), (4, 1, 1), result)
                    self.assert_says(result.err, "redirect")
                    self.assertNotIn("\x1b", result.err)
        self.assertEqual(other.bytes_received, 0)


class Once(Faulty):
    def test_requests_are_rows(self):
        """HC8: so many rows, so many requests."""
        rows = scale(2_000, 100_000)
        self.manifest(*(f"user{number}" for number in range(rows)))
        site = self.open_fault_site(by_user({}))
        result = self.send(concurrency=16, timeout=20, patience=scale(60, 600))
        seen = (site.requests, self.attempts(), len(set(site.users)))
        self.assertEqual((result.code, *seen), (0, rows, rows, rows), result)

    def test_reused_connections_that_die(self):
        """Connections closed after a few answers, in order and by a reset: no request is made a second time."""
        def mortal(connection):
            connection.served = getattr(connection, "served", 0) + 1
            connection.read_request()
            if connection.number and connection.served == 4:
                return connection.reset() if connection.number % 2 else False
            connection.send(response())
            return connection.number == 0 or connection.served < 4

        self.manifest(*(f"user{number}" for number in range(300)))
        site = self.open_fault_site(mortal)
        result = self.send(concurrency=4, timeout=5)
        self.assertIn(result.code, {0, 3}, result)
        self.assertEqual(len(site.users), len(set(site.users)), "a row was sent twice")
        self.assertEqual(site.requests, self.attempts())
        self.assertEqual(set(self.outcomes().values()), {"sent", "unknown"})

    def credited(self, rows, answer_row, *options, concurrency=1):
        """Each row's answer names the row; fails if one has another's."""
        def behave(connection):
            user = connection.read_request()["user"].decode()
            connection.send(response()) if user == "lead" else answer_row(connection, response(refusal("for_" + user)))
            return True

        self.manifest("lead", *(f"user{number}" for number in range(rows)))
        site = self.open_fault_site(behave)
        result = self.send(*options, concurrency=concurrency, timeout=5)
        for line in self.report()[1:]:
            self.assertEqual((line["outcome"], line["error_key"]), ("rejected", "for_" + line["user"]), result)
        self.assertEqual(site.requests, self.attempts())
        self.assertEqual(site.users, list(dict.fromkeys(site.users)), "a row was sent twice")

    def test_two_answers_at_once(self):
        """SR4: the second of two answers in one packet belongs to nobody."""
        self.credited(400, lambda connection, own: connection.send(own + response()), concurrency=4)

    def test_answers_nobody_asked_for(self):
        """SR4: what comes over an idle connection is no answer to the next row."""
        def late(connection, own):
            connection.send(own)
            connection.sleep(0.002)
            connection.send(response())

        self.credited(40, late, "--rate", "25/s")

    def test_answers_before_the_request_is_read(self):
        """SR4: an answer to a head alone is that row's, and the connection's next answer is the next row's."""
        def behave(connection):
            connection.served = getattr(connection, "served", 0) + 1
            connection.read_head()
            early = connection.number and connection.served % 3 == 0
            if early:
                connection.send(response(refusal("early")))
            user = connection.read_form()["user"].decode()
            if not early:
                connection.send(response() if user == "lead" else response(refusal("for_" + user)))
            return True

        self.manifest("lead", *(f"user{number}" for number in range(200)))
        site = self.open_fault_site(behave)
        result = self.send(concurrency=4, timeout=5)
        for line in self.report()[1:]:
            self.assertIn(line["outcome"], {"rejected", "unknown"}, result)
            self.assertIn(line["error_key"], {"for_" + line["user"], "early"}, result)
        self.assertEqual(site.requests, self.attempts())


if __name__ == "__main__":
    unittest.main()
