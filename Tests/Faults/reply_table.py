"""The table of replies, Tests/Fixtures/replies.json, which the unit tests of the classifier read as well."""
import json
import pathlib
import re

from fault_site import answer, response

# A member with another name would be read by nobody.
MEMBERS = {"name", "statuses", "headers", "bodies", "encoding", "wire", "end", "http_status", "rules", "verdict", "key",
           "message", "in_message", "fault", "limit", "retry_after", "notices", "says"}
PATH = pathlib.Path(__file__).resolve().parent.parent / "Fixtures/replies.json"


class Reply:
    """One reply of a row: what is sent, and what the report says then."""

    def __init__(self, row, status, content):
        self.row = row
        self.name = f"{row['name']}: {status or ''} {content[:60]!r}"
        self.end = row.get("end")
        self.bytes = content if status is None else response(content, status, row.get("headers", ()))
        self.outcome = row["verdict"].removesuffix("_same_again")
        self.key = row.get("key", "")
        self.http_status = status or row.get("http_status", "")

    @property
    def step(self):
        """What the fault site does; it always ends the connection behind the reply."""
        if self.end == "reset":
            return lambda connection: connection.reset()
        return answer(self.bytes)

    @property
    def options(self):
        """The options that say what the user knows of the site."""
        rules = self.row.get("rules", {})
        return tuple(word for name, values in rules.items()
                     for word in (f"--{name.replace('_', '-')}", ",".join(map(str, values))))

    def fits(self, line):
        """Whether a line of the report says what the row says."""
        key = line["error_key"]
        return (line["outcome"] == self.outcome and line["http_status"] == str(self.http_status)
                and (key.startswith("client.") if self.key == "client.*" else key == shown(self.key))
                and line["error_message"] == shown(self.row.get("message", line["error_message"]))
                and shown(self.row.get("in_message", "")) in line["error_message"])


def shown(text):
    """A text as a cell of the report has it: without controls, and with a mark where it would be a formula."""
    text = re.sub("[\0-\x1f\x7f-\x9f]", "\ufffd", text)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\ufffd")) else text


def read_table():
    """Every reply of every row."""
    table = json.loads(PATH.read_text(encoding="utf-8"))
    texts = {name: text["text"] * text.get("times", 1) for name, text in table["texts"].items()}
    replies = []
    for row in table["rows"]:
        assert not row.keys() - MEMBERS, row
        for content in row.get("bodies") or row["wire"]:
            whole = re.sub("|".join(r"\$" + name for name in texts), lambda found: texts[found[0][1:]], content)
            content = whole.encode(row.get("encoding", "utf-8"))
            replies += [Reply(row, status, content) for status in row.get("statuses", [None])]
    return replies
