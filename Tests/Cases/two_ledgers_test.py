"""One manifest and more than one ledger: nobody gets a message twice without a word."""
import os
import shutil
import signal
import stat
import unittest

from case import SENT, Case, refusal


class TwoLedgers(Case):
    """What each test begins with: a list of two, of which the first run is to send everything."""

    def setUp(self):
        super().setUp()
        self.list = self.manifest("ann", "ben")

    def send(self, code, *options, manifest="list.csv", **more):
        return self.expect(code, "send", manifest, *options, **more)

    def other(self, code, *options, **more):
        """Sends through the second ledger, whose report lies elsewhere and proves nothing to it."""
        return self.send(code, "--ledger", "second.sqlite", "--report", "second.csv", *options, **more)

    def state(self):
        return {path.name for path in (self.folder / ".local/state/grupo-batch").iterdir()}


class AtOneTime(TwoLedgers):
    def setUp(self):
        super().setUp()
        self.site.held = True
        self.first = self.start("send", "list.csv")
        # The first row goes alone.
        self.site.wait_for(1)

    def let_go(self):
        self.site.held = False
        result = self.finish(self.first)
        self.assertEqual(result.code, 0, result)

    def test_our_own_advice_sends_nobody_anything_twice(self):
        for options in ([], ["--ledger", "second.sqlite"], ["--ledger", "second.sqlite", "--yes"]):
            result = self.send(75, *options)
            self.assert_says(result.err, f"process {self.first.pid}", "(send list.csv)", "since 20", "wait for it to end")
            self.assertNotIn("--ledger", result.err)
        result = self.expect(0, "validate", "list.csv", "--ledger", "second.sqlite")
        self.assert_says(result.err, "send will ask", "another ledger")
        self.assertFalse((self.folder / "second.sqlite").exists(), "a run that was refused left a ledger behind")
        self.let_go()
        self.assertEqual(self.sent_to(), ["ann", "ben"])

    def test_another_way_to_the_same_file_and_a_copy_are_refused_too(self):
        (self.folder / "link.csv").symlink_to(self.list)
        shutil.copy(self.list, self.folder / "copy.csv")
        for name in ("link.csv", "copy.csv", "./list.csv", str(self.list)):
            self.assert_says(self.other(75, manifest=name).err, f"process {self.first.pid}")
        with open(self.list, "rb") as file:
            result = self.run_program(
                "send", "-", "--input-format", "csv", "--ledger", "second.sqlite", text=file.read().decode())
        self.assertEqual(result.code, 75, result)

    def test_a_list_that_is_edited_while_it_is_being_sent_is_still_the_same_list(self):
        draft = self.manifest("ann", "cid", name="draft.csv")
        os.replace(draft, self.list)
        self.other(75)

    def test_ledger_that_is_held_gives_no_advice_to_name_another(self):
        result = self.send(75, manifest=self.manifest("dora", name="other.csv"))
        self.assert_says(result.err, "the ledger", f"process {self.first.pid}", "wait for it to end")
        self.assertNotIn("--ledger", result.err)

    def test_another_list_another_batch_and_a_test_may_be_sent_beside_it(self):
        self.site.held = False
        self.finish(self.first)
        self.site.held = True
        self.first = self.start("send", "list.csv", "--batch", "long")
        self.site.wait_for(3)
        self.site.held = False
        self.other(0, manifest=self.manifest("dora", name="other.csv"))
        self.other(0, "--batch", "new")
        self.send(0, "--test-to", "me", "--limit", "1")

    def test_a_killed_run_frees_the_list_for_its_own_ledger_and_asks_through_another(self):
        self.first.send_signal(signal.SIGKILL)
        self.first.wait()
        self.site.held = False
        self.refused("send", "list.csv", "--ledger", "second.sqlite", says=["another ledger", "--ledger /", "--yes"])
        self.send(3)
        self.assertEqual(self.sent_to(), ["ann", "ben"])

    def test_locks_are_gone_after_an_end_and_private_before(self):
        for path in [*(self.folder / "state").rglob("*"), *(self.folder / ".local").rglob("*")]:
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o700 if path.is_dir() else 0o600, path)
        self.assertEqual(sum(name.startswith("sending-") for name in self.state()), 3)
        self.let_go()
        self.assertEqual(sum(name.startswith("sending-") for name in self.state()), 0)


class OneAfterTheOther(TwoLedgers):
    def test_list_that_another_ledger_sent_is_asked_about_and_yes_is_an_answer(self):
        self.send(0, "--limit", "1", "--report", "first.csv")
        self.refused("send", "list.csv", "--ledger", "second.sqlite", "--report", "second.csv",
                     says=["another ledger, /", r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", "--batch", "--yes"])
        self.other(65)
        self.send(0, "--report", "first.csv")
        self.assertEqual(self.sent_to(), ["ann", "ben"])
        self.other(0, "--yes")
        self.assertEqual(self.sent_to(), ["ann", "ann", "ben", "ben"])

    def test_copy_and_edited_list_are_asked_about_and_say_where_it_was(self):
        self.send(0, "--report", "first.csv")
        shutil.copy(self.list, self.folder / "copy.csv")
        self.assert_says(self.other(65, manifest="copy.csv").err, "(as ", "list.csv)")
        self.manifest("ann", "ben", "cid")
        self.other(65)
        self.send(0, "--report", "first.csv")
        self.assertEqual(self.sent_to(), ["ann", "ben", "cid"])

    def test_way_back_to_the_other_ledger_can_be_pasted(self):
        self.send(0, "--limit", "1", "--ledger", "the first's.sqlite", "--report", "first.csv")
        word = r"""--ledger '/\S*/the first'\\''s\.sqlite'\)"""
        self.refused("send", "list.csv", "--ledger", "second.sqlite", "--report", "second.csv", says=[word])

    def test_other_lists_and_batches_are_not_asked_about(self):
        self.send(0)
        self.other(0, manifest=self.manifest("cid", name="other.csv"))
        self.other(0, "--batch", "new")

    def test_ledger_that_knows_everything_as_sent_asks_nothing(self):
        self.send(0, "--report", "first.csv")
        self.other(0, "--yes")
        self.assert_says(self.other(0).out, "nothing to send")
        self.assert_says(self.send(0, "--report", "first.csv").out, "nothing to send")

    def test_ledger_whose_list_was_sent_by_another_meanwhile_is_asked_although_nothing_changed(self):
        self.send(0, "--limit", "1", "--report", "first.csv")
        self.send(0, "--limit", "2", "--rows", "3-3", "--ledger", "second.sqlite", "--report", "x.csv", "--yes")
        self.assertEqual(self.sent_to(), ["ann", "ben"])
        self.send(65, "--report", "first.csv")
        self.assertEqual(self.sent_to(), ["ann", "ben"])

    def test_ledger_through_which_nothing_has_left_is_not_asked_about(self):
        self.site.answer = lambda form: refusal()
        self.send(1, "--report", "first.csv")
        self.site.answer = lambda form: SENT
        before = len(self.site.forms)
        self.other(0)
        self.assertEqual(len(self.site.forms), before + 2)

    def test_test_sends_are_remembered_by_nobody(self):
        self.send(0, "--test-to", "me")
        self.other(0)
        self.send(0, "--test-to", "me")

    def test_ledger_that_was_replaced_by_an_empty_one_is_asked_about(self):
        self.send(0, "--limit", "1", "--report", "first.csv")
        for path in (self.folder / "state").rglob("*.sqlite*"):
            path.unlink()
        self.refused("send", "list.csv", "--report", "first.csv", says=["lists 1 row of this run", "ledger import"])
        (self.folder / "first.csv").rename(self.folder / "kept.csv")
        self.refused("send", "list.csv", "--report", "first.csv", says=["before this one", "ledger import"])
        self.send(65, "--report", "first.csv")
        self.expect(0, "ledger", "import", "kept.csv", "--manifest", "list.csv")
        self.send(0, "--report", "first.csv")
        self.assertEqual(self.sent_to(), ["ann", "ben"])

    def test_validate_says_what_send_will_ask_and_exits_with_0(self):
        self.send(0, "--limit", "1", "--report", "first.csv")
        result = self.expect(0, "validate", "list.csv", "--ledger", "second.sqlite")
        self.assert_says(result.err, "send will ask", "another ledger")
        self.assertNotIn("end will ask", self.expect(0, "validate", "list.csv").err)
        self.assertNotIn("end will ask", self.expect(0, "validate", "list.csv", "--test-to", "me").err)

    @unittest.skipIf(os.geteuid() == 0 and not shutil.which("setpriv"), "root may write everywhere")
    def test_state_folder_that_cannot_be_written_is_no_reason_to_send_unguarded(self):
        home = self.folder / "home"
        for folder in (home, self.folder / "state"):
            folder.mkdir()
            folder.chmod(0o500)
            self.addCleanup(folder.chmod, 0o700)
        self.environment["HOME"] = str(home)
        # Root may write everywhere unless it gives that up.
        wrapper = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
        result = self.other(73, wrapper=wrapper)
        self.assert_says(result.err, "state/grupo-batch", "HOME", "writable")
        self.assertEqual(self.site.forms, [])


if __name__ == "__main__":
    unittest.main()
