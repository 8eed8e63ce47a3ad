"""Help pages as a user sees them, and what README and guide say of options."""
import os
import re
import subprocess
import unittest

from program_help import GUIDE, README, all_options, ask, commands, discussions, program

# Options of other programs that README and guide show.
FOREIGN = {"--generate-completion-script", "--parallel", "--parallel-max", "--icsv", "--ijson", "--ojson", "--filter",
           "--failed", "--now"}
EXIT_CODES = (0, 1, 3, 4, 64, 65, 66, 69, 73, 74, 75, 78, 129, 130, 143)


def options_in(text):
    """Long options that stand in a text: `--rate 5/s` names --rate, a line of dashes none."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


def tables():
    """The lines of every command's text that must stay as they are: examples, exit codes and the like."""
    return {words: [line for line in text.splitlines() if line.startswith("  ")]
            for words, text in discussions().items()}


class HelpPages(unittest.TestCase):
    def test_pages_fit_eighty_columns(self):
        for words in commands():
            with self.subTest(command=words):
                page = subprocess.run(
                    [program(), *words.split(), "--help"], check=True, capture_output=True, text=True,
                    env=os.environ | {"COLUMNS": "80"}).stdout
                self.assertEqual([line for line in page.splitlines() if len(line) > 80], [])

    def test_pages_begin_with_an_example_of_the_command_itself(self):
        for words in commands():
            with self.subTest(command=words):
                page = ask(*words.split(), "--help")
                example = page.index(f"\nExamples:\n  grupo-batch {words}".rstrip())
                self.assertLess(example, page.index("\nUSAGE:"))

    def test_tables_fit_terminal_and_manual(self):
        for words, lines in tables().items():
            self.assertEqual([line for line in lines if len(line) > 73], [], words)

    def test_texts_are_ascii_because_the_manual_drops_all_else(self):
        self.assertTrue(ask("--experimental-dump-help").isascii())

    def test_pages_name_only_options_that_exist(self):
        for words in commands():
            with self.subTest(command=words):
                self.assertLessEqual(options_in(ask(*words.split(), "--help")), all_options())

    def test_examples_use_options_of_their_command(self):
        known = commands()
        for line in {line for lines in tables().values() for line in lines if line.startswith("  grupo-batch ")}:
            with self.subTest(example=line):
                words = line.split()[1:]
                command = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
                self.assertLessEqual(options_in(line), known[command])

    def test_pages_of_sending_name_every_exit_code(self):
        for words in ("", "send"):
            page = ask(*words.split(), "--help")
            for code in EXIT_CODES:
                with self.subTest(command=words, code=code):
                    self.assertRegex(page, rf"(?m)^ +{code} +\w")


class Guide(unittest.TestCase):
    def test_readme_and_guide_name_only_options_that_exist(self):
        for name, text in ({"README.md": README} | GUIDE).items():
            with self.subTest(page=name):
                self.assertEqual(options_in(text) - all_options() - FOREIGN, set())

    def test_guide_has_every_option_on_its_page_of_options(self):
        for words, options in commands().items():
            with self.subTest(command=words):
                named = {option for option in options if option.startswith("--")}
                self.assertLessEqual(named - {"--help", "--version"}, options_in(GUIDE["Options.md"]))

    def test_foreign_options_are_still_shown(self):
        self.assertLessEqual(FOREIGN, options_in(README + "".join(GUIDE.values())))


if __name__ == "__main__":
    unittest.main()
