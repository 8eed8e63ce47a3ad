"""JSON as other programs write it: keys nobody uses, half characters, rows below a key."""
import json
import unittest

from case import Case

ROW = {"user": "ann", "sender": "o", "message": "x"}


class JSONShape(Case):
    def test_nested_value_nobody_uses_is_a_warning(self):
        self.put("m.json", json.dumps([{**ROW, "profile": {"first": "Ann"}, "tags": ["a", "b"]}]))
        result = self.expect(0, "send", "m.json")
        self.assertRegex(result.err, "\"profile\" and \"tags\" are used by no field")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_nested_value_that_is_used_is_an_error_of_its_row(self):
        self.put("m.json", json.dumps([ROW, {**ROW, "message": ["x"]}]))
        self.refused("send", "m.json", says="row 2.*message")

    def test_name_within_an_object_is_chosen_by_the_way_to_it(self):
        members = [{"user": {"id": "80351110224678912", "username": name, "global_name": None}, "nick": None, "roles": ["1"]}
                   for name in ("ann", "bob")]
        options = ["--sender", "o", "--message", "Hi"]
        self.put("m.json", json.dumps(members))
        self.refused("send", "m.json", *options, says=r'"username" in it is the user, add --map user=user\.username\.')
        self.put("m.json", json.dumps(members + [{"user": {"username": ["x"]}}, {"user": {"id": "1"}}, {"user": "cid"}]))
        result = self.refused("send", "m.json", "--sender", "o", "--message", "Hi", "--map", "user=user.username", says="row 3")
        self.assert_says(result.err, 'value of "user.username" is an object or an array', "row 4", "row 5")
        self.put("m.json", json.dumps({"members": members}))
        self.expect(0, "send", "m.json", "--sender", "o", "--message", "Hi", "--map", "user=user.username", "--json-path", "members")
        self.assertEqual(self.sent_to(), ["ann", "bob"])
        # The report and what is sent again go by the same way.
        self.assertEqual([line["user"] for line in self.report("m.results.csv")], ["ann", "bob"])
        self.assert_says(self.expect(0, "send", "m.json", "--sender", "o", "--message", "Hi", "--map", "user=User.Username",
                                     "--json-path", "members").out, "all 2 were sent")

    def test_way_that_leads_nowhere_and_one_that_is_written_twice(self):
        self.put("m.json", json.dumps([{"user": {"name": "ann"}, "sender": "o", "message": "x"}]))
        self.refused("send", "m.json", "--map", "user=user.login", says="names a column that the file does not have")
        self.put("m.json", '[{"user": {"name": "ann", "name": "bob"}, "sender": "o", "message": "x"}]')
        self.refused("send", "m.json", "--map", "user=user.name", says="appears twice")
        self.put("m.json", json.dumps([{"author": {"id": "1", "name": "ann"}, "sender": "o", "message": "x"}]))
        self.refused("send", "m.json", says=r'If that is "author\.name", add --map user=author\.name\.')
        self.expect(0, "send", "m.json", "--map", "user=author.name")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_half_a_character_is_an_error_of_its_row(self):
        rows = [{"user": f"u{n}", "sender": "o", "message": "x\ud83d" if n in (1, 3) else "x"} for n in range(6)]
        self.put("m.json", json.dumps(rows))
        self.refused("send", "m.json", says="row 2(.|\n)*row 4")
        result = self.expect(1, "send", "m.json", "--skip-invalid")
        self.assertEqual(self.sent_to(), ["u0", "u2", "u4", "u5"], result)

    def test_wrapped_export_names_the_key_and_the_option_that_reads_it(self):
        self.put("m.json", json.dumps({"ok": True, "result": {"items": [ROW], "tags": ["a"]}, "next": None}))
        self.refused("send", "m.json", says=r'"result\.items"\. Add --json-path result\.items\.')
        self.expect(0, "send", "m.json", "--json-path", "result.items")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_report_and_status_remember_the_path(self):
        self.put("m.json", json.dumps({"data": [ROW]}))
        self.expect(0, "send", "m.json", "--json-path", "data")
        (self.folder / "m.results.csv").unlink()
        self.expect(0, "report", "m.json", "--output", "again.csv")
        self.assertIn("1,ann,o,true", (self.folder / "again.csv").read_text())
        self.expect(0, "send", "m.json", "--json-path", "data")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_path_from_the_environment(self):
        self.put("m.json", json.dumps({"data": [ROW]}))
        self.environment["GRUPO_JSON_PATH"] = "data"
        self.expect(0, "send", "m.json")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_key_beside_messages(self):
        self.put("m.json", json.dumps({"version": 1, "messages": [ROW]}))
        self.refused("send", "m.json", says='"version".*--json-path messages')
        self.expect(0, "send", "m.json", "--json-path", "messages")
        self.assertEqual(self.sent_to(), ["ann"])

    def test_no_list_of_columns_where_there_are_none(self):
        self.put("m.json", json.dumps({"ok": True, "members": [{"name": "ann"}]}))
        result = self.refused(
            "validate", "m.json", "--map", "user=name", "--sender", "o", "--message", "Hi", says="--json-path members")
        self.assertNotIn("Its columns are", result.err)
        self.expect(0, "validate", "m.json", "--map", "user=name", "--sender", "o", "--message", "Hi",
                    "--json-path", "members")

    def test_json_that_is_no_manifest_is_not_called_broken(self):
        for text in ('"ann"', "7", "null", '[["user"],["ann"]]', '{"a":1}', "{}"):
            self.put("m.json", text)
            result = self.expect(65, "validate", "m.json", "--json")
            self.assertEqual({error["error_key"] for error in result.json["problems"]}, {"manifest.json_shape"}, text)

    def test_empty_key_in_the_path_is_a_usage_error(self):
        self.put("m.json", json.dumps({"data": [ROW]}))
        for path in ("", "data.", ".data", "a..b"):
            self.expect(64, "send", "m.json", "--json-path", path)


if __name__ == "__main__":
    unittest.main()
