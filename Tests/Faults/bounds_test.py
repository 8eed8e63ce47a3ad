"""HC5 and SR3: a site that is slow without end or sends without end costs its time-out and little memory."""
import gzip
import unittest

from fault_site import SUCCESS, by_connection, by_user, response
from faulty import Faulty

TIMEOUT = 1
# What the program may hold at most: its code, the ledger's cache, and the replies of 64 connections.
MEMORY = 160


class Time(Faulty):
    def test_two_hundred_dripping_answers(self):
        """Heads and bodies of one byte a second, 200 at once: all rows end with the time-out, unknown."""
        def drip(connection):
            user = connection.read_request()["user"].decode()
            if user == "lead":
                connection.send(response())
                return True
            if user.endswith("0"):
                connection.drip(response(), 1)
            connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n")
            connection.drip(SUCCESS, 1)
            return False

        self.manifest("lead", *(f"user{number}" for number in range(200)))
        site = self.open_fault_site(drip)
        result = self.send(concurrency=200)
        self.assertEqual(self.outcomes().pop("lead"), "sent", result)
        self.assertEqual({line["outcome"] for line in self.report()[1:]}, {"unknown"})
        self.assertEqual(site.requests, self.attempts())
        self.assertEqual(site.requests, 201)

    def test_upload_nobody_reads(self):
        """50 MB to a site that never reads: over with the time-out, and proved not sent."""
        (self.folder / "big.bin").write_bytes(bytes(50_000_000))
        self.manifest(["lead", "office", "x", ""], ["case", "office", "x", "big.bin"],
                      columns=("user", "sender", "message", "file_attachments"))
        site = self.open_fault_site(by_connection({1: lambda connection: connection.sleep(20)}))
        code, seconds, memory = self.measured(
            "send", "list.csv", "--retries", 0, "--timeout", f"{TIMEOUT}s", "--max-attachment-size", "64MiB")
        self.assertEqual((code, self.outcomes()), (1, {"lead": "sent", "case": "not_sent"}))
        self.assertLess(seconds, TIMEOUT + 3)
        self.assertLess(memory, MEMORY)
        self.assertEqual(site.users, ["lead"])


class Space(Faulty):
    def test_answers_without_end(self):
        """Bombs, endless heads and bodies on 16 connections at once: unknown, within the time-out and little memory."""
        bomb = gzip.compress(bytes(64 << 20), 6)
        head = b"HTTP/1.1 200 OK\r\n"
        floods = {
            "bomb": lambda site: site.send(
                response(bomb, headers=["Content-Encoding: gzip", "Content-Type: application/json"])),
            "body": lambda site: site.send(head + b"\r\n") or site.flood(b"x" * 65_536),
            "long": lambda site: site.send(response(b"x" * 10_000_000)),
            "blank": lambda site: site.send(head + b"\r\n") or site.flood(b" " * 65_536),
            "heads": lambda site: site.send(head) or site.flood(b"X-Header: " + b"y" * 8_000 + b"\r\n"),
            "line": lambda site: site.send(head + b"X-Header: ") or site.flood(b"y" * 65_536),
            "interim": lambda site: site.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
            "chunks": lambda site: site.send(head + b"Transfer-Encoding: chunked\r\n\r\n")
            or site.flood(b"1;" + b"e" * 4_000 + b"\r\nx\r\n"),
            "huge": lambda site: site.send(response(SUCCESS, length=1 << 62)) or site.hang(),
        }
        self.manifest("lead", *(f"user{number}" for number in range(16)))
        for name, step in floods.items():
            with self.subTest(name):
                site = self.open_fault_site(by_user({f"user{number}": step for number in range(16)}))
                code, seconds, memory = self.measured(
                    "send", "list.csv", "--yes", "--batch", name, "--report", "list.results.csv", "--concurrency", 16,
                    "--retries", 0, "--timeout", f"{TIMEOUT}s")
                self.assertIn(code, {3, 4})
                self.assertLess(memory, MEMORY)
                self.assertLess(seconds, TIMEOUT + 3)
                self.assertEqual([line["outcome"] for line in self.report()], ["sent"] + ["unknown"] * 16)
                self.assertEqual(self.attempts(), 17)
                # A busy machine may let the site read one only after its time-out; it never reads more.
                self.assertLessEqual(site.requests, 17)
                for line in self.report():
                    self.assertLessEqual(int(line["duration_ms"]), TIMEOUT * 1_000 + 1_000, line)
                site.close()


if __name__ == "__main__":
    unittest.main()
