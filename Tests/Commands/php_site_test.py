"""The sample manifest sent to a real PHP page: what PHP makes of the forms is what the manifest says."""
import csv
import hashlib
import json
import re
import shutil
import subprocess
import unittest

from workbench import KEY, SAMPLES, Workbench, tally

PAGE = """<?php
$known = $_SERVER['REQUEST_URI'] === '/api_request/' && ($_POST['api_secret_key'] ?? '') === getenv('KEY');
$file = $_FILES['file_attachments'] ?? null;
$line = json_encode([
    'post' => array_diff_key($_POST, ['api_secret_key' => 1]), 'files' => array_keys($_FILES), 'known' => $known,
    'name' => $file['name'] ?? '', 'digest' => $file ? hash_file('sha256', $file['tmp_name']) : '']);
file_put_contents(__DIR__ . '/log.jsonl', "$line\\n", FILE_APPEND | LOCK_EX);
header('Content-Type: application/json');
echo json_encode($known ? ['success' => true] : ['success' => false, 'error_key' => 'no_key', 'error_message' => 'No']);
"""


@unittest.skipUnless(shutil.which("php"), "php is not installed")
class PHPSite(Workbench):
    def setUp(self):
        super().setUp()
        self.write("page.php", PAGE)
        php = subprocess.Popen(
            ["php", "-S", "127.0.0.1:0", "page.php"], cwd=self.folder, env={**self.environment, "KEY": KEY},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(self.bury, php)
        started = php.stderr.readline().decode()
        address = re.search(r"\((http://127\.0\.0\.1:\d+)\) started", started)
        self.assertTrue(address, started)
        self.environment |= {"GRUPO_SITE": address[1], "GRUPO_API_SECRET_KEY": KEY}

    def log(self):
        return [json.loads(line) for line in (self.folder / "log.jsonl").read_text().splitlines()]

    def test_sample_manifest_arrives_exactly(self):
        shutil.copytree(SAMPLES, self.folder / "samples")
        self.expect(0, "send", "samples/recipients.csv", "--concurrency", "1")
        with open(SAMPLES / "recipients.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row, seen in zip(rows, self.log(), strict=True):
            post = {name: row[name] for name in ("user", "sender", "message")} | {"add": "message"}
            post |= {"gif_url": row["gif_url"]} if row["gif_url"] else {}
            name = row["file_attachments"]
            digest = hashlib.sha256((SAMPLES / name).read_bytes()).hexdigest() if name else ""
            self.assertEqual(seen, {
                "post": post, "files": ["file_attachments"] if name else [], "known": True, "name": name,
                "digest": digest})
        self.assertEqual(tally(self.report("samples/recipients.results.csv")), {"sent": 14})

    def test_awkward_texts_and_file_names_arrive_exactly_and_inject_nothing(self):
        names = ['quo"te.txt', "per%22cent.txt", "semi;colon.txt", "uml äut ☕.txt", "back\\slash.txt"]
        for name in names:
            (self.folder / name).write_bytes(name.encode() * 100)
        texts = ['"quoted"', '--boundary--\r\nContent-Disposition: form-data; name="user"\r\n\r\nadmin', "&user=admin",
                 "\ttab", "ends with blank "]
        rows = [[f"user{number}", "office", text, name] for number, (text, name) in enumerate(zip(texts, names))]
        manifest = self.manifest(*rows, columns=["user", "sender", "message", "file"])
        self.expect(0, "send", manifest, "--concurrency", "1")
        for (user, sender, text, name), seen in zip(rows, self.log(), strict=True):
            self.assertEqual(seen["post"], {"user": user, "sender": sender, "message": text, "add": "message"})
            self.assertEqual(seen["digest"], hashlib.sha256(name.encode() * 100).hexdigest())

    def test_wrong_key_is_refused_row_by_row_and_nothing_more_is_tried(self):
        self.environment["GRUPO_API_SECRET_KEY"] = "another-key"
        self.expect(4, "send", self.manifest(*[f"user{number}" for number in range(20)]))
        self.assertEqual(len(self.log()), 5)
        self.assertEqual({line["error_key"] for line in self.report()[:5]}, {"no_key"})


if __name__ == "__main__":
    unittest.main()
