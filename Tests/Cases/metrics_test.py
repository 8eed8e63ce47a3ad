"""--metrics: the run's numbers in a file, as Prometheus reads them."""
import os
import re
import stat

from case import Case, refusal
from private_postgres import WithPostgres
from workbench import wait_until

SAMPLE = re.compile(r'^(grupo_batch_\w+)(?:\{(\w+)="((?:[^"\\]|\\.)*)"\})? (-?[0-9.e+-]+)$')


def read(path):
    """Every sample by name and label; each line must be one, or a comment."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        name, _, label, number = SAMPLE.match(line).groups()
        found[(name.removeprefix("grupo_batch_"), label)] = float(number)
    return found


class Metrics(Case):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "numbers.prom"

    def test_numbers_add_up_to_the_list(self):
        self.manifest("u0", "u1", ["u2", "office", "[[refused]]"], ["u3", "office", "[[silence]]"])
        self.expect(3, "send", "list.csv", "--yes", "--metrics", "numbers.prom", "--retries", "0")
        numbers = read(self.path)
        rows = {label: number for (name, label), number in numbers.items() if name == "rows"}
        self.assertEqual(rows, {"sent": 2, "rejected": 1, "unknown": 1, "not_sent": 0, "invalid": 0, "excluded": 0, "pending": 0})
        self.assertEqual(numbers[("errors_total", "banned_word")], 1)
        self.assertEqual(numbers[("attempts_total", None)], 4)
        self.assertEqual(numbers[("running", None)], 0)
        self.assertGreater(numbers[("commits_total", None)], 0)
        self.assertNotIn(("lease_seconds", None), numbers)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)

    def test_a_run_that_is_under_way(self):
        """The file says so, and how many messages wait for their answers."""
        self.manifest("u0", "u1", "u2")
        self.site.held = True
        process = self.start("send", "list.csv", "--yes", "--metrics", "numbers.prom", "--concurrency", "2")
        self.site.wait_for(1)
        wait_until(lambda: self.path.exists() and read(self.path).get(("running", None)) == 1, "the file")
        self.site.held = False
        self.assertEqual(self.finish(process).code, 0)
        self.assertEqual(read(self.path)[("rows", "sent")], 3)

    def test_what_the_site_says_stays_within_its_label(self):
        hostile = 'a"} 1\ngrupo_batch_rows{outcome="sent\\'
        self.site.answer = lambda form: refusal(hostile, "x")
        self.manifest("u0")
        self.expect(1, "send", "list.csv", "--yes", "--metrics", "numbers.prom")
        numbers = read(self.path)
        self.assertEqual(numbers[("rows", "sent")], 0)
        self.assertEqual([label for name, label in numbers if name == "errors_total"],
                         [hostile.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")])

    def test_a_place_that_cannot_be_written(self):
        """It is refused before anything leaves: a link, a folder, a folder that is not there."""
        self.manifest("u0")
        os.symlink("elsewhere", self.path)
        self.refused("send", "list.csv", "--yes", "--metrics", "numbers.prom", code=73, says="--metrics")
        self.assertFalse((self.folder / "elsewhere").exists())
        self.refused("send", "list.csv", "--yes", "--metrics", "nowhere/numbers.prom", code=73, says="--metrics")
        self.refused("send", "list.csv", "--yes", "--metrics", ".", code=73, says="--metrics")

    def test_nothing_to_send_and_a_check_alone(self):
        self.manifest("u0")
        self.expect(0, "send", "list.csv", "--yes")
        self.expect(0, "send", "list.csv", "--yes", "--metrics", "numbers.prom")
        self.assertEqual(read(self.path)[("running", None)], 0)
        self.path.unlink()
        self.expect(0, "validate", "list.csv", "--metrics", "numbers.prom")
        checked = self.expect(0, "send", "list.csv", "--dry-run", "--metrics", "numbers.prom")
        self.assert_says(checked.err, "--metrics has no effect")
        self.assertFalse(self.path.exists())


class OfADatabase(WithPostgres, Case):
    def test_its_lease(self):
        self.manifest("u0")
        address = self.postgres.address(self.postgres.database())
        self.expect(0, "ledger", "init", address)
        self.site.held = True
        process = self.start("send", "list.csv", "--yes", "--metrics", "numbers.prom", "--ledger", address)
        path = self.folder / "numbers.prom"
        self.site.wait_for(1)
        wait_until(lambda: read(path).get(("lease_seconds", None), 0) > 0, "the lease")
        self.assertLessEqual(read(path)[("lease_seconds", None)], 18)
        self.site.held = False
        self.assertEqual(self.finish(process).code, 0)
