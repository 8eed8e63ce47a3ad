"""A ledger in a PostgreSQL database, as one sender uses it: what works is what works with a file, and what does not says so."""
import json
import re
import subprocess
import unittest

from case import Case, greetings  # noqa: E402
from private_postgres import WithPostgres  # noqa: E402
from workbench import wait_until

SECRET = "hunter2-of-the-database"


class Database(WithPostgres, Case):
    def setUp(self):
        super().setUp()
        self.database = self.postgres.database()
        self.address = self.postgres.address(self.database)
        self.manifest(*[f"u{number}" for number in range(8)])

    def make(self, *options):
        return self.expect(0, "ledger", "init", self.address, *options)

    def role(self, name, grants):
        """A role of the server's that has these statements' rights."""
        self.postgres.sql(f"DROP ROLE IF EXISTS {name}") if not self.owned(name) else None
        self.postgres.sql(f"CREATE ROLE {name} LOGIN")
        self.addCleanup(self.postgres.sql, f"DROP OWNED BY {name}; DROP ROLE {name}", self.database)
        for grant in grants:
            self.postgres.sql(re.sub("SENDER|READER", name, grant), self.database)
        return self.postgres.address(self.database, name)

    def owned(self, name):
        return bool(self.postgres.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{name}'"))

    def send(self, *options, code=0, ledger=None):
        return self.expect(code, "send", "list.csv", "--yes", "--ledger", ledger or self.address, *options)


class OneSender(Database):
    def test_send_and_again(self):
        """A list is sent once; the same command again, also with the list in another folder, sends nothing."""
        self.make()
        self.expect(0, "validate", "list.csv", "--ledger", self.address)
        self.assert_says(self.send().out, "8 rows: 8 sent")
        self.assertEqual(self.outcomes(), {f"u{number}": "sent" for number in range(8)})
        self.assert_says(self.send().err + self.send().out, "all 8")
        self.put("elsewhere/list.csv", (self.folder / "list.csv").read_text())
        self.expect(0, "send", "elsewhere/list.csv", "--yes", "--ledger", self.address)
        self.assertEqual(self.sent_to(), sorted(f"u{number}" for number in range(8)))

    def test_an_edited_row_of_a_list_of_the_same_name(self):
        """In a database a list is known by its name: another row for somebody who was served is a second message."""
        self.make()
        self.send()
        self.put("elsewhere/list.csv", greetings(8, "Changed"))
        self.refused("send", "elsewhere/list.csv", "--yes", "--ledger", self.address, says="second message")
        self.expect(0, "send", "elsewhere/list.csv", "--yes", "--keep-served", "--ledger", self.address)
        self.assertEqual(len(self.site.forms), 8)

    def test_the_environment_and_a_file_of_settings_name_it(self):
        self.make()
        self.environment["GRUPO_LEDGER"] = self.address
        self.expect(0, "send", "list.csv", "--yes", "--limit", "3")
        del self.environment["GRUPO_LEDGER"]
        self.put("grupo-batch.yaml", f"ledger: {self.address}\n")
        self.expect(0, "send", "list.csv", "--yes", "--config", "grupo-batch.yaml")
        self.assertEqual(len(self.site.forms), 8)

    def test_report_status_resolve_and_check(self):
        self.manifest("u0", ["u1", "office", "[[silence]]"], ["u2", "office", "[[refused]]"])
        self.make()
        self.send(code=3)
        status = self.expect(0, "status", "list.csv", "--ledger", self.address, "--json").json
        self.assertEqual(status["counts"], status["counts"] | {"sent": 1, "unknown": 1, "rejected": 1})
        self.assertIs(status["running"], False)
        self.expect(0, "resolve", "list.csv", "--ledger", self.address, "--row", "3", "--as", "sent", "--yes")
        report = self.expect(0, "report", "list.csv", "--ledger", self.address, "--format", "csv", "--output", "-").out
        self.assertEqual([line.split(",")[6] for line in report.splitlines()[1:]], ["sent", "sent", "rejected"])
        health = self.expect(0, "ledger", "check", "--ledger", self.address, "--json").json
        self.assertIs(health["sound"], True)
        self.assertEqual(health["messages"], health["messages"] | {"sent": 2, "rejected": 1})
        self.assert_says(self.expect(0, "ledger", "check", "--ledger", self.address).out, "fsync on", "synchronous_commit on")
        self.assert_says(self.run_program("doctor", "--ledger", self.address).out, "PostgreSQL", "timeline 1", "fsync on")
        self.assert_says(self.expect(0, "ledger", "check", "--ledger", self.address).out, "no standby; on this machine",
                         "0 at work, 0 not heard of; lease 20s")

    def test_check_and_doctor_say_what_should_not_be_so(self):
        """A sender that was not heard of, rights that are missing, a server that took over: each by name."""
        made = self.make("--json").json
        self.site.held = True
        sender = self.start("send", "list.csv", "--yes", "--ledger", self.address, "--concurrency", "2")
        self.site.wait_for(1)
        self.bury(sender)
        self.site.held = False
        self.postgres.sql("UPDATE grupo_batch.member SET lease_until = clock_timestamp() - interval '1 s'", self.database)
        reader = self.role("reader3", made["reader_grants"])
        check, doctor = (self.run_program(*command, "--ledger", reader).out for command in (("ledger", "check"), ("doctor",)))
        for found in (check, doctor):
            self.assert_says(found, "a sender was not heard of for longer than the lease, and 1 message may have been sent",
                             "this user may only look: DELETE ON grant_range", "INSERT ON message")
        facts = self.expect(0, "ledger", "check", "--ledger", reader, "--json").json
        self.assertEqual((facts["expired_senders"], facts["claims_left_behind"], facts["replaced"]), ("1", "1", "false"))
        self.postgres.sql("UPDATE grupo_batch.ledger SET timeline = timeline + 1", self.database)
        for command in (("ledger", "check"), ("doctor",)):
            self.assert_says(self.run_program(*command, "--ledger", self.address).out, "took over from the one it was made on", "ledger recover")

    def test_doctor_reads_no_row(self):
        """A database that others use is not read through: what only reading shows, check says."""
        self.make()
        self.send("--limit", "2")
        self.postgres.sql("UPDATE grupo_batch.plan SET row_count = 99", self.database)
        self.assertNotIn("damaged", self.run_program("doctor", "--ledger", self.address).out)
        self.assert_says(self.expect(74, "ledger", "check", "--ledger", self.address).out, "plans whose rows do not add up")

    def test_an_import_restores_what_a_report_proves(self):
        self.make()
        self.expect(0, "send", "list.csv", "--yes", "--ledger", "file.sqlite")
        self.expect(0, "ledger", "import", "list.results.csv", "--manifest", "list.csv", "--ledger", self.address)
        self.forget_runs()
        self.send()
        self.assertEqual(len(self.site.forms), 8)

    def test_forgetting(self):
        self.manifest(["u0", "office", "[[refused]]"])
        self.make()
        self.send(code=1)
        forgotten = self.expect(
            0, "ledger", "forget", "--before", "2999-01-01", "--ledger", self.address, "--json").json
        self.assertEqual(forgotten, {"forgotten": 1, "runs": 1})


class Making(Database):
    def test_nobody_made_it(self):
        """Whoever sends makes no tables: it says who does, and how."""
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=73, says="ledger init")
        self.refused("ledger", "check", "--ledger", self.address, code=73, says="ledger init")
        self.assert_says(self.run_program("doctor", "--ledger", self.address).out, "there is no ledger", "ledger init")
        self.assertEqual(self.postgres.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'grupo_batch'", self.database), "0")

    def test_made_once_and_looked_at_again(self):
        made = self.make("--lease", "5s", "--json").json
        self.assertEqual((made["is_new"], made["lease_ms"]), (True, 5_000))
        again = self.make("--json").json
        self.assertEqual((again["is_new"], again["lease_ms"]), (False, 5_000))

    def test_its_grants_are_enough(self):
        made = self.make("--json").json
        sender = self.role("sender1", made["sender_grants"])
        self.send(ledger=sender)
        self.send("--batch", "two", ledger=sender)
        reader = self.role("reader1", made["reader_grants"])
        self.expect(0, "status", "list.csv", "--ledger", reader)
        self.expect(0, "validate", "list.csv", "--ledger", reader)
        self.refused("send", "list.csv", "--yes", "--batch", "three", "--ledger", reader, code=73, says="is missing")

    def test_a_missing_grant_is_named(self):
        grants = self.make("--json").json["sender_grants"]
        sender = self.role("sender2", [grant for grant in grants if "DELETE" not in grant])
        self.refused("send", "list.csv", "--yes", "--ledger", sender, code=73, says="DELETE ON grant_range and 2 more")
        stranger = self.role("stranger", [])
        self.refused("send", "list.csv", "--yes", "--ledger", stranger, code=73, says="grants")

    def test_a_file_needs_none(self):
        self.refused("ledger", "init", "file.sqlite", code=64, says="needs no init")
        self.assertFalse((self.folder / "file.sqlite").exists())

    def test_a_lease_that_is_none(self):
        for lease in ("500ms", "2h", "soon"):
            self.refused("ledger", "init", self.address, "--lease", lease, code=64, says="lease")


class Refusals(Database):
    def test_a_password_in_the_address(self):
        """It is refused wherever it stands, with what to do instead, and shown nowhere."""
        address = f"postgres://sender:{SECRET}@db.example.org/grupo"
        self.environment["GRUPO_LEDGER"] = address
        results = [self.refused("send", "list.csv", "--yes", code=64, says=["~/.pgpass", "service file"])]
        del self.environment["GRUPO_LEDGER"]
        for command in (["send", "list.csv", "--yes"], ["status"], ["report", "list.csv"], ["validate", "list.csv"],
                        ["resolve", "list.csv", "--all", "--as", "sent"], ["ledger", "check"]):
            results.append(self.refused(*command, "--ledger", address, code=64, says="~/.pgpass"))
        results.append(self.refused("ledger", "init", address, code=64, says="~/.pgpass"))
        results.append(
            self.refused("send", "list.csv", "--yes", "--ledger", f"postgres://db/g?password={SECRET}", code=64, says="pgpass"))
        self.put("grupo-batch.yaml", f"ledger: {address}\n")
        results.append(self.refused("send", "list.csv", "--yes", "--config", "grupo-batch.yaml", code=78, says="pgpass"))
        self.environment["GRUPO_LEDGER"] = address
        results.append(self.run_program("doctor"))
        for result in results:
            self.assertNotIn(SECRET, result.out + result.err, result)

    def test_no_server(self):
        self.refused(
            "send", "list.csv", "--yes", "--ledger", f"postgres:///x?host={self.folder}", code=73, says="check the address")
        self.refused("send", "list.csv", "--yes", "--ledger", "postgres:grupo", code=64, says="postgres://USER@HOST/DATABASE")

    def test_a_server_that_keeps_nothing(self):
        self.make()
        for setting in ("fsync", "full_page_writes"):
            self.addCleanup(self.set, f"{setting} = on")
            self.set(f"{setting} = off")
            self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=73, says=f"{setting} is off")
            self.set(f"{setting} = on")
        self.send()

    def set(self, setting):
        self.postgres.sql(f"ALTER SYSTEM SET {setting}")
        self.postgres.sql("SELECT pg_reload_conf()")
        name, value = setting.split(" = ")
        wait_until(lambda: self.postgres.sql(f"SHOW {name}") == value, setting)

    def test_another_encoding(self):
        self.postgres.sql(
            f"CREATE DATABASE {self.database}_latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
        address = self.postgres.address(f"{self.database}_latin")
        self.refused("ledger", "init", address, code=73, says="LATIN1")

    def test_a_ledger_of_another_server(self):
        """A copy, or a server that took over, may not know what was sent."""
        self.make()
        self.send("--limit", "2")
        self.postgres.sql("UPDATE grupo_batch.ledger SET timeline = timeline + 1", self.database)
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=74, says="took over")
        self.postgres.sql(
            "UPDATE grupo_batch.ledger SET timeline = timeline - 1, system_identifier = 7", self.database)
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=74, says="copied")

    def test_a_later_format(self):
        self.make()
        self.postgres.sql("UPDATE grupo_batch.ledger SET format = 99", self.database)
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=73, says="newer grupo-batch")

    def test_another_batch_beside_a_sender(self):
        """Those who send together send one batch: whoever comes with another one is told who is at work."""
        self.make()
        self.site.held = True
        first = self.start("send", "list.csv", "--yes", "--ledger", self.address)
        self.site.wait_for(1)
        second = self.expect(75, "send", "list.csv", "--yes", "--batch", "other", "--ledger", self.address)
        self.assert_says(second.err, f"process {first.pid}", "lease")
        status = self.expect(0, "status", "list.csv", "--ledger", self.address, "--json").json
        self.assertIs(status["running"], True)
        self.assertGreater(status["in_flight"], 0)
        self.site.held = False
        self.assertEqual(self.finish(first).code, 0)


class Standbys(Database):
    def test_one_that_is_not_waited_for(self):
        """It would lack the last claims: said by send, doctor and check, and no longer once it is gone."""
        self.make()
        archive = self.folder / "archive"
        archive.mkdir()
        receiver = subprocess.Popen(
            [self.postgres.program("pg_receivewal"), "-D", str(archive), "-h", self.postgres.folder, "-U", "postgres"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(self.bury, receiver)
        count = "SELECT count(*) FROM pg_stat_replication"
        wait_until(lambda: self.postgres.sql(count) == "1", "the standby")
        self.assert_says(self.send("--limit", "1").err, "has a standby that it does not wait for")
        self.assert_says(self.run_program("doctor", "--ledger", self.address).out, "its standby is not waited for")
        health = self.expect(0, "ledger", "check", "--ledger", self.address, "--json").json
        self.assertEqual(health["may_lose_by_failover"], "true")
        receiver.kill()
        receiver.wait()
        wait_until(lambda: self.postgres.sql(count) == "0", "its end")
        self.assertNotIn("standby", self.send().err)


class Recovering(Database):
    """A server that took over may have forgotten the last commits; here the ledger is told that it is on another one."""

    def replace_server(self):
        self.postgres.sql("UPDATE grupo_batch.ledger SET timeline = timeline + 1", self.database)

    def test_a_run_that_was_cut_off(self):
        """All that it could have sent is unknown, and is never sent again by itself."""
        self.make()
        self.site.held, self.site.prompt = True, 3
        process = self.start("send", "list.csv", "--yes", "--ledger", self.address, "--concurrency", "2")
        self.site.wait_for(4)
        process.kill()
        process.wait()
        self.site.held = False
        self.replace_server()
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=74, says="ledger recover")
        self.refused("ledger", "recover", "--ledger", self.address, code=75, says="lease")
        self.postgres.sql("UPDATE grupo_batch.member SET lease_until = clock_timestamp() - interval '1 s'", self.database)
        refused = self.refused("ledger", "recover", "--ledger", self.address, code=65, says="--yes")
        self.assert_says(refused.err, "may have been sent")
        self.refused("send", "list.csv", "--yes", "--ledger", self.address, code=74)
        done = self.expect(0, "ledger", "recover", "--ledger", self.address, "--yes", "--json").json
        before = len(self.site.forms)
        self.assertEqual(done["claimed"] + done["exposed"] + 3, 8, done)
        self.expect(3, "send", "list.csv", "--yes", "--ledger", self.address)
        self.assertEqual(len(self.site.forms), before, "something was sent again")
        self.assertEqual(sorted(self.outcomes().values()), ["sent"] * 3 + ["unknown"] * 5)

    def test_a_run_that_has_an_end(self):
        """Whose end is kept has all its commits kept."""
        self.make()
        self.send("--limit", "5")
        self.replace_server()
        done = self.expect(0, "ledger", "recover", "--ledger", self.address, "--yes", "--json").json
        self.assertEqual(done, {"claimed": 0, "exposed": 0})
        self.send()
        self.assertEqual(self.sent_to(), sorted(f"u{number}" for number in range(8)))

    def test_nothing_happened(self):
        self.make()
        self.assert_says(self.expect(0, "ledger", "recover", "--ledger", self.address).out, "nothing to recover")
        self.refused("ledger", "recover", "--ledger", "file.sqlite", code=64, says="recovers by itself")
        self.refused("ledger", "recover", code=64, says="--ledger")


class WithoutADatabase(Case):
    def test_libpq_touches_nothing(self):
        """Without such an address no socket, service file or certificate is touched for it."""
        self.put("list.csv", greetings(2))
        trace = self.folder / "trace"
        process = self.start("send", "list.csv", "--yes", wrapper=["strace", "-f", "-e", "trace=file,connect", "-o", str(trace)])
        self.assertEqual(self.finish(process).code, 0)
        text = trace.read_text(errors="replace")
        self.assertIn("list.csv", text)
        for word in ("pgpass", "pg_service", "PGSQL", ".postgresql", "root.crt", ":5432"):
            self.assertNotIn(word, text)


if __name__ == "__main__":
    unittest.main()
