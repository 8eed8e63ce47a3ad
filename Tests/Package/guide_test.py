"""README and guide: short, without links that lead nowhere, and complete where they list something."""
import re
import unittest

from help_pages_test import EXIT_CODES
from program_help import CATALOGUE, GUIDE, README, ROOT

PAGES = {"README.md": README} | GUIDE


def keys_in_sources():
    """The error keys of our own, wherever they are written down: not the beginnings that some code looks for."""
    return [key for path in sorted((ROOT / "Sources").rglob("*.swift"))
            for key in re.findall(r'"((?:client|manifest)\.[a-z0-9_]*[a-z0-9])"', path.read_text(encoding="utf-8"))]


class Readme(unittest.TestCase):
    def test_readme_is_a_face_not_a_manual(self):
        self.assertLessEqual(README.count("\n"), 185)

    def test_readme_links_to_every_page_of_the_guide(self):
        linked = re.findall(r"\]\(Sources/grupo-batch/grupo-batch\.docc/([^)]*)\)", README)
        self.assertEqual(set(linked), set(GUIDE))

    def test_readme_explains_exactly_the_exit_codes_there_are(self):
        section = README.split("\n## Exit codes\n")[1].split("\n## ")[0]
        codes = [int(code) for row in re.findall(r"(?m)^\| ([\d, ]+) \|", section) for code in row.split(",")]
        self.assertEqual(sorted(codes), sorted(EXIT_CODES))


class Guide(unittest.TestCase):
    def test_links_lead_to_files(self):
        for name, text in PAGES.items():
            for link in re.findall(r"\]\((?!https://)([^)]*)\)", text):
                with self.subTest(page=name, link=link):
                    self.assertTrue((ROOT / link).is_file())

    def test_paths_that_are_named_exist(self):
        for name, text in PAGES.items():
            for path in re.findall(r"(?<![\w/.])(?:Sources|Tests|samples|\.ci)/[\w./-]*[\w]", text):
                with self.subTest(page=name, path=path):
                    self.assertTrue((ROOT / path).exists())

    def test_index_leads_to_every_other_page(self):
        linked = re.findall(r"<doc:([\w-]+)>", GUIDE["grupo-batch.md"])
        self.assertEqual(sorted(f"{page}.md" for page in linked), sorted(set(GUIDE) - {"grupo-batch.md"}))

    def test_every_page_begins_with_title_and_abstract(self):
        for name, text in GUIDE.items():
            with self.subTest(page=name):
                self.assertRegex(text, r"\A# .+\n\n[A-Z].+\.\n\n## Overview\n")

    def test_catalogue_holds_pages_only(self):
        self.assertEqual({path.name for path in CATALOGUE.iterdir()}, set(GUIDE))

    def test_error_keys_are_written_down_once_in_the_sources_and_once_in_the_guide(self):
        listed = re.findall(r"(?m)^\| `([a-z0-9_]+\.[a-z0-9_.]+)` \|", GUIDE["ErrorKeys.md"])
        self.assertEqual(sorted(listed), sorted(keys_in_sources()))


if __name__ == "__main__":
    unittest.main()
