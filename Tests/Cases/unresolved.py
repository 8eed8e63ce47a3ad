"""A list of which some rows are unknown, for the tests of `resolve`."""
from case import SENT, SILENCE, Case, refusal


class Unresolved(Case):
    """Rows 2 and 7 were sent, row 5 was rejected, rows 3, 4 and 6 are unknown."""

    def setUp(self):
        super().setUp()
        self.site.answer = lambda form: {"ann": SENT, "eve": refusal(), "zoe": SENT}.get(form["user"], SILENCE)
        self.manifest("ann", "ben", "cid", "eve", "dora", "zoe")
        self.expect(3, "send", "list.csv", "--concurrency", "1")
        self.site.answer = lambda form: SENT
        self.site.forms.clear()

    def resolve(self, code, *options):
        result = self.expect(code, "resolve", "list.csv", *options)
        self.assertNotIn("nothing was sent", result.err.lower())
        if code == 65:
            self.assert_says(result.err, "nothing was recorded")
        return result

    def states(self):
        self.expect(0, "report", "list.csv")
        return [line["outcome"] for line in self.report()]

    def keys(self):
        self.expect(0, "report", "list.csv")
        return [line["error_key"] for line in self.report()]

    BEFORE = ["sent", "unknown", "unknown", "rejected", "unknown", "sent"]
