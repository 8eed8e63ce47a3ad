"""Reads a page that the plugin made, and writes it with what the plugin leaves out or gets wrong; for manual.sh.

Usage: manual_page.py PROGRAM PAGE < page > finished page, where PAGE is the page's name such as grupo-batch.ledger.check
"""
import json
import re
import subprocess
import sys

program, page = sys.argv[1:]
described = json.loads(subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True).stdout)
command = described["command"]
for word in page.split(".")[1:]:
    command = next(below for below in command["subcommands"] if below["commandName"] == word)
text = sys.stdin.read()

# As the help shows it.
for argument in command.get("arguments", []):
    value, abstract = argument.get("defaultValue"), argument.get("abstract", "")
    if value and argument["shouldDisplay"] and argument["kind"] != "flag":
        names = "|".join(re.escape(name["name"]) for name in argument.get("names", [])) or re.escape(argument["valueName"])
        item = re.compile(rf"(?m)^(\.It (?:Fl|Ar) (?:.*[ -])?(?:{names})(?: .*)?\n{re.escape(abstract)})$")
        text, count = item.subn(lambda found: f"{found[1]} (default: {value})", text)
        assert count == 1, (page, argument)

# The plugin's sentence knows only 0 and >0, which is not true of this program.
table = re.search(r"(?m)^\.Pp\nExit codes:\n((?:  .*\n)+)", text)
if table:
    text = text.replace(table[0], "")
    status = ".Bd -literal\n" + table[1] + ".Ed"
else:
    status = "Every exit code is explained in\n.Xr grupo-batch 1 ."
text = text.replace(".Ex -std", status)

# Groff puts "BSD" there otherwise.
text = re.sub(r"(?m)^\.Os$", '.ds doc-volume "General Commands Manual\n.Os grupo-batch', text)
sys.stdout.write(text)
