"""Several senders on one ledger in a database: one batch, one rate, one judge; who dies is taken over from, who leaves is not missed."""
import asyncio
import collections
import signal

from case import Case, greetings, refusal  # noqa: E402
from exit_code_test import closed_port
from private_postgres import WithPostgres
from workbench import wait_until

ROWS = 90


class Fleet(WithPostgres, Case):
    def setUp(self):
        super().setUp()
        self.database = self.postgres.database()
        self.address = self.postgres.address(self.database)
        self.put("list.csv", greetings(ROWS))
        self.make("2s")

    def make(self, lease):
        self.expect(0, "ledger", "init", self.address, "--lease", lease)

    def member(self, *options, folder=None):
        """Starts a sender; by default with a home of its own, as on another machine."""
        self.members = getattr(self, "members", 0) + 1
        home = str(self.folder / (folder or f"home{self.members}"))
        self.environment |= {"HOME": home, "XDG_STATE_HOME": home + "/state"}
        return self.start(
            "send", "list.csv", "--yes", "--ledger", self.address, "--report", f"report{self.members}.csv", *options)

    def sql(self, text):
        return self.postgres.sql(text, self.database)

    def begun(self, count=1):
        """Waits until so many senders are in the run."""
        wait_until(
            lambda: self.sql("SELECT count(*) FROM grupo_batch.member WHERE state = 'live' AND run IS NOT NULL") == str(count),
            f"{count} senders")

    def handed(self, count):
        """Waits until so many senders have rows."""
        wait_until(
            lambda: int(self.sql("SELECT count(DISTINCT member) FROM grupo_batch.grant_range")) >= count, f"rows for {count}")

    def once(self):
        """Asserts that everybody got the message, and got it once."""
        counts = collections.Counter(self.site.users)
        self.assertEqual(counts, {f"u{number}": 1 for number in range(ROWS)})

    def reports(self, count):
        return [(self.folder / f"report{number}.csv").read_text() for number in range(1, count + 1)]


class Together(Fleet):
    def test_three_senders(self):
        """They send one list once, join one after the other, and report the same with the same exit code."""
        self.site.held, self.site.prompt = True, 1
        first = self.member()
        self.begun()
        others = [self.member(), self.member()]
        self.begun(3)
        self.site.wait_for(2)
        self.handed(3)
        self.site.held = False
        results = [self.finish(process) for process in [first, *others]]
        self.assertEqual([result.code for result in results], [0, 0, 0], results)
        for result in results[1:]:
            self.assertRegex(result.err, rf"Joining \d senders? \(.*, since .*\): \d+ of {ROWS} rows done")
        self.once()
        reports = self.reports(3)
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[0], reports[2])
        status = self.expect(0, "status", "list.csv", "--ledger", self.address, "--json").json
        self.assertEqual((status["running"], status["exit_code"], status["counts"]["sent"]), (False, 0, ROWS))
        self.assertEqual(self.sql("SELECT count(*) FROM grupo_batch.run"), "1")

    def test_two_on_one_machine(self):
        """One user's senders of one fleet may send the same file side by side; through another ledger nobody may."""
        self.site.held, self.site.prompt = True, 1
        first = self.member(folder="home")
        self.begun()
        second = self.member(folder="home")
        self.begun(2)
        third = self.expect(75, "send", "list.csv", "--yes", "--ledger", "file.sqlite")
        self.assert_says(third.err, "being sent by process")
        self.site.held = False
        self.assertEqual([self.finish(process).code for process in (first, second)], [0, 0])
        self.once()
        self.expect(0, "send", "list.csv", "--yes", "--ledger", self.address)
        self.once()

    def test_two_that_start_at_once(self):
        """One enrols, the other joins it; whoever is second may also find all done."""
        processes = [self.member(), self.member()]
        for process in processes:
            result = self.finish(process)
            self.assertEqual(result.code, 0, result)
        self.once()
        self.assertEqual(self.sql("SELECT count(*) FROM grupo_batch.plan"), "1")

    def test_one_that_dies(self):
        """What it had in flight is unknown, the rest is sent by the other, and the counts add up."""
        self.site.held, self.site.prompt = True, 1
        first = self.member()
        self.begun()
        second = self.member()
        self.begun(2)
        self.handed(2)
        self.site.wait_for(6)
        first.kill()
        first.wait()
        self.site.held = False
        result = self.finish(second)
        self.assertEqual(result.code, 3, result)
        counts = collections.Counter(self.site.users)
        self.assertEqual(max(counts.values()), 1)
        outcomes = collections.Counter(self.outcomes("report2.csv").values())
        self.assertEqual(sum(outcomes.values()), ROWS)
        self.assertEqual(set(outcomes), {"sent", "unknown"})
        self.assertLessEqual(outcomes["unknown"], 4)
        status = self.expect(0, "status", "list.csv", "--ledger", self.address)
        self.assertRegex(status.out, r"members .*gone, \d rows? unknown since")

    def test_one_that_is_interrupted(self):
        """It finishes what is on its way and gives the rest back; the other goes on to the end."""
        self.site.held, self.site.prompt = True, 1
        first = self.member()
        self.begun()
        second = self.member()
        self.begun(2)
        self.handed(2)
        self.site.wait_for(6)
        first.send_signal(signal.SIGINT)
        self.site.held = False
        self.assertEqual(self.finish(first).code, 130)
        self.assertEqual(self.finish(second).code, 0)
        self.once()

    def test_one_that_leaves_when_idle(self):
        """It does not wait for what the other has, which stands still for a while."""
        self.make("20s")
        self.site.held, self.site.prompt = True, 1
        first = self.member()
        self.begun()
        self.site.wait_for(5)
        second = self.member("--leave-when-idle")
        self.begun(2)
        first.send_signal(signal.SIGSTOP)
        self.site.held = False
        result = self.finish(second)
        self.assertEqual(result.code, 0, result)
        self.assert_says(result.err, "others finish the rest")
        first.send_signal(signal.SIGCONT)
        self.assertEqual(self.finish(first).code, 0)
        self.once()

    def test_leave_when_idle_is_for_a_database(self):
        self.refused("send", "list.csv", "--yes", "--leave-when-idle", "--ledger", "file.sqlite", code=64, says="PostgreSQL")


class Refused(Fleet):
    def setUp(self):
        super().setUp()
        self.site.held, self.site.prompt = True, 1
        self.first = self.member("--rate", "1000/s", "--stop-after", "50")
        self.begun()

    def tearDown(self):
        self.site.held = False
        self.assertEqual(self.finish(self.first).code, 0)
        self.once()
        super().tearDown()

    def other(self, *options, code=65, says=(), name="list.csv", text=None):
        home = str(self.folder / "other")
        self.environment |= {"HOME": home, "XDG_STATE_HOME": home + "/state"}
        result = self.run_program("send", name, "--yes", "--ledger", self.address, "--report", "other.csv", *options, text=text)
        self.assertEqual(result.code, code, result)
        self.assert_says(result.err, *([says] if isinstance(says, str) else says))

    def test_other_settings_of_the_site(self):
        """The rate is the first one's, and so is all that concerns the site."""
        self.other("--rate", "5/s", says="this fleet runs at 1000/s")
        self.other("--stop-after", "3", says="--stop-after")
        self.other("--per-day", "100", says="without a quota")
        self.other("--window", "00:00-24:00", says="at all hours")
        self.other("--success-values", "1", says="none was given")

    def test_another_plan(self):
        """What is sent must be the same: limit, choices, an edited list."""
        self.other("--limit", "5", says="differs in: selection")
        self.other("--skip-invalid", says="differs in: choices")
        self.put("elsewhere/list.csv", greetings(ROWS, "Changed"))
        self.other(name="elsewhere/list.csv", code=75, says=f"process {self.first.pid}")

    def test_commands_that_need_the_ledger_at_rest(self):
        for command in (["ledger", "forget", "--before", "2020-01-01"], ["ledger", "init", self.address, "--lease", "9s"]):
            words = command + ([] if "init" in command else ["--ledger", self.address])
            self.assert_says(self.expect(75, *words).err, f"process {self.first.pid}")

    def test_verdicts_beside_it(self):
        """Only what is unknown can be resolved: a message in flight is not."""
        result = self.expect(0, "resolve", "list.csv", "--all", "--as", "sent", "--yes", "--ledger", self.address)
        self.assert_says(result.out, "0 rows resolved")


class FromStandardInput(Fleet):
    def test_it_cannot_join(self):
        self.site.held, self.site.prompt = True, 1
        text = (self.folder / "list.csv").read_text()
        command = ["send", "-", "--input-format", "csv", "--yes", "--ledger", self.address]
        first = self.start(*command, stdin=-1)
        first.stdin.write(text.encode())
        first.stdin.close()
        first.stdin = None
        self.begun()
        self.environment["XDG_STATE_HOME"] = str(self.folder / "other")
        second = self.run_program(*command, text=text)
        self.assertEqual(second.code, 65, second)
        self.assert_says(second.err, "standard input cannot join")
        self.site.held = False
        self.assertEqual(self.finish(first).code, 0)
        self.once()


class Asked(Fleet):
    def setUp(self):
        super().setUp()
        self.site.held, self.site.prompt = True, 1
        self.processes = [self.member()]
        self.begun()
        self.processes.append(self.member())
        self.begun(2)
        self.handed(2)
        self.site.wait_for(6)

    def fleet(self, *options, code=0):
        return self.expect(code, "fleet", "list.csv", "--ledger", self.address, *options)

    def test_one_is_asked_to_leave(self):
        """By its name: two on one machine are told apart by their processes."""
        status = self.expect(0, "status", "list.csv", "--ledger", self.address, "--json").json
        names = {member["process"]: member["name"] for member in status["members"]}
        self.assertEqual(set(names), {process.pid for process in self.processes})
        host = status["members"][0]["host"]
        self.assert_says(self.fleet("--drain", host, code=65).err, "Several senders are on", names[self.processes[0].pid])
        self.assert_says(self.fleet("--drain", "nobody", code=65).err, "No sender is called nobody")
        self.assertRegex(
            self.expect(0, "status", "list.csv", "--ledger", self.address).out, r"members .* in flight .* in flight")
        asked = self.fleet("--drain", names[self.processes[1].pid], "--json").json
        self.assertEqual(asked, {"asked": [names[self.processes[1].pid]]})
        wait_until(lambda: self.sql("SELECT count(*) FROM grupo_batch.member WHERE draining") == "1", "the wish")
        self.site.held = False
        result = self.finish(self.processes[1])
        self.assertEqual(result.code, 143, result)
        self.assert_says(result.err, "asked to leave", "Continue with")
        self.assertEqual(self.finish(self.processes[0]).code, 0)
        self.once()

    def test_all_are_stopped(self):
        self.fleet("--stop")
        self.site.held = False
        results = [self.finish(process) for process in self.processes]
        self.assertEqual([result.code for result in results], [143, 143], results)
        self.assertLess(len(self.site.users), ROWS)
        self.fleet("--stop", code=65)
        self.expect(0, "send", "list.csv", "--yes", "--ledger", self.address)
        self.once()

    def test_wrong_use(self):
        self.fleet(code=64)
        self.fleet("--stop", "--drain", "x", code=64)
        self.refused("fleet", "list.csv", "--stop", "--ledger", "file.sqlite", code=64, says="database")
        self.site.held = False
        for process in self.processes:
            self.finish(process)


class OneJudge(Fleet):
    def test_a_wrong_key_costs_five_requests_in_all(self):
        self.environment["GRUPO_API_SECRET_KEY"] = "not-the-key"
        answered, exchange, held = [], self.site._exchange, [True]

        async def counted(reader, writer):
            while held:
                await asyncio.sleep(0.01)
            done = await exchange(reader, writer)
            answered.append(done)
            return done
        self.site._exchange = counted
        processes = [self.member()]
        self.begun()
        processes += [self.member(), self.member()]
        self.begun(3)
        held.clear()
        results = [self.finish(process) for process in processes]
        self.assertEqual([result.code for result in results], [4, 4, 4], results)
        self.assertEqual(len(answered), 5)
        for result in results:
            self.assert_says(result.err, "rejected 5 messages in a row")

    def test_a_wrong_address_costs_one_row(self):
        """Tried again as often as it may be; then all stop."""
        with closed_port() as port:
            self.environment["GRUPO_SITE"] = f"http://127.0.0.1:{port}"
            processes = [self.member("--retries", "3")]
            self.begun()
            processes += [self.member(), self.member()]
            results = [self.finish(process) for process in processes]
        self.assertEqual([result.code for result in results], [69, 69, 69], results)
        tried = "SELECT count(*) FROM grupo_batch.message WHERE error_key IS NOT NULL"
        # Whoever came too late to join began a run of its own, with the row that was left.
        self.assertEqual(self.sql(tried), self.sql("SELECT count(*) FROM grupo_batch.run"), results)

    def test_an_error_budget_is_spent_together(self):
        """To the row, but for what was in flight with the last one."""
        self.site.answer = lambda form: refusal("no", "no") if int(form["user"][1:]) % 3 else {"success": True}
        self.site.held, self.site.prompt = True, 1
        processes = [self.member("--stop-after", "10")]
        self.begun()
        processes += [self.member(), self.member()]
        self.begun(3)
        self.site.held = False
        results = [self.finish(process) for process in processes]
        self.assertEqual([result.code for result in results], [4, 4, 4], results)
        for result in results:
            self.assert_says(result.err, "failed (--stop-after)")
        failed = int(self.sql("SELECT count(*) FROM grupo_batch.message WHERE state = 3"))
        self.assertGreaterEqual(failed, 10)
        self.assertLessEqual(failed, 10 + 3 * 4)
        reports = self.reports(3)
        self.assertEqual(len(set(reports)), 1)


if __name__ == "__main__":
    import unittest

    unittest.main()
