"""What the program says of itself: its commands and options, from the parser's own description of them, and its guide."""
import functools
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Campaigns"))
from harness import ROOT, program  # noqa: E402

README = (ROOT / "README.md").read_text(encoding="utf-8")
CATALOGUE = ROOT / "Sources/grupo-batch/grupo-batch.docc"
# The guide's pages by their files' names.
GUIDE = {path.name: path.read_text(encoding="utf-8") for path in sorted(CATALOGUE.glob("*.md"))}


@functools.cache
def descriptions():
    """What the parser knows of every command, by the command's words: "ledger check"; the program itself is ""."""
    found = {}

    def visit(command, words):
        found[" ".join(words)] = command
        for subcommand in command.get("subcommands", []):
            if subcommand["shouldDisplay"]:
                visit(subcommand, [*words, subcommand["commandName"]])

    visit(json.loads(ask("--experimental-dump-help"))["command"], [])
    # The parser's own.
    del found["help"]
    return found


def commands():
    """The options of every command: {"ledger check": {"--json", "--help", "-h", …}, …}."""
    return {
        words: {("--" if name["kind"] == "long" else "-") + name["name"]
                for argument in command.get("arguments", []) if argument["shouldDisplay"]
                for name in argument.get("names", [])}
        for words, command in descriptions().items()}


def discussions():
    """The text of every command's help page."""
    return {words: command.get("discussion", "") for words, command in descriptions().items()}


def all_options():
    """Every option of every command."""
    return set().union(*commands().values())


def ask(*arguments):
    """What the program prints on standard output."""
    result = subprocess.run([program(), *arguments], check=True, capture_output=True, text=True, timeout=30)
    return result.stdout
