"""The README's first batch, pasted into a shell as it stands, does what the README says."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from program_help import README, ROOT, program

SECTION = "## A first batch\n"


def blocks(kind):
    """The blocks of one kind in the section, as they stand."""
    section = README.split(SECTION)[1].split("\n## ")[0]
    return re.findall(rf"^```{kind}\n(.*?)^```$", section, re.M | re.S)


def masked(text):
    """The lines of a text without what differs from run to run: ports and times."""
    return [re.sub(r"[\d.,]+( (ms|min|s)\b)?", "#", line).rstrip() for line in text.splitlines() if line.strip()]


class FirstBatch(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-readme-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(
            ROOT / "samples", self.folder / "samples", ignore=shutil.ignore_patterns("*.results.csv", "*.test.csv"))
        # Where the README says that the program is.
        (self.folder / ".build").mkdir()
        (self.folder / ".build" / "release").symlink_to(pathlib.Path(program()).resolve().parent)

    def paste(self):
        """Gives all blocks to one shell, and returns what is seen of them."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        shell = subprocess.run(
            ["bash"], input="".join(blocks("sh")), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            cwd=self.folder, env=environment, timeout=60)
        return shell.stdout

    def test_section_has_commands_and_what_they_print(self):
        self.assertEqual((len(blocks("sh")), len(blocks("text"))), (2, 2))
        self.assertTrue(blocks("sh")[0].startswith('export PATH="$PWD/.build/release:$PATH"\n'))

    def test_every_line_that_the_readme_shows_is_printed(self):
        seen = self.paste()
        printed = masked(seen)
        for line in masked("".join(blocks("text"))):
            self.assertIn(line, printed, seen)

    def test_check_is_shown_to_the_letter(self):
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        seen = subprocess.run(
            ["bash"], input=blocks("sh")[0], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            cwd=self.folder, env=environment, timeout=60).stdout
        self.assertEqual(seen.rstrip(), blocks("text")[0].rstrip())

    def test_pasted_a_second_time_it_does_the_same(self):
        first, second = masked(self.paste()), masked(self.paste())
        self.assertEqual(sorted(first), sorted(second))


if __name__ == "__main__":
    unittest.main()
