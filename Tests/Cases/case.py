"""What the tests of cases share: small inputs that once went wrong, each with its commands and what is right."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Commands"))
from workbench import SENT, SILENCE, Reply, Workbench, refusal  # noqa: E402, F401


HEAD = "user,sender,message\n"


def greetings(count=8, text="Hello"):
    """A list of so many people, each with a message of their own."""
    return HEAD + "".join(f"u{number},office,{text} {number}\n" for number in range(count))


def by_marker(form):
    """The site's answer as a marker in the message asks for: `[[refused]]` or `[[j400]]`; else the message is stored."""
    text = form["message"]
    if "[[refused]]" in text:
        return refusal("banned_word", "This message is not allowed")
    if "[[j400]]" in text:
        return Reply(400, b'{"success": false, "error_key": "bad_request", "error_message": "No"}')
    if "[[silence]]" in text:
        return SILENCE
    return SENT


class Case(Workbench):
    """A folder, a site on loopback that keeps every message, and commands as the case writes them."""

    def setUp(self):
        super().setUp()
        self.site = self.open_site(by_marker)

    def put(self, name, content):
        """Writes a file of the case: text as UTF-8, bytes as they are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def sent_to(self):
        """To whom messages came, in alphabetical order."""
        return sorted(self.site.users)

    def refused(self, *arguments, code=65, says=()):
        """Runs a command that must be refused, saying these words, while nothing arrives at the site."""
        before = len(self.site.forms)
        result = self.expect(code, *arguments)
        self.assertEqual(len(self.site.forms), before, result)
        for words in [says] if isinstance(says, str) else says:
            self.assertRegex(result.out + result.err, re.compile(words, re.I))
        return result
