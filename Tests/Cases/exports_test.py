"""Manifests as the usual programs export them: each right, or refused with one sentence a volunteer understands."""
import pathlib
import shutil
import unittest

from case import Case

EXPORTS = pathlib.Path(__file__).parent / "exports"


def table():
    """The rows of the table beside the exports: file, options and what is right."""
    lines = [line.split("|") for line in (EXPORTS / "README.md").read_text(encoding="utf-8").splitlines()
             if line.startswith("| ")]
    return [(cells[1].strip(), cells[3].strip().strip("`").split(), cells[4].strip()) for cells in lines[2:]]


class ExportsTest(Case):
    def send(self, name, options, *, code):
        """Sends a file as if none had been sent before."""
        self.site.forms.clear()
        self.forget_runs()
        for report in self.folder.glob("*.results.csv"):
            report.unlink()
        return self.expect(code, "send", name, "--sender", "office", "--message", "Hi", *options)

    def test_every_export_does_what_the_table_says(self):
        for name, options, right in table():
            with self.subTest(name, options=options):
                shutil.copyfile(EXPORTS / name, self.folder / name)
                kind, _, words = right.partition(": ")
                result = self.send(name, options, code=0 if kind == "sent" else 65)
                self.assertEqual(self.sent_to(), ["ann", "bob"] if kind == "sent" else [])
                for part in words.split(" ... "):
                    self.assertIn(part.lower(), result.err.lower())
                if kind != "sent":
                    self.send(name, [*options, "--yes"], code=0 if kind == "asked" else 65)
                    self.assertEqual(self.sent_to(), ["ann", "bob"] if kind == "asked" else [])

    def test_no_export_is_missing_from_the_table(self):
        files = {path.name for path in EXPORTS.iterdir()} - {"README.md"}
        self.assertEqual(files, {name for name, _, _ in table()})
        self.assertGreater(len(files), 20)


if __name__ == "__main__":
    unittest.main()
