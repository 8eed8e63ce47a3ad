"""Options that only matter for sending, and files they name that are gone: no command refuses for what no row needs."""
import json
import unittest

from case import Case


class GoneTest(Case):
    def setUp(self):
        super().setUp()
        self.put("t.txt", "Hello {{user}}")

    def write_own(self, *users):
        """A manifest whose rows all have their own message and GIF."""
        return self.manifest(*([user, "office", "Hi", "https://tenor.com/a"] for user in users),
                             columns=["user", "sender", "message", "gif_url"])

    def write_bare(self, *users):
        """A manifest whose rows have no message."""
        return self.manifest(*([user, "office"] for user in users), columns=["user", "sender"])

    def look(self, manifest, *options):
        """All commands that look at what was sent."""
        self.expect(0, "status", manifest, *options)
        page = self.expect(0, "report", manifest, "--output", "-", *options).out
        self.expect(0, "report", manifest, "--only", "sent", "--format", "manifest", "--output", "-", *options)
        return page


class LookupTest(GoneTest):
    def test_template_that_rows_needed_is_gone(self):
        manifest = self.write_bare("ann", "[[silence]]")
        self.site.answer = lambda form: self.answer(form)
        self.expect(3, "send", manifest, "--template", "t.txt")
        (self.folder / "t.txt").unlink()
        page = self.look(manifest)
        self.assertIn("ann,office,true", page)
        self.expect(0, "resolve", manifest, "--row", "3", "--as", "sent")
        self.assertEqual(self.expect(0, "status", manifest, "--json").json["counts"]["sent"], 2)
        # A send cannot know what the rows would get.
        self.refused("send", manifest, "--template", "t.txt", code=66, says="t.txt.*template cannot be read")
        # Of an edited manifest the rows cannot be known without it, and that is said.
        self.write_bare("[[silence]]", "ann")
        self.refused("report", manifest, says=["was edited", "t.txt: The template cannot be read"])
        self.expect(0, "status", manifest)
        self.put("u.txt", "Hello {{user}}")
        self.assertIn("ann,office,true", self.expect(0, "report", manifest, "--output", "-", "--template", "u.txt").out)

    @staticmethod
    def answer(form):
        from case import SENT, SILENCE
        return SILENCE if "silence" in form["user"] else SENT

    def test_template_of_the_configuration_that_no_row_used_is_gone(self):
        self.put("grupo-batch.yaml", "template: t.txt\n")
        manifest = self.write_own("ann", "ben")
        self.expect(0, "send", manifest)
        (self.folder / "t.txt").unlink()
        page = self.look(manifest)
        self.write_own("ben", "cid", "ann")
        edited = self.look(manifest)
        self.assertIn("ann,office,true", page)
        self.assertIn("ann,office,true", edited)
        self.assertIn("cid,office,,,,pending", edited)
        for command in (["validate"], ["send"], ["send"]):
            result = self.expect(0, *command, manifest)
            self.assert_says(result.err, "template is used by 0 of 3 rows", "could not be used: The template cannot be read")
        self.assertEqual(self.sent_to(), ["ann", "ben", "cid"])

    def test_rows_left_out_keep_their_digests_where_they_can_be_known(self):
        self.put("grupo-batch.yaml", "template: t.txt\n")
        self.put("stop.txt", "ben\n")
        manifest = self.write_own("ann", "ben")
        self.expect(0, "send", manifest, "--exclude", "stop.txt")
        before = [line["row_digest"] for line in self.report()]
        (self.folder / "t.txt").unlink()
        self.expect(0, "report", manifest)
        self.assertEqual([line["row_digest"] for line in self.report()], before)
        self.assertTrue(all(before))
        # And are left empty, not guessed, where they cannot.
        self.put("t.txt", "Hello {{user}}")
        manifest = self.manifest(["ann", "office"], ["ben", "office"], name="bare.csv", columns=["user", "sender"])
        self.expect(0, "send", manifest, "--exclude", "stop.txt", "--yes")
        (self.folder / "t.txt").unlink()
        self.expect(0, "report", manifest)
        self.assertEqual([bool(line["row_digest"]) for line in self.report("bare.results.csv")], [True, False])

    def test_bad_values_on_the_command_line_of_a_lookup(self):
        manifest = self.write_own("ann")
        self.expect(0, "send", manifest)
        for options in (["--gif-url", "ftp://x"], ["--template", "none.txt"], ["--message", " "], ["--sender", ""],
                        ["--attachment", "none.pdf"], ["--attachments-root", "none"]):
            with self.subTest(options):
                self.look(manifest, *options)
                self.expect(65, "resolve", manifest, "--row", "2", "--as", "sent", *options)

    def test_template_that_became_none(self):
        manifest = self.write_bare("ann")
        self.expect(0, "send", manifest, "--template", "t.txt")
        self.put("t.txt", "Hello {{user")
        self.look(manifest)
        (self.folder / "t.txt").unlink()
        (self.folder / "t.txt").mkdir()
        self.look(manifest)

    def test_message_and_template_take_each_others_place(self):
        manifest = self.write_bare("ann")
        self.expect(0, "send", manifest, "--template", "t.txt")
        self.write_bare("ben", "ann")
        self.assertIn("ann,office,true",
                      self.expect(0, "report", manifest, "--output", "-", "--message", "Hello {{user}}", "--render").out)

    def test_folder_of_attachments_is_gone(self):
        self.put("files/a.txt", "a")
        manifest = self.manifest(["ann", "office", "Hi", "files/a.txt"], ["ben", "office", "Hi", ""],
                                 columns=["user", "sender", "message", "file"])
        self.expect(0, "send", manifest, "--attachments-root", "files")
        (self.folder / "files" / "a.txt").unlink()
        (self.folder / "files").rmdir()
        self.assertIn("ann,office,true", self.look(manifest))


class SendTest(GoneTest):
    def test_setting_that_some_row_needs_is_refused_and_one_that_none_needs_is_told(self):
        for setting, code in (("template: none.txt", 66), ("gif_url: ftp://x", 65), ("sender: ' x'", 65)):
            with self.subTest(setting):
                self.put("grupo-batch.yaml", setting + "\n")
                own = self.write_own("ann")
                name = setting.split(":")[0]
                for command in ("validate", "send"):
                    result = self.expect(0, command, own, "--batch", name)
                    self.assert_says(result.err, f"{name} is used by 0 of 1 row", "could not be used")
                bare = self.manifest(["bob", "", "", ""], name="bare.csv", columns=["user", "sender", "message", "gif_url"])
                for command in ("validate", "send"):
                    options = {"template": ["--sender", "o"], "gif_url": ["--sender", "o", "--message", "Hi"],
                               "sender": ["--message", "Hi"]}[name]
                    self.refused(command, bare, *options, code=code)
        self.assertEqual(self.sent_to(), ["ann"] * 3)

    def test_what_is_typed_must_be_usable_whoever_needs_it(self):
        own = self.write_own("ann")
        self.refused("send", own, "--template", "none.txt", code=66)
        self.refused("send", own, "--gif-url", "ftp://x", code=65)

    def test_environment(self):
        self.environment["GRUPO_TEMPLATE"] = "none.txt"
        self.assert_says(self.expect(0, "send", self.write_own("ann")).err, "GRUPO_TEMPLATE is used by 0 of 1 row")

    def test_invalid_row_that_would_need_it_is_refused(self):
        self.put("grupo-batch.yaml", "template: none.txt\n")
        manifest = self.manifest(["ann", "office", "Hi"], ["", "office", ""])
        self.refused("send", manifest, "--skip-invalid", code=66, says="template cannot be read")

    def test_json_has_the_notice(self):
        self.put("grupo-batch.yaml", "template: none.txt\n")
        found = self.expect(0, "validate", self.write_own("ann"), "--json").json
        self.assertEqual([note["code"] for note in found["notices"]], ["option_unused"])
        self.assertIn("could not be used", json.dumps(found["notices"]))


if __name__ == "__main__":
    unittest.main()
