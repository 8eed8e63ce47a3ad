"""HC1 and SR1: what each fault of the site makes of a row; never a class weaker than the README's table."""
import gzip
import unittest

from fault_site import SUCCESS, Gone, answer, by_connection, refusal, response
from faulty import Faulty

JSON = ["Content-Type: application/json"]
# More than the buffers of both sockets hold, so that what the site has not read has not all left.
BIG = 32 << 20
PAGE = b"<!doctype html><html><title>Welcome</title><h1>It works!</h1></html>"
WARNING = b"<br />\n<b>Warning</b>:  Undefined array key in <b>/www/a.php</b> on line <b>5</b><br />\n"


def body(content, status=200, headers=()):
    return answer(response(content if isinstance(content, bytes) else content.encode(), status, [*JSON, *headers]))


def hang_up(connection):
    raise Gone


class Statuses(Faulty):
    def test_statuses_without_a_verdict(self):
        """Each HTTP status with a page instead of the API's JSON."""
        known = {408: "not_sent", 413: "not_sent", 429: "not_sent"}
        known |= dict.fromkeys((301, 307, 308, 401, 403, 404, 405), "not_sent")
        unknown = dict.fromkeys(
            (200, 201, 204, 300, 302, 303, 305, 400, 418, 500, 501, 502, 503, 504, *range(520, 528)), "unknown")
        cases = [(f"status {status}", body(b"" if status == 204 else PAGE, status), {outcome})
                 for status, outcome in (known | unknown).items()]
        cases.append(("503 with Retry-After", body(PAGE, 503, ["Retry-After: 0"]), {"not_sent"}))
        self.judge(cases)

    def test_statuses_with_a_verdict(self):
        """A refusal counts with 2xx and 4xx, success with 2xx only."""
        cases = [(f"refusal with {status}", body(refusal(), status), {outcome}) for status, outcome in [
            (200, "rejected"), (400, "rejected"), (403, "rejected"), (404, "rejected"), (422, "rejected"),
            (500, "unknown"), (503, "unknown"), (429, "not_sent"), (413, "not_sent"), (302, "unknown")]]
        cases += [(f"success with {status}", body(SUCCESS, status), {outcome}) for status, outcome in [
            (200, "sent"), (201, "sent"), (302, "unknown"), (403, "unknown"), (500, "unknown"), (503, "unknown")]]
        self.judge(cases)


class Connections(Faulty):
    def test_connections_that_end_after_the_request(self):
        cut = response(SUCCESS, headers=JSON, length=200)
        whole = response(SUCCESS, headers=JSON)
        chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.judge([
            ("closed", hang_up, {"unknown"}),
            ("reset", lambda connection: connection.reset(), {"unknown"}),
            ("silence", lambda connection: connection.hang(), {"unknown"}),
            ("cut body with a length", answer(cut), {"unknown"}),
            ("body cut by the end", answer(b"HTTP/1.1 200 OK\r\n\r\n" + SUCCESS[:-3]), {"unknown"}),
            ("body without a length", answer(b"HTTP/1.1 200 OK\r\n\r\n" + SUCCESS), {"sent"}),
            ("length too small", answer(response(SUCCESS, headers=JSON, length=5)), {"unknown"}),
            ("garbage", answer(b"\x16\x03\x01\x02\x00garbage\r\n\r\n"), {"unknown"}),
            ("HTTP/0.9", answer(SUCCESS), {"unknown"}),
            ("empty line", answer(b"\r\n\r\n"), {"unknown"}),
            ("cut head", answer(b"HTTP/1.1 200 OK\r\nContent-Le"), {"unknown"}),
            ("switching protocols", answer(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n" + whole), {"unknown"}),
            ("early hints", answer(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + whole), {"sent"}),
            ("continue", answer(b"HTTP/1.1 100 Continue\r\n\r\n" + whole), {"sent"}),
            ("only interim answers", answer(b"HTTP/1.1 100 Continue\r\n\r\n" * 50), {"unknown"}),
            ("cut chunk", answer(chunked + b"10\r\n" + SUCCESS), {"unknown"}),
            ("bad chunk", answer(chunked + b"zz\r\n" + SUCCESS), {"unknown"}),
            ("chunks", answer(chunked + b"10;a=b\r\n" + SUCCESS + b"\r\n0\r\n\r\n"), {"sent"}),
            ("negative length", answer(response(SUCCESS, length=-5)), {"unknown"}),
            ("length beyond all numbers", answer(response(SUCCESS, length=1 << 80)), {"unknown", "sent"}),
            ("bad gzip", body(SUCCESS, headers=["Content-Encoding: gzip"]), {"unknown"}),
            ("gzip", body(gzip.compress(SUCCESS), headers=["Content-Encoding: gzip"]), {"sent"}),
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


class Bodies(Faulty):
    """SR1: `sent` only for exactly one JSON object whose `success` is true, `rejected` only for false."""

    def test_bodies(self):
        true, false = [SUCCESS, b'{"success":false}']
        sent = [
            true, b' \r\n\t{"success" : true}\n', b'\xef\xbb\xbf{"success":true}', WARNING + true,
            b'{"a":{"success":false},"success":true}', b'{"success":true,"error_message":null,"error_key":""}',
            b'{"success":true,"data":[1,2.5e3,"\\u00e9"]}']
        rejected = [
            false, WARNING + false, b'{"success":false,"error_key":"a","error_message":"b"}',
            b'{"error_message":"b","success":false}', b'{"success":false,"error_key":7}',
            b'{"success":false,"error_key":{"a":1}}', b'{"success":false,"error_key":null}']
        unknown = [
            b"", b"null", b"true", b"[]", b"{}", b"[" + true + b"]", b'"success"', b'{"success":"true"}',
            b'{"success":1}', b'{"success":0}', b'{"success":null}', b'{"success":[]}', b'{"success":"false"}',
            b'{"Success":true}',
            b'{"data":{"success":true}}', b'{"success":true,"success":false}', b'{"success":true,"success":true}',
            true + true, true + b"\n" + false, true + PAGE, PAGE + true, b"ok " + true, true + b",",
            b'{"success":true,}',
            b"{'success':true}", b"{success:true}", b'{"success":tru}', b'{"success":true} trailing', b"/**/" + true,
            b'{"success":true,"x":"\xff"}', true.decode().encode("utf-16"), true.decode().encode("utf-16-le"),
            b'{"success":true,"x":01}', b'{"success":true,"x":NaN}', b'{"success":true,"x":"\n"}',
            b"callback(" + true + b")", b'{"x":' + b"[" * 5_000 + b"]" * 5_000 + b',"success":true}', b"\0" + true,
            true + b"\0",
            b"<b>Fatal error</b>: Uncaught in <b>/a.php</b> on line <b>1</b>" + true]
        unknown += [true[:length] for length in range(1, len(true))]
        cases = [(repr(content[:60]), body(content), {outcome})
                 for outcome, contents in [("sent", sent), ("rejected", rejected), ("unknown", unknown)]
                 for content in contents]
        self.judge(cases)

    def test_long_and_awkward_errors_stay_within_bounds(self):
        """SR5: error texts of a megabyte, with NUL and lone surrogates: stored cut, and the report stays readable."""
        awkward = refusal("k\0\x1b[2J", "a\r\nb\u202e\x9b")
        self.judge([
            ("long message", body(refusal("long", "x" * 1_000_000)), {"rejected"}),
            ("long key", body(refusal("k" * 1_000_000, "y")), {"rejected"}),
            ("control characters", body(awkward), {"rejected"}),
            ("lone surrogates", body(b'{"success":false,"error_key":"\\ud800","error_message":"\\udfff\\ud800x"}'),
             {"rejected", "unknown"}),
        ])
        for line in self.report():
            self.assertLessEqual(len(line["error_message"].encode()), 2_100)
            self.assertLessEqual(len(line["error_key"].encode()), 2_100)
            for text in (line["error_key"], line["error_message"]):
                self.assertFalse([mark for mark in text if mark < " " or "\x7f" <= mark <= "\x9f"], line)


if __name__ == "__main__":
    unittest.main()
