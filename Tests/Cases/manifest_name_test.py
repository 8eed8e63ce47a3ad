"""What a database knows a list by, where that is not the name of its file."""
import unittest

from case import Case, greetings
from private_postgres import WithPostgres


class ManifestName(WithPostgres, Case):
    def setUp(self):
        super().setUp()
        self.address = self.postgres.address(self.postgres.database())
        self.expect(0, "ledger", "init", self.address)

    def run_on(self, command, name, *options, code=0):
        return self.expect(code, command, name, "--ledger", self.address, *options)

    def test_two_lists_of_one_name(self):
        """Another row for somebody who was served is a second message, unless the list is said to be another one."""
        self.put("a/list.csv", greetings(4, "First"))
        self.put("b/list.csv", greetings(4, "Second"))
        self.run_on("send", "a/list.csv", "--yes")
        refused = self.refused("send", "b/list.csv", "--yes", "--ledger", self.address, says=["second message", "--manifest-name"])
        self.assertIn("keeps the two apart", refused.err)
        self.refused("validate", "b/list.csv", "--ledger", self.address, says="--manifest-name")
        # More than half of the people were served from the other list, which a yes answers.
        self.run_on("send", "b/list.csv", "--yes", "--manifest-name", "second.csv")
        self.assertEqual(len(self.site.forms), 8)
        for name, word, options in (("a/list.csv", "First", []), ("b/list.csv", "Second", ["--manifest-name", "second.csv"])):
            status = self.run_on("status", name, "--json", *options).json
            self.assertEqual(status["manifest"], options[1] if options else "list.csv")
            self.assertEqual(status["counts"]["sent"], 4)

    def test_one_list_of_two_names(self):
        """Another machine calls it otherwise: by its name it is the same list, and goes on."""
        self.put("list.csv", greetings())
        self.put("copy.csv", greetings())
        self.run_on("send", "list.csv", "--yes", "--limit", "3")
        self.run_on("send", "copy.csv", "--yes", "--manifest-name", "list.csv")
        self.assertEqual(self.sent_to(), sorted(f"u{number}" for number in range(8)))
        self.assertEqual(len(self.expect(0, "status", "--json", "--ledger", self.address).json["batches"]), 1)

    def test_standard_input_by_name(self):
        for name in ("one", "two"):
            text = greetings(3, name)
            self.expect(0, "send", "-", "--input-format", "csv", "--yes", "--manifest-name", name, "--ledger", self.address,
                        "--report", f"{name}.csv", text=text)
        self.assertEqual(len(self.site.forms), 6)
        status = self.expect(0, "status", "-", "--input-format", "csv", "--manifest-name", "one", "--ledger", self.address, "--json",
                             text=greetings(3, "one"))
        self.assertEqual(status.json["manifest"], "one")

    def test_every_command_takes_it(self):
        self.put("list.csv", "user,sender,message\nu0,office,[[silence]]\nu1,office,Hello\n")
        named = ["--manifest-name", "may"]
        sent = self.run_on("send", "list.csv", "--yes", *named, code=3)
        self.assertIn("--manifest-name may", sent.out + sent.err)
        self.refused("report", "list.csv", "--ledger", self.address, "--manifest-name", "june", "--output", "-", code=66, says="does not know")
        self.run_on("report", "list.csv", "--output", "-", *named)
        self.run_on("validate", "list.csv", *named)
        self.run_on("resolve", "list.csv", "--all", "--as", "sent", "--yes", *named)
        self.assertEqual(self.run_on("status", "list.csv", "--json", *named).json["counts"]["sent"], 2)
        other = self.postgres.address(self.postgres.database())
        self.expect(0, "ledger", "init", other)
        self.run_on("report", "list.csv", "--output", "list.results.csv", *named)
        self.expect(0, "ledger", "import", "list.results.csv", "--ledger", other, *named)
        self.assertEqual(self.postgres.sql("SELECT manifest FROM grupo_batch.campaign", other.split("@/")[1].split("?")[0]), "may")

    def test_what_is_no_name(self):
        self.put("list.csv", greetings())
        for name in (" x", "x ", "-", "a\tb", "x" * 1_001):
            self.refused("send", "list.csv", "--yes", "--ledger", self.address, f"--manifest-name={name}", code=64, says="takes the name of a list")
        self.environment["GRUPO_MANIFEST_NAME"] = "x"
        self.put("conf.yaml", "manifest_name: x\n")
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, "--config", "conf.yaml", code=78)

    def test_a_file_s_ledger(self):
        """It knows a list by its path: said, and the list is sent."""
        self.put("list.csv", greetings())
        for command in (["send", "--yes"], ["validate"], ["status"], ["report", "--output", "-"]):
            result = self.expect(0, command[0], "list.csv", *command[1:], "--manifest-name", "x", "--ledger", "file.sqlite")
            self.assertEqual(result.err.count("--manifest-name has no effect: the ledger is a file"), 1, result)
        self.expect(0, "status", "list.csv", "--ledger", "file.sqlite")
        self.assertEqual(len(self.site.forms), 8)


if __name__ == "__main__":
    unittest.main()
