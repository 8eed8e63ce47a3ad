"""One sender on a PostgreSQL ledger, under everything that can end a process, a session, a server or a link between two steps.

Whatever the fault: nobody twice, nobody lost, nothing reported as sent that was not (D = L = F = 0), and nothing reported as not sent
that arrived (N = 0).
"""
import collections
import os
import random
import signal
import subprocess
import time
import unittest

from harness import SEED, TERMINAL, Campaign, died_of, program, scale
from oracle_site import Manners, OracleSite
from private_postgres import WithPostgres

LEVEL = 8


class DatabaseCampaign(WithPostgres, Campaign):
    def make_database_job(self, site, rows, seed, lease="20s"):
        job = self.make_job(site, rows, seed)
        database = self.postgres.database()
        job.ledger = self.postgres.address(database)
        job.database = database
        made = subprocess.run(
            [program(), "ledger", "init", job.ledger, "--lease", lease], env=job.environment(), capture_output=True)
        self.assertEqual(made.returncode, 0, made)
        return job

    def wait_for(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), end, f"waited in vain for {what}")
            time.sleep(0.01)

    def answers(self):
        """Whether the server can be asked: after a crash it needs a moment."""
        try:
            return self.postgres.sql("SELECT 1") == "1"
        except subprocess.CalledProcessError:
            return False

    def sound(self, job):
        """Asserts that the ledger does not contradict itself."""
        checked = subprocess.run(
            [program(), "ledger", "check", "--ledger", job.ledger], env=job.environment(), capture_output=True, text=True)
        self.assertEqual(checked.returncode, 0, checked)

    def claimed(self, job):
        """How many rows the ledger holds for being sent; none before there is a table."""
        return int(self.postgres.sql("SELECT count(*) FROM grupo_batch.message WHERE state = 1", job.database))


class Kills(DatabaseCampaign):
    def test_kill_at_random_moments(self):
        """kill -9 of the sender, and the same command at once: a process of this machine that is gone holds no lease."""
        choose = random.Random(SEED)
        kills = collections.Counter()
        wanted = scale(8, 1_000)
        with OracleSite(SEED, Manners(delay=(0, 0.2))) as site:
            while kills[LEVEL] < wanted:
                job = self.make_database_job(site, 240, choose.random())
                unknown = 0
                for _ in range(min(wanted - kills[LEVEL], 12)):
                    process = job.start(job.send_command(LEVEL))
                    time.sleep(choose.uniform(0, 1.2))
                    process.kill()
                    code = process.wait()
                    if not died_of(code):
                        self.assertIn(code, TERMINAL, job.last_words())
                        break
                    kills[LEVEL] += 1
                    self.sound(job)
                    outcomes = job.outcomes_now()
                    if outcomes is not None:
                        now = sum(outcome == "unknown" for outcome in outcomes.values())
                        self.assertLessEqual(now - unknown, LEVEL, f"more unknown rows than places (see {job.folder})")
                        unknown = now
                job.finish(LEVEL)
                self.close(job, job.tally())
                site.forget()
        self.print_line("database: sender killed", kills=dict(kills))


class NaiveTakeover(DatabaseCampaign):
    """What others do: whoever died had not sent what it had claimed. The oracle must see what comes of it."""

    PENDING_AGAIN = """
        CREATE FUNCTION grupo_batch.naive() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.state = 5 AND NEW.error_key = 'client.interrupted' THEN NEW.state := 0; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER naive BEFORE UPDATE ON grupo_batch.message FOR EACH ROW EXECUTE FUNCTION grupo_batch.naive()
        """

    def test_it_sends_twice(self):
        with OracleSite(SEED, Manners(delay=(0.2, 0.3))) as site:
            job = self.make_database_job(site, 60, SEED)
            self.postgres.sql(self.PENDING_AGAIN, job.database)
            process = job.start(job.send_command(LEVEL))
            self.wait_for(lambda: len(site.processed) >= LEVEL, "messages")
            process.kill()
            process.wait()
            job.finish(LEVEL)
            self.assertGreater(job.tally().twice, 0)
            self.jobs.remove(job)
            job.remove()


class Servers(DatabaseCampaign):
    def disturb(self, title, disturbance, faults, rows=400):
        """Sends a list while its server suffers; one run has to be enough."""
        choose = random.Random(SEED)
        made = 0
        with OracleSite(SEED, Manners(delay=(0, 0.1))) as site:
            while made < faults:
                job = self.make_database_job(site, rows, choose.random())
                process = job.start(job.send_command(LEVEL))
                self.wait_for(lambda: site.processed or process.poll() is not None, "a first message")
                while made < faults and process.poll() is None:
                    time.sleep(choose.uniform(0.05, 0.5))
                    made += disturbance(job, choose)
                code = process.wait(120)
                self.wait_for(self.answers, "the server")
                self.assertIn(code, TERMINAL, f"{job.last_words()} (see {job.folder})")
                self.sound(job)
                tally = job.tally()
                self.assertEqual(tally.unknown, 0, f"{tally}: a result that was heard was not recorded (see {job.folder})")
                self.close(job, tally)
                site.forget()
        self.print_line(f"database: {title}", faults=made)

    def test_sessions_ended(self):
        """The sender's session is ended, as an administrator does, at any moment, also within a commit."""
        def end(job, _):
            ended = self.postgres.sql(
                f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{job.database}'"
                " AND pid <> pg_backend_pid()")
            return int(ended)
        self.disturb("sessions ended", end, scale(12, 300))

    def test_backends_killed(self):
        """kill -9 of the server's process for the sender: all its processes start anew."""
        def kill(job, _):
            backends = self.postgres.backends(job.database)
            for backend in backends:
                os.kill(backend, signal.SIGKILL)
            return len(backends)
        self.disturb("backends killed", self.retried(kill), scale(4, 100))

    def test_server_restarted(self):
        """The whole server: stopped at once, or killed, and started again."""
        def restart(_, choose):
            self.postgres.command(choose.choice(["restart immediate", "restart fast", "crash"]))
            return 1
        self.disturb("server restarted", restart, scale(4, 100))

    def retried(self, body):
        """While a server recovers nobody can ask it anything."""
        def patient(*arguments):
            try:
                return body(*arguments)
            except subprocess.CalledProcessError:
                return 0
        return patient


class Away(DatabaseCampaign):
    def test_server_gone_for_longer_than_the_lease(self):
        """Nothing begins after the lease; the run ends with 74 and gives what it heard; the same command continues later."""
        with OracleSite(SEED, Manners(delay=(0.02, 0.1))) as site:
            job = self.make_database_job(site, 300, SEED, lease="1s")
            process = job.start(job.send_command(LEVEL))
            self.wait_for(lambda: len(site.processed) > 20, "messages")
            self.postgres.command("stop fast")
            try:
                code = process.wait(60)
                after = len(site.processed)
            finally:
                self.postgres.command("start")
            self.assertEqual(code, 74, job.last_words())
            self.assertLess(after, 300)
            heard = self.rescued(job)
            job.finish(LEVEL)
            self.sound(job)
            tally = job.tally()
            self.assertLessEqual(tally.unknown, 2 * LEVEL)
            # What was heard while the server was away is taken from the lines that the run gave.
            (job.folder / "rescued.txt").write_text(heard)
            if heard:
                job.run([program(), "resolve", str(job.manifest), "--ledger", job.ledger, "--from",
                         str(job.folder / "rescued.txt"), "--yes"])
                self.assertLessEqual(job.tally(job.outcomes_now()).unknown, tally.unknown)
            self.close(job, job.tally(job.outcomes_now()))
        self.print_line("database: server away for longer than the lease", heard=heard.count("\n"))

    @staticmethod
    def rescued(job):
        """What the last run printed of results that the ledger did not take."""
        out = (job.folder / f"run{job.runs}.out").read_text() + (job.folder / f"run{job.runs}.err").read_text()
        return "".join(line + "\n" for line in out.splitlines() if '"row_digest"' in line or "r1:" in line)

    def test_commit_whose_standby_was_not_waited_for(self):
        """COMMIT succeeds with a warning when its wait for the standby is cancelled: nothing of it leaves."""
        with OracleSite(SEED, Manners(delay=(0, 0.05))) as site:
            job = self.make_database_job(site, 200, SEED)
            self.addCleanup(self.standby, "")
            process = job.start(job.send_command(LEVEL))
            self.wait_for(lambda: len(site.processed) > 10, "messages")
            self.standby("nobody")
            self.wait_for(lambda: self.waiting(job), "a commit that waits")
            for _ in range(50):
                for backend in self.waiting(job):
                    self.postgres.sql(f"SELECT pg_cancel_backend({backend})")
                if process.poll() is not None:
                    break
                time.sleep(0.1)
            code = process.wait(60)
            self.standby("")
            self.assertEqual(code, 74, job.last_words())
            self.assertIn("not surely kept", job.last_words())
            job.finish(LEVEL)
            self.sound(job)
            tally = job.tally()
            self.assertLessEqual(tally.unknown, 2 * LEVEL)
            self.close(job, tally)
        self.print_line("database: commits without their standby")

    def standby(self, name):
        """Has every commit wait for a standby, which is not there; or for none."""
        self.postgres.sql("ALTER SYSTEM SET synchronous_standby_names = " + (f"'{name}'" if name else "''"))
        self.postgres.sql("SELECT pg_reload_conf()")

    def waiting(self, job):
        found = self.postgres.sql(
            f"SELECT pid FROM pg_stat_activity WHERE datname = '{job.database}' AND wait_event = 'SyncRep'")
        return found.split()


class Leases(DatabaseCampaign):
    def test_stopped_past_the_lease(self):
        """A sender that stands still for longer than its lease is taken over from; awake again, it begins nothing, and what it
        claimed is unknown, never sent again."""
        for number in range(scale(2, 50)):
            with OracleSite(SEED + number, Manners(delay=(0.05, 0.2))) as site:
                job = self.make_database_job(site, 200, SEED + number, lease="1s")
                stopped = job.start(job.send_command(LEVEL))
                self.wait_for(lambda: site.processed and self.claimed(job), "claims")
                stopped.send_signal(signal.SIGSTOP)
                second = self.take_over(job)
                before = len(site.processed)
                stopped.send_signal(signal.SIGCONT)
                code = stopped.wait(60)
                # The second may have written the report before: what counts is the ledger.
                self.assertIn(code, {74}, job.last_words())
                self.assertIn(second, TERMINAL)
                self.assertEqual(len(site.processed), before, f"something left after the lease (see {job.folder})")
                self.sound(job)
                tally = job.tally(job.outcomes_now())
                self.assertLessEqual(tally.unknown, LEVEL)
                # What had not begun is known as such, and goes out now.
                job.finish(LEVEL)
                self.close(job, job.tally())
        self.print_line("database: stopped past the lease")

    def take_over(self, job):
        """Runs the same command from another home, which shares the ledger alone, until the lease of the first has ended."""
        other = {"HOME": str(job.folder / "other"), "XDG_STATE_HOME": str(job.folder / "other")}
        end = time.monotonic() + 60
        while True:
            code = job.run(job.send_command(LEVEL), other)
            if code != 75:
                return code
            self.assertLess(time.monotonic(), end, job.last_words())


if __name__ == "__main__":
    unittest.main()
