"""The manual: what the program's help says, no more and no less, and pages that man can show."""
import filecmp
import re
import shutil
import subprocess
import tempfile
import unittest

from program_help import ROOT, ask, commands

MANUAL = ROOT / "samples" / "manual"
PAGES = {("grupo-batch " + words).strip().replace(" ", "-") + ".1": options for words, options in commands().items()}


def render(page):
    """The page as man shows it on a terminal of 80 columns, and what the formatter has to say against it."""
    shown = subprocess.run(
        ["groff", "-mdoc", "-Tutf8", "-ww", "-rLL=78n", "-P-cbou", MANUAL / page], check=True, capture_output=True,
        text=True)
    return shown.stdout.replace("\u2010", "-"), shown.stderr


class Manual(unittest.TestCase):
    def test_there_is_a_page_for_every_command(self):
        self.assertEqual({path.name for path in MANUAL.iterdir()}, set(PAGES))

    def test_pages_name_exactly_the_options_that_exist(self):
        for page, options in PAGES.items():
            with self.subTest(page=page):
                listed = set(re.findall(r"(?m)^\.It Fl .*", (MANUAL / page).read_text()))
                names = {"-" + name for line in listed for name in re.findall(r"(?:Fl |, )(-?[a-z][a-z-]*)", line)}
                self.assertEqual(names, options)

    def test_pages_are_what_the_script_makes(self):
        made = tempfile.mkdtemp(prefix="grupo-batch-manual-")
        self.addCleanup(shutil.rmtree, made)
        script = subprocess.run(["bash", ROOT / "samples" / "manual.sh", made], capture_output=True, text=True)
        self.assertEqual(script.returncode, 0, script.stdout + script.stderr)
        compared = filecmp.dircmp(MANUAL, made)
        differences = compared.left_only + compared.right_only + compared.diff_files
        self.assertEqual(differences, [], "the manual has drifted: run bash samples/manual.sh")

    def test_pages_tell_defaults_and_exit_codes_as_the_help_does(self):
        for page in PAGES:
            with self.subTest(page=page):
                text, source = render(page)[0], (MANUAL / page).read_text()
                words = page.removesuffix(".1").split("-")[2:]
                for default in re.findall(r"\(default: [^)]*\)", ask(*words, "--help")):
                    self.assertIn(" ".join(default.split()), source)
                self.assertNotIn(">0", text)
                self.assertNotIn("BSD", text)

    def test_pages_have_no_fault_that_the_formatter_warns_of(self):
        for page in PAGES:
            with self.subTest(page=page):
                self.assertEqual(render(page)[1], "")

    def test_main_page_names_every_command_exit_code_variable_and_file(self):
        text = render("grupo-batch.1")[0]
        for words in commands():
            if words and " " not in words:
                self.assertIn(f"grupo-batch-{words}(1)", text)
        for code in (0, 1, 3, 4, 64, 65, 66, 69, 73, 74, 75, 78, 129, 130, 143):
            self.assertRegex(text, rf"(?m)^ +{code} +\w")
        for word in ("GRUPO_SITE", "GRUPO_API_SECRET_KEY", "XDG_STATE_HOME", "grupo-batch.yaml"):
            self.assertIn(word, text)


if __name__ == "__main__":
    unittest.main()
