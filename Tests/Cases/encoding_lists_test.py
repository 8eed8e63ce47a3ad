"""The last character of a file, lists with damaged names, and encodings that were not meant."""
import unittest

from case import Case

HEAD = "user,sender,message\n"


class LastCharacter(Case):
    """Some encodings hold a letter back until it is known that no mark follows it."""

    def test_the_last_letter_of_a_user_is_kept(self):
        self.put("m.csv", "message,sender,user\nhi,o,שלום".encode("windows-1255"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1255")
        self.assertEqual(self.sent_to(), ["שלום"])

    def test_the_last_name_of_a_list_is_left_out(self):
        self.put("m.csv", (HEAD + "ann,o,hi\nשלום,o,hi\n").encode("windows-1255"))
        self.put("ex.csv", "user\nben\nשלום".encode("windows-1255"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1255", "--exclude", "ex.csv")
        self.assertEqual(self.sent_to(), ["ann"])


class DamagedNames(Case):
    """A damaged name on a list is nobody's, and somebody would be written to."""

    def test_a_guarded_name_is_refused_with_its_row(self):
        self.put("m.csv", HEAD + "0234,o,Hi\nbob,o,x\n")
        self.put("ex.csv", 'user\n"=""0234"""\nbob\n')
        run = self.expect(65, "send", "m.csv", "--exclude", "ex.csv", "--yes")
        self.assertIn("row 2", run.err)
        self.assertEqual(self.sent_to(), [])

    def test_a_misread_name_is_asked_about(self):
        self.put("m.csv", HEAD + "zoë,o,Hi\nbob,o,x\n")
        self.put("ex.csv", "user\nzoÃ«\nbob\n")
        self.assertIn("zoÃ«", self.expect(65, "send", "m.csv", "--exclude", "ex.csv").err)
        self.assertEqual(self.sent_to(), [])

    def test_a_name_that_looks_damaged_and_is_a_users_is_left_out(self):
        self.put("m.csv", HEAD + "a&amp;b,o,Hi\nbob,o,x\n")
        self.put("ex.csv", "user\na&amp;b\n")
        self.expect(0, "send", "m.csv", "--exclude", "ex.csv")
        self.assertEqual(self.sent_to(), ["bob"])


class OtherEncodings(Case):
    """An encoding that reads other characters than the file holds."""

    def test_an_encoding_given_for_utf8_is_asked_about(self):
        self.put("m.csv", HEAD + "петров,o,Привет\n")
        run = self.expect(65, "send", "m.csv", "--encoding", "windows-1251")
        self.assertIn("--encoding", run.err)
        self.assertEqual(self.sent_to(), [])
        page = self.expect(0, "validate", "m.csv", "--encoding", "windows-1251")
        self.assertIn("UTF-8 as it stands", page.out + page.err)

    def test_the_letter_that_tells_may_stand_at_the_end_of_a_long_file(self):
        rows = "".join(f"user{number},o,Hello\n" for number in range(20_000))
        self.put("m.csv", HEAD + rows + "петров,o,Привет\n")
        self.refused("send", "m.csv", "--encoding", "windows-1251", says="UTF-8 as it stands")
        self.put("other.csv", (HEAD + rows + "петров,o,Привет\n").encode("windows-1251"))
        page = self.expect(0, "validate", "other.csv", "--encoding", "windows-1251")
        self.assertNotIn("as it stands", page.out + page.err)

    def test_an_encoding_that_fits_is_not_asked_about(self):
        self.put("m.csv", (HEAD + "петров,o,Привет\n").encode("windows-1251"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1251")
        self.assertEqual(self.sent_to(), ["петров"])

    def test_a_last_letter_beyond_ascii_makes_no_utf8(self):
        self.put("m.csv", (HEAD + "ann,o,é\n").encode("windows-1252"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1252")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_a_list_that_begins_with_another_letter_is_read_in_the_encoding_given(self):
        self.put("m.csv", (HEAD + "ann,o,hi\nöde,o,hi\n").encode("windows-1252"))
        self.put("ex.txt", "öde\n".encode("windows-1252"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1252", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_a_list_in_another_encoding_than_the_manifest_is_said_to_be(self):
        self.put("m.csv", (HEAD + "Jörg,o,hi\nbob,o,hi\n").encode("windows-1252"))
        for name, text in (("ex.txt", "Jörg\nbob\n"), ("ex.csv", "user\nJörg@example.org\n"), ("ex.json", '["Jörg@example.org"]')):
            self.put(name, text.encode("cp850"))
            self.refused("send", "m.csv", "--encoding", "windows-1252", "--exclude", name, says=[
                "probably not in windows-1252", r"“J”rg[^”]*” holds a quote", r"cp850 reads “Jörg[^”]*”", "Save the list as UTF-8"])
        self.put("ex.txt", "Jörg\n".encode("windows-1252"))
        self.expect(0, "send", "m.csv", "--encoding", "windows-1252", "--exclude", "ex.txt")
        self.assertEqual(self.sent_to(), ["bob"])

    def test_a_quote_in_the_encoding_given_is_a_quote(self):
        self.put("m.csv", (HEAD + "Jörg,o,hi\n").encode("windows-1252"))
        self.put("ex.txt", "“bob”\n".encode("windows-1252"))
        run = self.refused("send", "m.csv", "--encoding", "windows-1252", "--exclude", "ex.txt", says="holds a quote")
        self.assertNotIn("probably not", run.err)

    def test_a_list_in_no_encoding_named_shows_how_it_reads(self):
        self.put("m.csv", HEAD + "ann,o,hi\n")
        self.put("ex.txt", "öde\n".encode("windows-1252"))
        run = self.expect(65, "send", "m.csv", "--exclude", "ex.txt")
        self.assertIn("--encoding windows-1252 reads “öde”", run.err)
        self.assertNotIn("offset:", run.err)

    def test_a_template_of_two_bytes_a_character_is_named(self):
        self.put("m.csv", "user,sender\nann,o\n")
        self.put("t.txt", b"\xff\xfe" + "Hello\r\n".encode("utf-16-le"))
        self.assertIn("UTF-16", self.expect(65, "send", "m.csv", "--template", "t.txt").err)


if __name__ == "__main__":
    unittest.main()
