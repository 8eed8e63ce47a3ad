"""What every command prints with --json is as the published schema says, key for key."""
import contextlib
import json
import signal
import sqlite3
import unittest

import jsonschema

from case import Case
from exit_code_test import closed_port
from private_postgres import WithPostgres
from workbench import ROOT, SILENCE, refusal

SCHEMA = json.loads((ROOT / "samples/json.schema.json").read_text(encoding="utf-8"))
COMMANDS = {"send", "validate", "report", "status", "resolve", "sandbox", "doctor", "init", "ledger check", "ledger forget",
            "ledger import", "ledger init", "ledger recover", "fleet"}


def closed(schema):
    """The schema without keys that it does not name: what is printed and not described is an error here."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: closed(part) for name, part in schema.items()}
    if strict.get("type") == "object" and "properties" in strict:
        strict.setdefault("additionalProperties", False)
    return strict


CLOSED = closed(SCHEMA)


class Described(Case):
    """Commands whose JSON is held to the schema."""

    def check(self, value, name):
        schema = {"$ref": f"#/$defs/{name}", "$defs": CLOSED["$defs"]}
        try:
            jsonschema.Draft202012Validator(schema).validate(value)
        except jsonschema.ValidationError as fault:
            causes = "\n".join(f"{list(cause.absolute_path)}: {cause.message}" for cause in fault.context)
            self.fail(f"{name}: {fault.message}\n{causes}\n{json.dumps(value, indent=1)}")
        # The schema as it is published takes it too, by the command's definition and as a whole.
        jsonschema.Draft202012Validator(SCHEMA | {"$ref": f"#/$defs/{name}"}).validate(value)
        return value

    def says(self, code, name, *arguments, **options):
        """Runs a command with --json; returns what it printed, which the schema takes, be it a failure."""
        words = list(arguments)
        place = words.index("--") if "--" in words else len(words)
        result = self.expect(code, *words[:place], "--json", *words[place:], **options)
        found = [self.check(json.loads(line), name) for line in result.out.splitlines()]
        for line in result.err.splitlines():
            if line.startswith("{"):
                self.assertEqual(self.check(json.loads(line), "failure")["exit_code"], code)
        if code != 0 and not found:
            self.assertTrue(result.err.splitlines()[-1].startswith("{"), result)
        return found[-1] if found else json.loads(result.err.splitlines()[-1])


class JSONSchema(Described):
    def test_schema_is_one_and_names_every_command_that_prints_json(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        found = set()

        def visit(command, words):
            names = {name["name"] for argument in command.get("arguments", []) for name in argument.get("names") or []}
            if "json" in names:
                found.add(" ".join(words))
            for subcommand in command.get("subcommands", []):
                visit(subcommand, [*words, subcommand["commandName"]])

        visit(json.loads(self.expect(0, "--experimental-dump-help").out)["command"], [])
        self.assertEqual(found, COMMANDS)
        self.assertLessEqual({command.replace(" ", "-") for command in COMMANDS}, set(SCHEMA["$defs"]))
        whole = {part["$ref"].rpartition("/")[2] for part in SCHEMA["anyOf"]}
        self.assertEqual(whole, {command.replace(" ", "-") for command in COMMANDS} | {"failure"})

    def test_key_that_is_not_described_is_noticed(self):
        with self.assertRaises(AssertionError):
            self.check({"files": ["a"], "new": 1}, "init")
        with self.assertRaises(AssertionError):
            self.check({"files": "a"}, "init")
        self.check({"files": ["a"]}, "init")

    def test_send_and_validate_that_go_well(self):
        self.manifest("ann", "ben")
        found = self.says(0, "validate", "validate", "list.csv")
        self.assertEqual((found["valid"], found["ledger_consulted"]), (True, False))
        self.put("out.csv", "user\nben\nnobody\n")
        self.says(0, "validate", "validate", "list.csv", "--exclude", "out.csv")
        self.says(0, "sent", "send", "list.csv", "--exclude", "out.csv", "--batch", "one")
        self.says(0, "sent", "send", "list.csv", "--batch", "one", "--bom", "--report", "r.json")
        self.says(0, "sent", "send", "list.csv", "--batch", "one")
        self.assertTrue(self.says(0, "validate", "validate", "list.csv", "--batch", "one")["ledger_consulted"])
        self.says(0, "sent", "send", "list.csv", "--test-to", "me")
        self.says(0, "validate", "send", "list.csv", "--dry-run")

    def test_send_that_ends_in_every_other_way(self):
        self.manifest("ann", ("ben", "office", "[[refused]]"), ("cid", "office", "[[silence]]"))
        found = self.says(3, "sent", "send", "list.csv")
        self.assertEqual([key["count"] for key in found["error_keys"]], [1, 1])
        self.manifest("ann", ("ben", "office", "[[refused]]"), name="one.csv")
        self.says(1, "sent", "send", "one.csv", "--yes")
        self.manifest("ann", *[(f"b{number}", "office", "[[refused]]") for number in range(3)], name="stop.csv")
        self.assertIn("stopped", self.says(4, "sent", "send", "stop.csv", "--yes", "--stop-after", "1", "--concurrency", "1"))
        self.manifest("dan", ["", "office", "x"], name="faulty.csv")
        self.says(65, "validate", "send", "faulty.csv")
        self.says(65, "validate", "validate", "faulty.csv")
        self.says(64, "validate", "validate", "list.csv", "--rows", "90-")
        self.says(64, "failure", "send", "list.csv", "--rows", "90-")

    def test_send_that_a_signal_ends(self):
        site = self.open_site(held=True)
        self.manifest("ann", "ben")
        process = self.start("send", "list.csv", "--json", "--concurrency", "1")
        site.wait_for(1)
        process.send_signal(signal.SIGINT)
        self.wait_for_words(process, "Stopping")
        site.held = False
        result = self.finish(process)
        self.assertEqual((result.code, self.check(result.json, "sent")["code"]), (130, "interrupted"), result)

    def test_send_to_a_site_that_is_not_there_and_with_a_report_that_cannot_be_written(self):
        self.manifest("ann")
        with closed_port() as port:
            self.says(69, "sent", "send", "list.csv", "--site", f"http://127.0.0.1:{port}", "--retries", "0")
        self.says(73, "failure", "send", "list.csv", "--report", "none/r.csv")
        self.says(73, "failure", "send", "list.csv", "--ledger", "/proc/l.sqlite")
        self.environment.pop("GRUPO_API_SECRET_KEY")
        self.says(78, "failure", "send", "list.csv")

    def test_warnings_problems_questions_and_notices(self):
        self.put("m.csv", "user,sender,message,extra,gif_url\nann,o,Hi Ã¼ber,x,http://example.org/a.gif\n,o,,x,\n")
        found = self.says(65, "validate", "validate", "m.csv")
        self.assertTrue(found["problems"] and found["warnings"] and found["warning_totals"], found)
        self.manifest("ann")
        self.put("nobody.csv", "user\nzoe\n")
        found = self.says(0, "validate", "validate", "list.csv", "--exclude", "nobody.csv", "--time-zone", "UTC")
        self.assertTrue(found["questions"] and found["notices"], found)

    def test_report_status_and_resolve(self):
        self.site.answer = lambda form: {"ben": SILENCE, "cid": refusal()}.get(form["user"], {"success": True})
        self.manifest("ann", "ben", "cid")
        self.expect(3, "send", "list.csv", "--concurrency", "1")
        self.says(0, "report", "report", "list.csv", "--output", "r.md")
        self.assertEqual(self.says(0, "report", "report", "list.csv", "--only", "unknown", "--output", "u.csv")["listed"]["unknown"], 1)
        self.says(0, "batch", "status", "list.csv")
        self.says(0, "batch", "status", "list.csv", "--watch")
        self.assertEqual(len(self.says(0, "history", "status")["batches"]), 1)
        self.assertEqual(self.says(0, "exported", "resolve", "list.csv", "--export", "u2.csv"), {"exported": 1})
        self.says(65, "failure", "resolve", "list.csv", "--from", "u2.csv")
        self.says(65, "failure", "resolve", "list.csv", "--row", "2", "--as", "sent")
        self.says(0, "resolved", "resolve", "list.csv", "--row", "3", "--as", "sent")
        self.assertEqual(self.says(0, "exported", "resolve", "list.csv", "--export", "u3.csv"), {"exported": 0})
        for command in ("report", "status"):
            self.says(66, "failure", command, "none.csv")

    def test_status_of_a_batch_that_is_being_sent(self):
        site = self.open_site(held=True)
        self.manifest("ann", "ben")
        process = self.start("send", "list.csv", "--batch", "now")
        site.wait_for(1)
        found = self.says(0, "batch", "status", "list.csv")
        self.assertTrue(found["running"] and found["holder"], found)
        self.says(75, "failure", "send", "list.csv", "--batch", "now")
        site.held = False
        self.assertEqual(self.finish(process).code, 0)

    def test_sandbox(self):
        process = self.start("sandbox", "--json")
        self.check(json.loads(process.stdout.readline()), "sandbox")
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(), 0)
        self.says(64, "failure", "sandbox", "--host", "0.0.0.0")
        self.says(66, "failure", "sandbox", "--users", "none.txt")

    def test_doctor_and_init(self):
        self.assertTrue(self.says(0, "doctor", "doctor")["healthy"])
        self.environment.pop("GRUPO_API_SECRET_KEY")
        result = self.expect(1, "doctor", "--json", "--allow-http")
        self.assertFalse(self.check(result.json, "doctor")["healthy"])
        self.assert_says(self.check(json.loads(result.err), "failure")["message"], "1 check failed")
        self.says(0, "init", "init", "new")
        self.says(73, "failure", "init", "new")

    def test_ledger_commands(self):
        address = self.environment.pop("GRUPO_SITE")
        self.assertEqual(self.expect(0, "ledger", "check", "--json").out, "")
        self.environment["GRUPO_SITE"] = address
        self.manifest("ann")
        self.expect(0, "send", "list.csv", "--ledger", "l.sqlite")
        self.assertTrue(self.says(0, "ledger-check", "ledger", "check", "--ledger", "l.sqlite")["sound"])
        self.says(0, "ledger-forget", "ledger", "forget", "--before", "2026-01-31", "--ledger", "l.sqlite")
        self.says(0, "ledger-import", "ledger", "import", "list.results.csv", "--ledger", "new.sqlite")
        self.says(66, "failure", "ledger", "check", "--ledger", "none.sqlite")
        self.says(66, "failure", "ledger", "forget", "--before", "2026-01-31", "--ledger", "none.sqlite")
        self.says(64, "failure", "ledger", "forget", "--before", "soon")
        self.put("no.csv", "a,b\n1,2\n")
        self.says(65, "failure", "ledger", "import", "no.csv", "--manifest", "list.csv")
        with contextlib.closing(sqlite3.connect(self.folder / "l.sqlite")) as ledger:
            ledger.execute("UPDATE plan SET row_count = row_count + 1")
            ledger.commit()
        result = self.expect(74, "ledger", "check", "--ledger", "l.sqlite", "--json")
        self.assertFalse(self.check(result.json, "ledger-check")["sound"])
        self.assert_says(self.check(json.loads(result.err), "failure")["remedy"], "grupo-batch ledger import REPORT")


class JSONSchemaOfDatabases(WithPostgres, Described):
    def test_ledger_in_a_database(self):
        database = self.postgres.database()
        address = self.postgres.address(database)
        self.assertTrue(self.says(0, "ledger-init", "ledger", "init", address)["is_new"])
        self.says(64, "failure", "ledger", "init", "file.sqlite")
        self.manifest("ann")
        self.expect(0, "send", "list.csv", "--yes", "--ledger", address)
        self.assertTrue(self.says(0, "ledger-check", "ledger", "check", "--ledger", address)["sound"])
        self.assertEqual(self.says(0, "moved", "ledger", "import", "--from", address, "--ledger", "file.sqlite")["added"], 1)
        self.assertFalse(self.says(0, "ledger-import", "ledger", "import", "--from", address, "--ledger", "file.sqlite")["moved"])
        self.assertIn("file.sqlite", self.says(0, "ledger-check", "ledger", "check", "--ledger", address)["moved_to"])
        self.assertIn("moved_to", self.says(0, "batch", "status", "list.csv", "--ledger", address))
        self.assertEqual(self.says(65, "failure", "send", "list.csv", "--yes", "--ledger", address)["code"], "ledger_moved")
        self.expect(0, "ledger", "import", "--from", "file.sqlite", "--ledger", address)
        self.postgres.sql("UPDATE grupo_batch.ledger SET timeline = timeline + 1", database)
        self.says(74, "failure", "send", "list.csv", "--yes", "--ledger", address)
        self.assertEqual(
            self.says(0, "ledger-recover", "ledger", "recover", "--ledger", address, "--yes"), {"claimed": 0, "exposed": 0})
        self.says(64, "failure", "ledger", "recover", "--ledger", "file.sqlite")

    def test_senders_that_share_a_database(self):
        address = self.postgres.address(self.postgres.database())
        self.expect(0, "ledger", "init", address)
        site = self.open_site(held=True)
        self.manifest("ann", "ben")
        process = self.start("send", "list.csv", "--yes", "--ledger", address)
        site.wait_for(1)
        members = self.says(0, "batch", "status", "list.csv", "--ledger", address)["members"]
        self.assertEqual([(one["process"], one["state"], one["in_flight"]) for one in members], [(process.pid, "live", 1)])
        asked = self.says(0, "fleet", "fleet", "list.csv", "--stop", "--ledger", address)["asked"]
        self.assertEqual(asked, [members[0]["name"]])
        site.held = False
        self.assertEqual(self.finish(process).code, 143)
        self.says(65, "failure", "fleet", "list.csv", "--stop", "--ledger", address)
        self.says(64, "failure", "fleet", "list.csv", "--ledger", address)


if __name__ == "__main__":
    unittest.main()
