"""Settings from the environment and from configuration files, as a user meets them."""
import unittest

from workbench import SENT, Reply, Workbench, refusal


class SettingsBench(Workbench):
    def configure(self, text, name="grupo-batch.yaml", mode=0o600):
        path = self.write(name, text)
        path.chmod(mode)
        return path


class Sources(SettingsBench):
    def test_project_file_gives_site_and_sender(self):
        site = self.open_site()
        del self.environment["GRUPO_SITE"]
        self.configure(f"site: {site.address}\nsender: office\nmessage: Hello\n")
        self.manifest(["ann"], columns=("user",))
        self.expect(0, "send", "list.csv")
        self.assertEqual([form["sender"] for form in site.forms], ["office"])

    def test_environment_outranks_the_project_which_outranks_the_user(self):
        site = self.open_site()
        (self.folder / ".config" / "grupo-batch").mkdir(parents=True)
        self.configure("sender: users\nmessage: From the user's file\n", ".config/grupo-batch/config.yaml")
        self.configure("sender: projects\n")
        self.manifest(["ann"], columns=("user",))
        self.expect(0, "send", "list.csv")
        self.environment["GRUPO_SENDER"] = "environments"
        self.expect(0, "send", "list.csv", "--batch", "2")
        self.expect(0, "send", "list.csv", "--batch", "3", "--sender", "options")
        self.assertEqual([(form["sender"], form["message"]) for form in site.forms], [
            ("projects", "From the user's file"), ("environments", "From the user's file"),
            ("options", "From the user's file")])

    def test_named_file_is_the_only_one(self):
        site = self.open_site()
        self.configure("sender: projects\n")
        self.configure("message: Hello\n", "other.yaml")
        self.manifest(["ann"], columns=("user",))
        self.assert_says(self.expect(65, "send", "list.csv", "--config", "other.yaml").err, "sender")
        self.environment["GRUPO_CONFIG"] = "other.yaml"
        self.expect(0, "send", "list.csv", "--sender", "office")
        self.assertEqual(len(site.forms), 1)

    def test_profile_chooses_among_sites(self):
        site = self.open_site()
        del self.environment["GRUPO_SITE"]
        self.configure(f"site: http://127.0.0.1:1\nprofiles:\n  youth:\n    site: {site.address}\n")
        self.manifest("ann")
        self.expect(0, "send", "list.csv", "--profile", "youth")
        self.assertEqual(site.users, ["ann"])
        self.assert_says(self.expect(78, "send", "list.csv", "--profile", "yuoth").err, "youth")

    def test_named_file_that_is_not_there_is_an_error(self):
        self.manifest("ann")
        self.assert_says(self.expect(78, "validate", "list.csv", "--config", "none.yaml").err, "none.yaml")

    def test_value_that_cannot_be_used_is_blamed_on_its_source(self):
        self.manifest("ann")
        self.configure("sender: office\nrate: fast\n")
        self.assert_says(self.expect(78, "validate", "list.csv").err, "grupo-batch.yaml:2: rate", "fast")
        self.environment["GRUPO_RATE"] = "faster"
        self.assert_says(self.expect(64, "validate", "list.csv").err, "GRUPO_RATE", "faster")
        self.expect(0, "validate", "list.csv", "--rate", "5/s")

    def test_value_without_its_unit_is_told_how_it_is_written(self):
        self.manifest("ann")
        self.environment["GRUPO_RATE"] = "5"
        self.assert_says(self.expect(64, "validate", "list.csv").err, "GRUPO_RATE", "300/m")
        del self.environment["GRUPO_RATE"]
        self.configure("rate: 5\n")
        self.assert_says(self.expect(78, "validate", "list.csv").err, "grupo-batch.yaml:1: rate", "300/m")

    def test_unknown_setting_is_an_error_with_a_suggestion_and_nothing_is_sent(self):
        site = self.open_site()
        self.manifest("ann")
        self.configure("concurency: 8\n")
        self.assert_says(self.expect(78, "send", "list.csv").err, "grupo-batch.yaml:1", "concurrency")
        self.assertEqual(site.forms, [])

    def test_misspelt_variable_is_an_error_with_a_suggestion_and_nothing_is_sent(self):
        site = self.open_site()
        self.manifest("ann")
        self.environment["GRUPO_RAT"] = "5/s"
        self.assert_says(self.expect(78, "send", "list.csv").err, "GRUPO_RAT ", "GRUPO_RATE?")
        self.assertEqual(site.forms, [])
        del self.environment["GRUPO_RAT"]
        self.environment |= {"GRUPO_FOO": "1", "GRUPO_YES": "1"}
        result = self.expect(0, "send", "list.csv")
        self.assertNotIn("GRUPO_FOO", result.err)
        self.assertIn("GRUPO_YES has no effect", result.err)

    def test_file_that_others_can_write_is_refused(self):
        self.manifest("ann")
        self.configure("secret_command: touch trap\n", mode=0o666)
        self.assert_says(self.expect(78, "validate", "list.csv").err, "chmod go-w")
        self.assertFalse((self.folder / "trap").exists())

    def test_consent_in_the_environment_has_no_effect_and_says_so(self):
        site = self.open_site()
        self.manifest("ann", "ann.b")
        self.expect(0, "send", "list.csv")
        self.manifest(["ann", "office", "Edited"], "ann.b")
        self.environment["GRUPO_RESEND_EDITED"] = "true"
        self.assert_says(self.expect(65, "send", "list.csv").err, "GRUPO_RESEND_EDITED", "--resend-edited")
        self.assertEqual(len(site.forms), 2)

    def test_help_needs_no_sound_configuration(self):
        self.configure("concurency: 8\n")
        self.expect(0, "send", "--help")
        self.expect(0, "--version")


class SecretCommand(SettingsBench):
    def setUp(self):
        super().setUp()
        self.site = self.open_site()
        del self.environment["GRUPO_API_SECRET_KEY"]
        self.manifest("ann")

    def test_command_of_the_configuration_prints_the_key(self):
        self.configure(f"secret_command: printf '%s\\n' {self.site.key}\n")
        result = self.expect(0, "send", "list.csv", "-v")
        self.assertNotIn(self.site.key, result.out + result.err)
        self.assertEqual(self.site.users, ["ann"])

    def test_command_gets_neither_the_manifest_nor_an_older_key(self):
        self.write("pass.sh", f"cat >&2; echo ${{GRUPO_API_SECRET_KEY:-{self.site.key}}}\n")
        self.expect(0, "send", "-", "--input-format", "csv", "--secret-command", "sh pass.sh",
                    text="user,sender,message\nbob,office,Hi\n")
        self.assertEqual(self.site.users, ["bob"])

    def test_command_that_fails_or_prints_no_key_costs_no_request(self):
        for command in ("exit 3", "printf ''", "printf 'two\\nlines'", "no-such-program", "yes | tr -d '\\n'"):
            with self.subTest(command=command):
                result = self.expect(78, "send", "list.csv", "--secret-command", command)
                self.assertIn("secret-command", result.err)
        self.assertEqual(self.site.forms, [])

    def test_file_and_command_together_are_a_usage_error(self):
        self.expect(64, "send", "list.csv", "--secret-command", "echo x", "--secret-file", "key")


class SiteAnswers(SettingsBench):
    """What the user knows about the site's error keys and statuses."""

    def test_fatal_key_stops_at_the_first_refusal(self):
        site = self.open_site(lambda form: refusal("bad_key"))
        self.manifest(*(f"user{number}" for number in range(8)))
        self.configure("fatal_error_keys: [other_key, bad_key]\n")
        self.assert_says(self.expect(4, "send", "list.csv").err, "bad_key", "fatal_error_keys")
        self.assertEqual(len(site.forms), 1)

    def test_recipient_key_never_stops_a_run(self):
        site = self.open_site(lambda form: refusal("unknown_user"))
        self.manifest(*(f"user{number}" for number in range(8)))
        self.expect(1, "send", "list.csv", "--recipient-error-keys", "a_key,unknown_user")
        self.assertEqual(len(site.forms), 8)

    def test_without_it_five_refusals_stop_the_run(self):
        site = self.open_site(lambda form: refusal("unknown_user"))
        self.manifest(*(f"user{number}" for number in range(8)))
        self.assert_says(self.expect(4, "send", "list.csv").err, "unknown_user", "recipient_error_keys")
        self.assertEqual(len(site.forms), 5)

    def test_temporary_key_is_tried_again(self):
        answers = [refusal("busy"), SENT]
        site = self.open_site(lambda form: answers.pop(0))
        self.manifest("ann")
        self.environment["GRUPO_TEMPORARY_ERROR_KEYS"] = "busy"
        self.expect(0, "send", "list.csv")
        self.assertEqual(len(site.forms), 2)

    def test_status_proved_to_store_nothing_is_tried_again(self):
        answers = [SENT, Reply(status=502), SENT]
        site = self.open_site(lambda form: answers.pop(0))
        self.manifest("ann", "bob")
        self.configure("not_sent_statuses: [502]\n")
        self.expect(0, "send", "list.csv")
        self.assertEqual(len(site.forms), 3)

    def test_other_words_for_success_count_when_named(self):
        self.open_site(lambda form: {"success": "yes"})
        self.manifest("ann")
        self.assert_says(self.expect(4, "send", "list.csv").out, "success_va")
        self.expect(0, "send", "list.csv", "--batch", "2", "--success-values", "yes")

    def test_senseless_answers_are_usage_errors(self):
        self.manifest("ann")
        self.expect(64, "send", "list.csv", "--not-sent-statuses", "200")
        self.expect(64, "send", "list.csv", "--not-sent-statuses", "many")
        self.expect(64, "send", "list.csv", "--fatal-error-keys", "a", "--temporary-error-keys", "a")


class Everywhere(SettingsBench):
    COMMON = ["--site", "http://127.0.0.1:1", "--sender", "office", "--delimiter", ",", "--ledger", "no.sqlite",
              "--config", "own.yaml", "--profile", "youth", "--json",
              "--yes"]

    def test_every_command_takes_the_options_that_all_have_in_common(self):
        self.manifest(["ann", "", "Hello"])
        self.configure("profiles: {youth: {rate: 1/s}}\n", "own.yaml")
        for arguments, code in [
            (["validate", "list.csv"], 0), (["report", "list.csv"], 66), (["status", "list.csv"], 66),
            (["resolve", "list.csv", "--all", "--as", "sent"], 66), (["ledger", "check"], 66),
            (["ledger", "forget", "--before", "2026-01-31"], 66), (["ledger", "import", "list.results.csv"], 66),
            (["doctor"], 1), (["init", "new"], 0), (["sandbox", "--port", "0", "--host", "example.org"], 64),
            (["send", "list.csv"], 78),
        ]:
            with self.subTest(command=arguments):
                result = self.run_program(*arguments, *self.COMMON)
                self.assertNotIn("Unknown option", result.err)
                self.assertEqual(result.code, code, result)


if __name__ == "__main__":
    unittest.main()
