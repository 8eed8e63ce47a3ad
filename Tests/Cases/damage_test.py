"""Text that was damaged before it got here is recognised by kind before anybody gets it."""
import unittest

from case import Case
from terminal import Terminal

BADLY_READ = "user,sender,message\nann,office,Caf\ufffd is open\nbob,office,itâ€™s CafÃ©\n"


class DamagedText(Case):
    def test_damage_is_said_by_validate_and_send_with_count_and_first_row(self):
        self.put("m.csv", BADLY_READ)
        for command in ("validate", "send"):
            result = self.expect(0, command, "m.csv")
            self.assertRegex(result.err, r"1 row with lost characters \(U\+FFFD\).*row 2")
            self.assertRegex(result.err, r"1 row with text read in a wrong encoding.*row 3")
            self.assert_says(result.err, "“itâ€™s”, which is “it’s” in UTF-8 read as Windows-1252")
        self.assertEqual(self.sent_to(), ["ann", "bob"])

    def test_a_message_that_shows_nothing_is_missing(self):
        for text, name in (("\u200b", "U+200B ZERO WIDTH SPACE"), ("\u2800 ", "U+2800"), ("\ufeff\u00ad", "U+FEFF")):
            with self.subTest(name):
                self.put("m.csv", f'user,sender,message\nann,office,"{text}"\n')
                self.refused("send", "m.csv", says=[r"row 2.*holds only " + name.replace("+", r"\+")])
        self.put("m.csv", "user,sender,message\nann,office,\u200bHi\n")
        self.expect(0, "send", "m.csv")

    def test_control_characters_in_a_message_are_warned_of_and_escaped_japanese_is_refused(self):
        self.put("m.csv", "user,sender,message\nann,office,Ring\x07\n")
        self.assertRegex(self.expect(0, "send", "m.csv").err, r"1 row with a control character in \"message\".*row 2")
        (self.folder / "j.csv").write_bytes("user,sender,message\ntanaka,office,こんにちは\n".encode("iso2022_jp"))
        self.refused("send", "j.csv", says=["looks like ISO-2022-JP", "--encoding ISO-2022-JP"])
        self.expect(0, "send", "j.csv", "--encoding", "ISO-2022-JP")
        self.assertEqual(self.sent_to(), ["ann", "tanaka"])

    def test_the_json_counts_it(self):
        self.put("m.csv", BADLY_READ)
        found = self.expect(0, "validate", "m.csv", "--json").json
        self.assertEqual(
            [warning["error_key"] for warning in found["warnings"]],
            ["manifest.replacement_character", "manifest.misread_encoding"])
        self.assertEqual(found["warning_totals"], [
            {"error_key": "manifest.replacement_character", "column": "message", "count": 1, "first_row": 2},
            {"error_key": "manifest.misread_encoding", "column": "message", "count": 1, "first_row": 3}])

    def test_a_known_manifest_is_warned_of_again(self):
        self.put("m.csv", BADLY_READ)
        self.expect(0, "send", "m.csv", "--batch", "one")
        self.assert_says(self.expect(0, "send", "m.csv", "--batch", "one").err, "lost characters")

    def test_error_values_that_a_template_uses_are_warned_of_and_in_a_user_refused(self):
        self.put("m.csv", "user,sender,First Name,Amount\nann,office,#N/A,#REF!\nbob,office,Bob,########\n"
                          "#N/A,office,Cy,1\n4.479E+11,office,Dee,2\n")
        template = ["--render", "--message", "Dear {{First Name}}, you owe {{Amount}}"]
        result = self.refused("send", "m.csv", *template, says=["row 4.*#N/A", "row 5.*4.479E\\+11"])
        self.assertRegex(result.err, r"2 rows with a spreadsheet's error value in \"Amount\".*row 2")
        self.assertRegex(result.err, r"1 row with a spreadsheet's error value in \"First Name\".*row 2")
        unused = self.expect(1, "send", "m.csv", "--message", "Hello", "--skip-invalid")
        self.assertNotIn("error value in \"First Name\"", unused.err)

    def test_a_spreadsheets_guard_is_named_with_what_to_write(self):
        for cell in ('="0234"', '"=""0234"""'):
            self.put("m.csv", f"user,sender,message\n{cell},office,Hello\n")
            self.refused("send", "m.csv", says=['guard ="…"', "Write 0234"])

    def test_fields_of_other_services_only_warn(self):
        self.put("m.csv", "user,sender,message\nann,office,Dear [[name]]\nbob,office,Dear *|FNAME|*\n"
                          "cid,office,Dear %recipient%\ndee,office,Tom &amp; Ann\neve,office,one\\ntwo\n")
        result = self.expect(0, "send", "m.csv")
        self.assert_says(result.err, "3 rows with a field of another service", "&amp;", "\\n as two characters")
        self.assertEqual(len(self.sent_to()), 5)

    def test_a_message_for_all_rows_is_looked_at_once(self):
        self.put("m.csv", "user,sender\nann,office\nbob,office\n")
        result = self.expect(0, "send", "m.csv", "--message", "one\\ntwo")
        self.assertEqual(result.err.count("The message given for all rows holds \\n as two characters"), 1, result)

    def test_question_marks_for_letters_warn_in_manifest_and_prompt_and_are_doubted_in_a_list(self):
        self.put("m.csv", "user,sender,message\njos?,office,Die Stra?e\nbob,office,What?No. Really???\n")
        result = self.expect(0, "send", "m.csv")
        self.assertRegex(result.err, r"1 row with \? instead of a letter in \"user\".*row 2")
        self.assertRegex(result.err, r"1 row with \? instead of a letter in \"message\".*row 2")
        self.put("n.csv", "user,sender,message\njosé,office,Hi\nbob,office,Hi\ncid,office,Hi\n")
        for text, name in (("jos?\nbob\n", "l.txt"), ("jos??\nbob\n", "l.txt"), ("user,why\nbob,x\njos?,x\n", "l.csv")):
            self.put(name, text)
            self.refused("send", "n.csv", "--exclude", name, "--yes", says=["jos?.*for “josé” .row 2."])
        self.put("l.txt", "josé\nbob\n")
        self.expect(0, "send", "n.csv", "--exclude", "l.txt")
        self.assertEqual(self.sent_to(), ["bob", "cid", "jos?"])

    def test_error_values_inside_a_sentence_warn(self):
        self.put("m.csv", "user,sender,message\nann,office,\"Dear #N/A, you owe #REF!\"\nbob,office,Fight #HIV! Visit #NV today\n")
        self.assertRegex(self.expect(0, "send", "m.csv").err, r"1 row with a spreadsheet's error value in \"message\".*row 2")

    def test_a_template_of_another_service_is_answered_with_the_column_that_fits(self):
        self.put("m.csv", "user,sender,First Name\nann,office,Ann\n")
        self.put("t.txt", "Dear *|FNAME|*")
        result = self.expect(0, "validate", "m.csv", "--template", "t.txt")
        self.assert_says(result.err, "*|FNAME|*", "Write {{First Name}} instead.")
        self.put("t.txt", "Dear {{First Name}}")
        self.assertNotIn("Warning: m.csv: ", self.expect(0, "validate", "m.csv", "--template", "t.txt").err)

    def test_a_control_character_that_misread_text_left_in_a_user_is_explained(self):
        self.put("m.csv", "user,sender,message\nÅ\x81ukasz,office,Hi\n")
        self.refused("send", "m.csv", says=[r"“Å\[U\+0081\]ukasz”, which is “Łukasz” in UTF-8 read as Windows-1252"])
        self.put("m.csv", "user,sender,message\nŁukasz,office,Hi\n")
        self.expect(0, "send", "m.csv")

    def test_right_text_gives_no_word(self):
        self.put("m.csv", "user,sender,message\njürgen,Büro,\"Grüße, 50% & C:\\new « ça va ? » it’s 👩‍💻\"\n")
        self.assertNotIn("Warning", self.expect(0, "validate", "m.csv").err)


class Prompt(Case):
    """The prompt repeats damage in a line for each kind, also to whoever has said no before."""

    def setUp(self):
        super().setUp()
        self.environment["GRUPO_SITE"] = self.site.address.replace("127.0.0.1", "0.0.0.0")
        self.put("m.csv", "user,sender,message\na\u200bnn,office,Hello\nbob,office,itâ€™s\ncid,office,itâ€™s &amp; x\n")

    def ask(self, answer):
        terminal = Terminal(self, "send", "m.csv", "--allow-http", "--color", "never")
        terminal.wait_for_words("[y/N] ")
        terminal.type(answer)
        return terminal.finish()

    def test_each_kind_has_its_line_with_count_and_first_row(self):
        for answer, code in (("n\r", 65), ("n\r", 65), ("y\r", 0)):
            result = self.ask(answer)
            self.assertEqual(result.code, code, result)
            prompt = result.err[result.err.index("About to send"):]
            self.assert_says(
                prompt, "! Look at 2 rows with text read in a wrong encoding in \"message\" (first row 3)",
                "such as &amp;, in \"message\" (first row 4)", "first     to a[U+200B]nn: Hello")
        self.assertEqual(len(self.site.forms), 3)


class Encodings(Case):
    def test_what_the_bytes_may_say_is_shown_with_the_option_for_it(self):
        self.put("m.csv", "user,sender,message\nann,office,Café “open”\n".encode("windows-1252"))
        self.refused("send", "m.csv", says="--encoding windows-1252 reads “Café “open””; --encoding macintosh reads")

    def test_a_file_of_an_old_macintosh_is_known_by_its_line_ends(self):
        self.put("m.csv", "user,sender,message\rann,office,Café “open”".encode("mac-roman"))
        result = self.refused("validate", "m.csv", says="--encoding macintosh reads “Café “open””; ")
        self.assertLess(result.err.index("macintosh"), result.err.index("windows-1252"))
        wrong = self.expect(0, "validate", "m.csv", "--encoding", "windows-1252")
        self.assert_says(wrong.err, "“CafŽ”", "Try --encoding macintosh, which reads “Café”")
        self.assertNotIn("Warning", self.expect(0, "validate", "m.csv", "--encoding", "macintosh").err)

    def test_the_encoding_that_was_given_is_never_suggested(self):
        self.put("m.csv", "user,sender,message\nann,office,x\x81y\n".encode("latin-1"))
        for name in ("windows-1252", "CP1252", "utf-8"):
            result = self.refused("validate", "m.csv", "--encoding", name, says="--encoding")
            self.assertNotIn(f"--encoding {name.lower()} reads", result.err)
            if name != "utf-8":
                self.assertNotIn("windows-1252", result.err)

    def test_other_scripts_are_known(self):
        for encoding, text in (
                ("windows-1251", "Привет из офиса"), ("koi8-r", "Привет из офиса"), ("windows-1253", "Καλημέρα σε όλους"),
                ("windows-1250", "Příliš žluťoučký kůň"), ("shift_jis", "日本語のテキスト"), ("cp850", "schöne Grüße"),
                ("gb18030", "你好，世界，今天很好")):
            self.put("m.csv", f"user,sender,message\nann,office,{text}\n".encode(encoding))
            self.refused("validate", "m.csv", says=f"name its encoding: --encoding {encoding} reads “{text}”")

    def test_the_offending_cell_is_found_far_down(self):
        rows = "".join(f"user{number},office,Hello {number}\n" for number in range(10_000))
        self.put("m.csv", ("user,sender,message\n" + rows).encode() + "ann,office,Grüße\n".encode("windows-1252"))
        self.refused("validate", "m.csv", says="row 10002.*--encoding windows-1252 reads “Grüße”; --encoding macintosh")

    def test_a_file_joined_from_two_encodings_is_called_that_whatever_encoding_is_given(self):
        rows = "ann{0},office,Grüße {0}\nbob{0},office,José {0}\n"
        self.put("m.csv", ("user,sender,message\n" + rows.format(1)).encode() + rows.format(2).encode("windows-1252"))
        words = "two encodings, UTF-8, and from line 4 on windows-1252.*save both parts as UTF-8"
        self.refused("validate", "m.csv", says=["row 4.*" + words])
        self.assertRegex(self.expect(0, "validate", "m.csv", "--encoding", "windows-1252").err, words)

    def test_encodings_of_old_machines_are_read_as_the_hint_says(self):
        for encoding, codec, text in (
                ("mac-greek", "mac_greek", "Καλημέρα σε όλους"), ("mac-turkish", "mac_turkish", "Günaydın, toplantı başlıyor, İzmir"),
                ("mac-cyrillic", "mac_cyrillic", "Привет из офиса"), ("mac-centraleurope", "mac_latin2", "Příliš žluťoučký kůň"),
                ("cp737", "cp737", "Καλημέρα σε όλους"), ("cp862", "cp862", "שלום לכולם"),
                ("big5-hkscs", "big5hkscs", "你哋好，今晚六點開會")):
            self.put("m.csv", f'user,sender,message\nann,office,"{text}"\n'.encode(codec))
            self.refused("validate", "m.csv", says=f"name its encoding: --encoding {encoding} reads “")
            self.expect(0, "send", "m.csv", "--encoding", encoding, "--batch", encoding)
            self.assertEqual(self.site.forms[-1]["message"], text)

    def test_one_bad_cell_of_a_file_in_utf8_does_not_lead_to_an_encoding(self):
        self.put("m.csv", "user,sender,message\nann,office,Grüße\nbob,office,Grüße\n".encode() + b"cid,office,Gr\xfc\xdfe\n")
        self.refused("validate", "m.csv", says="The rest of the file is UTF-8.*correct this cell, “Grüße” in windows-1252")


if __name__ == "__main__":
    unittest.main()
