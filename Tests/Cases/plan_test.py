"""`--plan`: who gets what is what was validated, or nothing leaves; the kind that differs is named."""
import re
import shutil
import unittest

from case import Case

DIGEST = r"p2:site=\S+,input=\S+,texts=\S+,attachments=\S+,lists=\S+,selection=\S+,limit=\w+,choices=\S+"


class Plan(Case):
    def setUp(self):
        super().setUp()
        self.put("t.txt", "Hello {{user}}")
        self.put("a.txt", "one")
        self.put("b.txt", "two")
        self.put("stop.txt", "ben\n")
        self.write_manifest("m.csv")

    def write_manifest(self, name, *more):
        return self.manifest(["ann", "office", "", "a.txt"], ["ben", "office", "", "b.txt"], ["cid", "office", "", ""],
                             *more, name=name, columns=["user", "sender", "message", "file"])

    OPTIONS = ["--template", "t.txt", "--exclude", "stop.txt"]

    def plan(self, *arguments):
        """The plan of a manifest as the page prints it, one word."""
        page = self.expect(0, "validate", *arguments).out
        return re.search(rf"^  plan         ({DIGEST})$", page, re.M).group(1)

    def differs(self, plan, *arguments, kinds):
        """A send and a check with this plan are refused, naming these kinds and no others."""
        result = self.refused("send", *arguments, "--plan", plan, says="not the one that was validated")
        found = re.search(r"differs in: (.*)", result.err).group(1)
        for kind in ("site (", "input (", "texts (", "attachments", "lists (", "selection (", "choices ("):
            self.assertEqual(kind in found, kind.split()[0] in kinds, (kind, found))
        self.refused("validate", *arguments, "--plan", plan, says="not the one that was validated")

    def test_the_plan_that_was_validated_is_sent_and_sent_again(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        self.assertRegex(plan, r"^[A-Za-z0-9:=,-]+$")
        self.assertGreaterEqual(len(re.findall(r"=[0-9a-f]{16}\b", plan)), 7)
        self.expect(0, "send", "m.csv", *self.OPTIONS, "--plan", plan)
        self.assertEqual(self.sent_to(), ["ann", "cid"])
        self.expect(0, "send", "m.csv", *self.OPTIONS, "--plan", plan)
        self.expect(0, "validate", "m.csv", *self.OPTIONS, "--plan", plan)
        self.assertEqual(self.expect(0, "validate", "m.csv", *self.OPTIONS, "--json").json["plan_digest"], plan)
        written = self.expect(0, "report", "m.csv", "--format", "json", "--output", "-").json
        self.assertEqual(written["run"]["plan_digest"], plan)

    def test_each_kind_that_differs_is_named(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        self.differs(plan, "m.csv", "--template", "t.txt", kinds={"lists"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--batch", "june", kinds={"site"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--rows", "2-3", kinds={"selection"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--test-to", "me", kinds={"selection"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--skip-invalid", kinds={"choices"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--resend-edited", kinds={"choices"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--keep-served", kinds={"choices"})
        self.differs(plan, "m.csv", "--message", "Hello", "--exclude", "stop.txt", kinds={"texts"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--gif-url", "https://tenor.com/x", kinds={"texts"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--attachment", "a.txt", kinds={"attachments"})
        self.differs(plan, "m.csv", *self.OPTIONS, "--batch", "x", "--skip-invalid", kinds={"site", "choices"})
        self.put("t.txt", "Good bye {{user}}")
        self.differs(plan, "m.csv", *self.OPTIONS, kinds={"texts"})
        self.put("t.txt", "Hello {{user}}")
        self.put("a.txt", "other")
        self.differs(plan, "m.csv", *self.OPTIONS, kinds={"attachments"})
        self.put("a.txt", "one")
        self.put("stop.txt", "ben\ncid\n")
        self.differs(plan, "m.csv", *self.OPTIONS, kinds={"lists"})
        self.put("stop.txt", "# whom not to write to\n\nben\n")
        self.write_manifest("m.csv", ["dan", "office", "", ""])
        self.differs(plan, "m.csv", *self.OPTIONS, kinds={"input"})
        self.write_manifest("m.csv")
        other = self.open_site()
        self.differs(plan, "m.csv", *self.OPTIONS, kinds={"site"})
        self.environment["GRUPO_SITE"] = self.site.address
        self.expect(0, "send", "m.csv", *self.OPTIONS, "--plan", plan)
        self.assertEqual((self.sent_to(), other.forms), (["ann", "cid"], []))

    def test_the_same_from_another_folder_is_the_same_plan(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        elsewhere = self.folder / "else where"
        elsewhere.mkdir()
        for name in ("m.csv", "a.txt", "b.txt", "stop.txt"):
            shutil.move(self.folder / name, elsewhere / name)
        shutil.move(self.folder / "t.txt", elsewhere / "text.md")
        options = ["--template", elsewhere / "text.md", "--exclude", elsewhere / "stop.txt"]
        self.assertEqual(self.plan(elsewhere / "m.csv", *options), plan)
        self.assertNotIn(str(self.folder), plan)

    def test_a_changed_plan_is_refused_when_everything_was_sent_too(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        self.expect(0, "send", "m.csv", *self.OPTIONS)
        self.differs(plan, "m.csv", *self.OPTIONS, "--skip-invalid", kinds={"choices"})
        self.expect(0, "send", "m.csv", *self.OPTIONS, "--plan", plan)

    def test_a_smaller_limit_passes_and_is_said_and_a_larger_one_is_refused(self):
        for approved, given, passes in ((None, 1, True), (2, 1, True), (2, 2, True), (2, 3, False), (2, None, False)):
            limit = [] if approved is None else ["--limit", approved]
            plan = self.plan("m.csv", "--message", "Hi", "--batch", f"{approved}-{given}", *limit)
            words = ["m.csv", "--message", "Hi", "--batch", f"{approved}-{given}"] + (
                [] if given is None else ["--limit", given])
            if passes:
                for command in ("validate", "send"):
                    said = self.expect(0, command, *words, "--plan", plan).err
                    self.assertEqual("--limit takes the first" in said, approved != given, said)
            else:
                self.differs(plan, *words, kinds={"selection"})
        self.assertEqual(len(self.site.forms), 1 + 1 + 2)

    def test_a_limited_plan_does_not_stand_for_the_run_of_all_that_follows(self):
        words = ["m.csv", "--message", "Hi"]
        self.expect(0, "send", *words, "--limit", "1")
        limited = self.plan(*words, "--limit", "1")
        self.expect(0, "send", *words)
        written = self.expect(0, "report", "m.csv", "--format", "json", "--output", "-").json["run"]["plan_digest"]
        self.assertEqual(written, self.plan(*words))
        self.assertNotEqual(written, limited)

    def test_a_plan_without_a_site_says_so_and_is_refused_at_a_send(self):
        site = self.environment.pop("GRUPO_SITE")
        plan = self.plan("m.csv", *self.OPTIONS)
        self.assertIn("site=none,", plan)
        self.assert_says(self.expect(0, "validate", "m.csv", *self.OPTIONS).out, "without a site")
        self.expect(0, "validate", "m.csv", *self.OPTIONS, "--plan", plan)
        self.refused("send", "m.csv", *self.OPTIONS, "--plan", plan, "--site", site, says="validated without a site")
        self.refused("validate", "m.csv", *self.OPTIONS, "--plan", plan, "--site", site, says="validated without a site")
        self.environment["GRUPO_SITE"] = site
        plan = self.plan("m.csv", *self.OPTIONS)
        self.refused("validate", "m.csv", "--template", "t.txt", "--plan", plan, says="lists")

    def test_what_is_no_plan_is_refused(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        self.refused("send", "m.csv", *self.OPTIONS, "--plan", "0" * 64, says="older version")
        for text in ("x", plan[:-1], plan[3:], "p2:", plan + ",limit=9", plan.replace("limit=all", "limit=none")):
            self.refused("send", "m.csv", *self.OPTIONS, f"--plan={text}", says=["whole plan", "validate"])

    def test_a_plan_from_the_configuration_holds_too(self):
        plan = self.plan("m.csv", *self.OPTIONS)
        self.environment["GRUPO_PLAN"] = plan
        self.refused("send", "m.csv", "--template", "t.txt", says="lists")
        self.expect(0, "send", "m.csv", *self.OPTIONS)


if __name__ == "__main__":
    unittest.main()
