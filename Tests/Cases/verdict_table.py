"""A table of unknown rows, to be filled in by a person."""
import csv
import io

from unresolved import Unresolved

COLUMNS = ["row", "row_digest", "user", "sender", "first_words", "finished_at", "verdict"]


class Sheet(Unresolved):
    def export(self, name="unknown.csv", code=0, *options):
        return self.expect(code, "resolve", "list.csv", "--export", name, *options)

    def lines(self, name="unknown.csv"):
        return list(csv.DictReader(io.StringIO((self.folder / name).read_text(encoding="utf-8"), newline="")))

    def fill(self, verdicts, name="unknown.csv", delimiter=",", encoding="utf-8"):
        """Writes the table anew with a verdict for each row that has one."""
        lines = self.lines()
        page = io.StringIO(newline="")
        writer = csv.DictWriter(page, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerows([line | {"verdict": verdicts.get(line["user"], "")} for line in lines])
        self.put(name, page.getvalue().encode(encoding))
        return name

    def take(self, code, name="unknown.csv", *options, says=()):
        result = self.resolve(code, "--from", name, *options)
        self.assert_says(result.out + result.err, *says)
        return result
