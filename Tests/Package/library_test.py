"""The libraries and the guide: the documentation has no broken link, and its example is a program that sends a message."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from program_help import ROOT, program

ARTICLE = ROOT / "Sources/GrupoAPI/GrupoAPI.docc/SendingOneMessage.md"
SAMPLE = ROOT / "samples/SendOneMessage/SendOneMessage.swift"


class Documentation(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-documentation-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def test_catalogues_build_without_a_warning(self):
        built = subprocess.run(
            ["bash", ROOT / "Tests/documentation.sh", self.folder], capture_output=True, text=True)
        self.assertEqual(built.returncode, 0, built.stdout + built.stderr)
        for module in ("GrupoAPI", "BatchEngine", "grupo-batch"):
            pages = self.folder / f"{module}.doccarchive" / "data/documentation" / module.lower()
            self.assertGreater(len(list(pages.rglob("*.json"))), 10)

    def test_example_of_the_article_is_the_sample(self):
        code = re.search(r"(?s)```swift\n(.*?)```", ARTICLE.read_text())[1]
        self.assertIn(code, SAMPLE.read_text())


class Example(unittest.TestCase):
    def send(self, **changes):
        """Runs the example against a sandbox, and returns what it printed."""
        with subprocess.Popen(
                [program(), "sandbox"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as sandbox:
            try:
                lines = [sandbox.stdout.readline() for _ in range(2)]
                settings = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
                beside = pathlib.Path(program()).parent / "SendOneMessage"
                # The package's build makes the program alone; the build of the tests makes the example too.
                example = beside if beside.exists() else ROOT / ".build/debug/SendOneMessage"
                return subprocess.run(
                    [example], capture_output=True, text=True, env=os.environ | settings | changes, timeout=60).stdout
            finally:
                sandbox.terminate()

    def test_example_sends_a_message(self):
        self.assertEqual(self.send(), "sent\n")

    def test_example_says_what_the_site_refuses(self):
        self.assertRegex(self.send(GRUPO_API_SECRET_KEY="another key"), r"\Arejected: \w+ .+\n\Z")


if __name__ == "__main__":
    unittest.main()
