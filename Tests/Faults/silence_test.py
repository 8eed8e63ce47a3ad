"""A site that takes connections and answers nobody: what it costs before and after the first success."""
import unittest

from fault_site import response
from faulty import Faulty
from workbench import tally


class Silence(Faulty):
    def silent_after(self, count):
        """A site that answers so many requests and then none, whose connections stay open."""
        def behave(connection):
            connection.read_request()
            if connection.site.requests > count:
                return connection.hang()
            connection.send(response())
            return True

        return self.open_fault_site(behave)

    def users(self, count):
        return [f"user{number:04}" for number in range(count)]

    def test_costs_three_rows_before_the_first_success_and_then_one_a_run(self):
        self.manifest(*self.users(200))
        site = self.silent_after(0)
        result = self.send(concurrency=64)
        self.assertEqual(result.code, 4, result)
        self.assert_says(result.err, "did not answer 3 messages in a row", "--timeout", "Continue with")
        self.assertEqual(tally(self.report()), {"unknown": 3, "pending": 197})
        self.assertEqual(site.requests, 3)
        self.assertEqual(self.send(concurrency=64).code, 4)
        self.assertEqual(site.requests, 4)

    def test_costs_the_window_and_three_rows_after_successes(self):
        for concurrency in (1, 4, 64):
            with self.subTest(concurrency=concurrency):
                self.manifest(*self.users(400))
                site = self.silent_after(100)
                batch = f"c{concurrency}"
                result = self.send("--batch", batch, concurrency=concurrency)
                self.assertEqual(result.code, 4, result)
                counts = tally(self.report(f"list.{batch}.results.csv"))
                self.assertEqual(counts["sent"], 100)
                self.assertGreaterEqual(counts["unknown"], 4)
                self.assertLessEqual(counts["unknown"], concurrency + 3)
                self.assertEqual(site.requests, 100 + counts["unknown"])

    def test_costs_no_more_where_the_run_finds_out_its_concurrency(self):
        self.manifest(*self.users(400))
        self.silent_after(100)
        self.assertEqual(self.send(concurrency="auto").code, 4)
        self.assertLessEqual(tally(self.report())["unknown"], 64 + 3)

    def test_connections_that_end_without_an_answer_cost_as_little(self):
        self.manifest(*self.users(200))
        site = self.open_fault_site(lambda connection: connection.read_request() and False)
        self.assertEqual(self.send(concurrency=64).code, 4)
        self.assertEqual(site.requests, 3)
        self.assertEqual(tally(self.report())["unknown"], 3)

    def test_hiccup_costs_what_was_under_way_and_the_run_goes_on(self):
        self.manifest(*self.users(100))

        def behave(connection):
            connection.read_request()
            if 50 < connection.site.requests <= 54:
                return connection.hang()
            connection.send(response())
            return True

        self.open_fault_site(behave)
        self.assertEqual(self.send(concurrency=4).code, 3)
        self.assertEqual(tally(self.report()), {"sent": 96, "unknown": 4})

    def test_resumed_batch_tries_three_rows(self):
        self.manifest(*self.users(10))
        site = self.silent_after(3)
        self.assertEqual(self.send("--rows", "2-4").code, 0)
        result = self.send(concurrency=64)
        self.assertEqual(result.code, 4, result)
        self.assertEqual(site.requests, 6, result)


if __name__ == "__main__":
    unittest.main()
