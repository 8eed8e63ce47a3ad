"""The live page of a send: clients that say nothing or are too many hold up neither it nor the run."""
import http.client
import socket
import unittest
import urllib.parse

from watched import Page

MOST_READERS = 8
MOST_CONNECTIONS = 24


class Guarding(Page):
    def connect(self):
        place = urllib.parse.urlsplit(self.url)
        client = socket.create_connection((place.hostname, place.port), timeout=120)
        self.addCleanup(client.close)
        return client

    def is_cut_off(self, client):
        try:
            return client.recv(1) == b""
        except ConnectionResetError:
            return True

    def end(self):
        self.site.held = False
        self.assertEqual(self.finish(self.process).code, 0)

    def test_of_too_many_connections_the_oldest_are_cut_off_and_the_page_is_still_to_be_had(self):
        self.begin()
        silent = [self.connect() for _ in range(2 * MOST_CONNECTIONS)]
        self.assertEqual(self.ask()[0], 200)
        self.assertTrue(self.is_cut_off(silent[0]))
        self.wait_for_state(lambda now: now["total"] == 12)
        self.end()

    def test_whoever_says_nothing_or_begins_and_does_not_go_on_is_cut_off(self):
        self.begin()
        silent, slow = self.connect(), self.connect()
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        self.assertTrue(self.is_cut_off(silent))
        self.assertTrue(self.is_cut_off(slow))
        self.assertEqual(self.ask()[0], 200)
        self.end()

    def test_whoever_says_something_without_an_end_is_cut_off(self):
        self.begin()
        endless = [self.connect() for _ in range(3)]
        for client in endless:
            client.sendall(b"GET / HTTP/1.1\r\nHost: ")
            client.setblocking(False)
            with self.assertRaises(OSError):
                while True:
                    client.send(b"x" * 65_536)
            client.settimeout(120)
        self.assertEqual(self.ask()[0], 200)
        for client in endless:
            self.assertTrue(self.is_cut_off(client))
        self.end()

    def test_readers_beyond_the_limit_are_asked_to_come_later_and_those_who_are_in_stay(self):
        self.begin()
        place = urllib.parse.urlsplit(self.url)
        streams = []
        for _ in range(MOST_READERS):
            connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
            self.addCleanup(connection.close)
            connection.request("GET", place.path + "events")
            streams.append(connection.getresponse())
            self.assertTrue(streams[-1].readline().startswith(b"data: {"))
        self.assertEqual(self.ask(path="events")[0], 503)
        silent = [self.connect() for _ in range(MOST_CONNECTIONS)]
        self.assertTrue(self.is_cut_off(silent[0]))
        self.assertEqual(self.ask()[0], 200)
        self.end()
        for stream in streams:
            self.assertIn(b"event: end\n", stream.read())


if __name__ == "__main__":
    unittest.main()
