"""Exit code 74 and the rescue list: what a failing disk did not take is kept, printed, and read back."""
import contextlib
import os
import subprocess
import tempfile
import unittest

from workbench import SENT, SILENCE, Workbench, tally


class Rescue(Workbench):
    """A ledger that really fails: on a full tmpfs where one can be mounted, and by a limit on the size of files."""

    USERS = [f"user{number:03}" for number in range(150)]

    @contextlib.contextmanager
    def small_disk(self):
        """A folder that takes so little that the ledger fails in mid-run, and what makes it larger."""
        folder = tempfile.mkdtemp(dir=self.folder)
        mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True).returncode != 0:
            self.skipTest("a tmpfs cannot be mounted here")
        try:
            yield folder, lambda: subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        finally:
            subprocess.run(["umount", folder], check=True)

    def test_74_full_disk_keeps_the_results_in_a_rescue_list_that_resolve_reads_back(self):
        site = self.open_site()
        manifest = self.manifest(*self.USERS)
        with self.small_disk() as (folder, enlarge):
            ledger = ["--ledger", os.path.join(folder, "ledger.sqlite")]
            failed = self.expect(74, "send", manifest, *ledger, "--concurrency", "8")
            arrived = len(site.forms)
            self.assertGreater(arrived, 0)
            self.assertLess(arrived, len(self.USERS), "the disk was large enough: the test has not done its work")
            self.assert_says(failed.err, "resolve", "--from", "Stopped:", "grupo-batch send")
            rescued = [line for line in failed.err.splitlines() if line.startswith("{")]
            self.assertTrue(0 < len(rescued) <= 16, failed)
            enlarge()
            saved = self.write("rescue.txt", failed.err)
            self.assertRegex(self.expect(0, "resolve", manifest, "--from", saved, *ledger).out, r"\d+ rows? resolved")
            self.expect(0, "send", manifest, *ledger)
            self.assertEqual(sorted(site.users), self.USERS)
            self.assertEqual(tally(self.report()), {"sent": len(self.USERS)})
            self.assert_says(self.expect(0, "resolve", manifest, "--from", saved, *ledger).out, "0 rows")

    def test_74_limit_on_the_size_of_files_is_a_failing_disk_and_no_crash(self):
        site = self.open_site()
        manifest = self.manifest(*self.USERS)
        for kibibytes in range(80, 800, 24):
            ledger = ["--ledger", self.folder / f"{kibibytes}.sqlite", "--report", f"{kibibytes}.csv"]
            site.forms.clear()
            result = self.run_program(
                "send", manifest, *ledger, "--concurrency", "8", "--yes",
                wrapper=["prlimit", f"--fsize={kibibytes * 1024}"])
            self.assertIn(result.code, (0, 73, 74), result)
            if 0 < len(site.forms) < len(self.USERS):
                break
        self.assertEqual(result.code, 74, result)
        self.expect(0 if self.rescue(result, manifest, ledger) else 3, "send", manifest, *ledger, "--yes")
        self.assertEqual(sorted(site.users), self.USERS)

    def rescue(self, result, manifest, ledger):
        if "{" not in result.err:
            return False
        self.expect(0, "resolve", manifest, "--from", self.write("rescue.txt", result.err), *ledger[:2])
        return True

    def test_list_that_send_did_not_print_is_refused(self):
        self.open_site(lambda form: SENT if form["user"] == "ann" else SILENCE)
        self.expect(3, "send", self.manifest("ann", "ben"))
        self.expect(66, "resolve", "list.csv", "--from", "no-such-file")
        for text in ("", "words only\n", '{"entry": "x"}\n', '{"entry":1,"row":2}\n'):
            self.expect(65, "resolve", "list.csv", "--from", self.write("rescue.txt", text))


if __name__ == "__main__":
    unittest.main()
