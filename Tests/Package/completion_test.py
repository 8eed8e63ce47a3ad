"""Completion scripts: bash completes commands, options, values and files; the scripts of zsh and fish are sound."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from program_help import ask, commands

# What the shell does on TAB: the words so far, the cursor at the end of the last one.
COMPLETE = """
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_TYPE=9 COMP_KEY=9
COMP_POINT=${#COMP_LINE}
_grupo-batch "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Bash(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-completion-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.script = self.folder / ".completion.bash"
        self.script.write_text(ask("--generate-completion-script", "bash"))

    def complete(self, *words):
        """What bash offers for the last word, without the blanks that end a word."""
        result = subprocess.run(
            ["bash", "-c", COMPLETE, "bash", self.script, "grupo-batch", *words], cwd=self.folder, check=True,
            capture_output=True, text=True, timeout=30)
        self.assertEqual(result.stderr, "")
        return {line.rstrip(" ") for line in result.stdout.splitlines() if line.strip()}

    def test_every_command_is_offered(self):
        offered = self.complete("")
        self.assertLessEqual({words for words in commands() if words and " " not in words}, offered)

    def test_beginning_of_a_command_is_completed(self):
        self.assertEqual(self.complete("val"), {"validate"})
        self.assertEqual(self.complete("ledger", "ch"), {"check"})

    def test_beginning_of_an_option_is_completed(self):
        self.assertEqual(self.complete("send", "list.csv", "--concur"), {"--concurrency"})
        self.assertEqual(self.complete("sandbox", "--por"), {"--port"})

    def test_commands_are_offered_after_help(self):
        self.assertLessEqual({words for words in commands() if words and " " not in words}, self.complete("help", ""))
        self.assertEqual(self.complete("help", "val"), {"validate"})
        self.assertEqual(self.complete("help", "send", ""), set())

    def test_option_of_another_command_is_not_offered(self):
        self.assertEqual(self.complete("sandbox", "--concur"), set())

    def test_values_of_an_option_are_offered(self):
        self.assertLessEqual({"auto", "always", "never"}, self.complete("send", "list.csv", "--color", ""))
        self.assertLessEqual({"failed", "not_sent", "unknown"}, self.complete("report", "list.csv", "--only", ""))

    def test_manifest_is_completed_as_a_file(self):
        (self.folder / "recipients.csv").touch()
        for command in ("send", "validate", "report", "status", "resolve"):
            with self.subTest(command=command):
                self.assertEqual(self.complete(command, "recip"), {"recipients.csv"})

    def test_file_options_are_completed_as_files(self):
        (self.folder / "template.txt").touch()
        self.assertEqual(self.complete("send", "--template", "templ"), {"template.txt"})


class OtherShells(unittest.TestCase):
    def check(self, shell):
        if not shutil.which(shell) and os.environ.get("PACKAGE") != "1":
            self.skipTest(f"{shell} is not installed; with PACKAGE=1 it has to be")
        script = ask("--generate-completion-script", shell)
        result = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, timeout=30)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_fish_offers_commands_after_help_and_outcomes_of_a_report(self):
        if not shutil.which("fish"):
            self.skipTest("fish is not installed")
        script = ask("--generate-completion-script", "fish")
        for line, expected in (("grupo-batch help val", "validate"), ("grupo-batch report l.csv --only not", "not_sent")):
            with self.subTest(line=line):
                result = subprocess.run(
                    ["fish", "--no-config", "-c", f"{script}\ncomplete -C '{line}'"], capture_output=True, text=True, timeout=30)
                offered = [line.partition("\t")[0] for line in result.stdout.splitlines()]
                self.assertEqual((offered, result.stderr), ([expected], ""))

    def test_zsh_offers_commands_after_help(self):
        names = " ".join(words for words in commands() if words and " " not in words)
        self.assertIn(f"'1:command:({names})'", ask("--generate-completion-script", "zsh"))

    def test_zsh_reads_its_script(self):
        self.check("zsh")

    def test_fish_reads_its_script(self):
        self.check("fish")


if __name__ == "__main__":
    unittest.main()
