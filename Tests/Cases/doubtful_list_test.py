"""Lists whose lines are more than a name, or a pattern: refused or asked about with the line, and names with blanks are spared."""
import unittest

from case import Case


class DoubtfulListTest(Case):
    number = 0

    def put_users(self, *users):
        self.put("m.csv", "user;sender;message\n" + "".join(f"{user};office;Hi\n" for user in users))

    def send(self, code, text, *options, name="stop.txt", says=()):
        """Sends a new batch without the people of a list; returns to whom messages went."""
        self.put(name, text)
        self.site.forms.clear()
        type(self).number += 1
        words = ["send", "m.csv", "--batch", f"b{self.number}", "--exclude", name, *options]
        result = self.expect(0, *words) if code == 0 else self.refused(*words, code=code, says=says)
        return self.sent_to(), result

    def test_line_about_somebody_of_the_manifest_is_refused_whoever_says_yes(self):
        self.put_users("ann", "bob", "cy")
        for line in ("bob left 2026", "bob: left", "bob:left", "bob - left", "bob = gone", "bob/left", "- bob", "1. bob",
                     "@bob", "bob*", "user: bob", "mailto:bob", "bob # left", "Mr bob", "bob → left", "bob – left"):
            with self.subTest(line):
                self.send(65, f"ann\n{line}\n", "--yes", says=["line 2 of stop.txt", r"for “bob” \(row 3\)"])
        self.assertEqual(self.send(0, "ann\nbob\n")[0], ["cy"])

    def test_patterns_and_domains_are_refused_where_they_cover_somebody(self):
        self.put_users("ann@x.example", "bob@y.example", "cy@y.example")
        for line in ("*@x.example", "@x.example", "%@x.example", r".*@x\.example", "x.example", "X.Example"):
            with self.subTest(line):
                self.send(65, f"bob@y.example\n{line}\n", "--yes", says=["ann@x.example", "row 2", "Name each person"])
        # In a table too.
        self.send(65, "email,why\nbob@y.example,x\n*@x.example,y\n", "--yes", name="stop.csv", says=["row 3 of stop.csv"])
        # A pattern that covers nobody may be meant for others: asked.
        self.send(65, "bob@y.example\n*@z.example\n", says=["line 2 of stop.txt", "a pattern", "--yes"])
        self.assertEqual(self.send(0, "bob@y.example\n*@z.example\n", "--yes")[0], ["ann@x.example", "cy@y.example"])

    def test_lines_that_nobody_is_called_are_asked_about(self):
        self.put_users("ann", "bob", "cy")
        self.send(65, "ann\ndan left 2026\n", says=["line 2 of stop.txt “dan left 2026”", "--yes"])
        sent, result = self.send(0, "ann\ndan left 2026\n", "--yes")
        self.assertEqual(sent, ["bob", "cy"])
        self.assert_says(result.err, "dan left 2026")
        self.assert_says(self.expect(0, "validate", "m.csv", "--exclude", "stop.txt").err, "send will ask",
                         "dan left 2026")
        lines = "".join(f"d{number} left\n" for number in range(9))
        self.send(65, "ann\n" + lines, says=["9 lines", "and 6 more"])

    def test_line_that_may_be_about_somebody_names_them_whatever_else_the_list_asks_about(self):
        """Where one user has a name of such a look, the line may be somebody's name."""
        self.put_users("ann", "bob", "Team #1")
        others = "".join(f"d{number}: gone\n" for number in range(9))
        self.send(65, f"bob\n{others}ann # asked 3 May\n",
                  says=["10 lines", r"“ann # asked 3 May” \(perhaps for “ann” \(row 2\), who would be written to\)"])

    def test_names_with_blanks_and_signs_are_names_where_they_are_in_a_row(self):
        self.put_users("Ann Smith", "Bob Jones", "@cy", "*star*", "eve:x", "a - b", "dan")
        sent, _ = self.send(0, "ann smith\n@cy\n*star*\neve:x\na - b\n")
        self.assertEqual(sent, ["Bob Jones", "dan"])
        # Other people's names of the same look are on many a list.
        self.assertEqual(len(self.send(0, "ann smith\nJane Doe\n@jane\njane:doe\n")[0]), 6)

    def test_names_of_a_windows_domain_are_no_patterns(self):
        self.put_users("CORP\\ann", "CORP\\bob")
        self.assertEqual(self.send(0, "corp\\ann\nCORP\\zoe\n")[0], ["CORP\\bob"])

    def test_a_header_says_that_all_below_are_names(self):
        self.put_users("ann", "bob", "cy")
        self.send(65, "cy\nann smith\n", says="write \"user\" on a line above")
        self.put("stop.txt", "user\ncy\nAnna Smith\n")
        self.assertEqual(self.send(0, "user\ncy\nAnna Smith\n")[0], ["ann", "bob"])

    def test_name_and_address_in_a_cell(self):
        self.put_users("bob", "cy")
        self.send(65, "user,why\nBob <bob>,left\n", "--yes", name="stop.csv", says=["row 2", "“user”", "angle brackets"])
        self.send(65, '[{"user": "Bob <bob>"}]', "--yes", name="stop.json", says=["row 1", "angle brackets"])
        for cell in ("bob; cy", "bob (left)", "“bob”", "bob, dan"):
            with self.subTest(cell):
                self.send(65, f'user,why\n"{cell}",left\n', "--yes", name="stop.csv", says=["row 2 of stop.csv", "bob"])

    # What programs and word processors put around a name, or make of its signs.
    DECORATED = ("`{}`", "{}.", "{}…", "{}!", "…{}", "-» {}", "‘{}’", "‚{}‘", "❝{}❞", "「{}」", "〈{}〉", "‹{}›", "´{}´", "'{}",
                 "mailto:{}", "mailto:{}?subject=Stop", "xmpp:{}", "**{}**", "~~{}~~", "☒ {}", "{} ✓", "❌{}", "{}❤️", "{}/",
                 "?{}", "{}'", "${}", "\\{}", "{}~")

    def test_signs_around_a_name_are_refused_beside_good_names(self):
        self.put_users("ann@x.example", "bob", "cy")
        for name, row in (("ann@x.example", 2), ("bob", 3)):
            for line in self.DECORATED:
                with self.subTest(line.format(name)):
                    self.send(65, f"cy\n{line.format(name)}\n", "--yes",
                              says=[f"line 2 of stop.txt|stop.txt, line 2", f"{name}|quote|two addresses|a blank beside"])
                    self.send(65, f'user,why\ncy,x\n"{line.format(name)}",y\n', "--yes", name="stop.csv", says=["row 3", "stop.csv"])
        for line in ("ann@x.example,", "<ann@x.example>", "\"ann@x.example\"", "“ann@x.example”", "<bob>", "bob,", "(bob)"):
            with self.subTest(line):
                self.send(65, f"cy\n{line}\n", "--yes", says="stop.txt, line 2")
        _, result = self.send(65, "cy\nbob.\n", "--yes", says=["Write the name alone", "leave the line out"])
        self.assertEqual(self.send(0, "cy\nann@x.example\n")[0], ["bob"])

    def test_other_forms_of_signs_and_letters_are_refused(self):
        self.put_users("ann@x.example", "o'neil@x.example", "max-otto", "cy")
        for line in ("ann＠x.example", "ann@x。example", "ａｎｎ@x.example", "ann﹫x.example", "ann@x．example", "__ann@x.example__", "_ann@x.example_", "ann@x.example-", "＿ann@x.example＿", "ann%40x.example",
                     "ann\\@x.example", "https://x.example/out?mail=ann@x.example", "o’neil@x.example", "oʼneil@x.example",
                     "max–otto", "max‑otto", "max−otto", "ｍａｘ-otto", "＂ann@x.example＂"):
            with self.subTest(line):
                self.send(65, f"cy\n{line}\n", "--yes", says=["stop.txt", "line 2"])
        # Of the manifest as well: many a site takes both for the same.
        self.put_users("ann＠x.example", "ｂｏｂ", "cy")
        self.send(65, "cy\nann@x.example\n", "--yes", says=["stop.txt “ann@x.example” for “ann＠x.example” .row 2."])
        self.assertEqual(self.send(0, "cy\nann＠x.example\nｂｏｂ\n")[0], [])

    def test_signs_that_belong_to_a_name_are_no_decoration(self):
        names = ("ann.b.c", "_ann_", "__x", "x-y", "J.R.", "what?", "wow!", "ann's", "ا‌لف", "ஜோதி", "ＡＢＣ", "Ｔ＠ｘ.example",
                 "№1", "Đặng", "Иван", "Ωmega", "山田", "か゛", "ann²", "$ly", "~z~", "`q`", "a@x.example.", "ノ貫")
        self.put_users("cy", *names)
        self.assertEqual(self.send(0, "".join(f"{name}\n" for name in names))[0], ["cy"])
        # Names of the same look are on many a list, and concern nobody here.
        self.put_users("cy", "ann", "bob")
        for line in ("_ann_", "ann_", "ann-", "zoe.", "zoe!", "`zoe`", "zoe＠x.example", "ＺＯＥ", "a.nn", "ann.b", "ann1", "annb"):
            with self.subTest(line):
                self.assertEqual(self.send(0, f"cy\n{line}\n")[0], ["ann", "bob"])
        # One who is named both ways is left out.
        self.assertEqual(self.send(0, "ann.\nann\n")[0], ["bob", "cy"])

    def test_names_that_end_in_signs_here_are_asked_about_and_not_refused(self):
        self.put_users("cy", "J.R.", "bob")
        self.send(65, "cy\nbob.\n", says=["line 2 of stop.txt", "--yes"])
        self.assertEqual(self.send(0, "cy\nbob.\n", "--yes")[0], ["J.R.", "bob"])

    def test_who_is_named_as_it_should_be_beside_is_left_out(self):
        self.put_users("ann", "bob", "cy")
        self.assertEqual(self.send(0, "bob\nbob left\n", "--yes")[0], ["ann", "cy"])


if __name__ == "__main__":
    unittest.main()
