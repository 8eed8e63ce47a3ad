"""The unit and the timer of the package: systemd takes them, finds them safe, and what they run sends the list of its folder."""
import os
import pathlib
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

from program_help import ROOT, program

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Commands"))
from workbench import KEY, Workbench  # noqa: E402

UNITS = ROOT / "samples/systemd"
SERVICE = (UNITS / "grupo-batch@.service").read_text(encoding="utf-8")
# What systemd calls exposed, in tenths: "OK" ends at 5.
MOST_EXPOSED = 20


def settings(text=SERVICE):
    """The values of every setting, in the order they stand in; comments are none."""
    found = {}
    for line in text.splitlines():
        if line and line[0] not in "#[":
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not installed")
class Analysis(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-units-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # A unit is sound only if what it runs is there, which is where the package puts it.
        service = SERVICE.replace("/usr/bin/grupo-batch", str(pathlib.Path(program()).resolve()))
        for name in ("grupo-batch@.service", "grupo-batch@spring.service"):
            (self.folder / name).write_text(service)
        shutil.copy(UNITS / "grupo-batch@.timer", self.folder / "grupo-batch@spring.timer")

    def analyze(self, *arguments):
        return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, timeout=60)

    def verify(self, *names):
        return self.analyze("verify", "--man=no", "--recursive-errors=no", *(self.folder / name for name in names))

    def test_units_are_sound(self):
        result = self.verify("grupo-batch@spring.service", "grupo-batch@spring.timer")
        self.assertEqual((result.returncode, result.stdout + result.stderr), (0, ""))

    def test_mistake_in_a_unit_is_found(self):
        path = self.folder / "grupo-batch@spring.service"
        path.write_text(path.read_text().replace("Type=oneshot", "Type=oneshot\nProtectSystm=strict"))
        self.assertIn("ProtectSystm", self.verify("grupo-batch@spring.service").stderr)

    def exposure(self):
        result = self.analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", self.folder / "grupo-batch@spring.service")
        if "unrecognized option" in result.stderr or "Unknown option" in result.stderr:
            self.skipTest("this systemd-analyze looks at running units only")
        return result

    def test_service_is_hardly_exposed(self):
        result = self.exposure()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("Overall exposure level", result.stdout)

    def test_service_without_its_settings_would_be(self):
        path = self.folder / "grupo-batch@spring.service"
        path.write_text(re.sub(r"(?m)^(Protect|Restrict|SystemCall|Private|Capability|DynamicUser|NoNew).*\n", "", path.read_text()))
        self.assertNotEqual(self.exposure().returncode, 0)


class Settings(unittest.TestCase):
    def test_every_setting_is_there_once_and_the_key_is_no_variable(self):
        found = settings()
        repeated = {name for name, values in found.items() if len(values) > 1}
        self.assertLessEqual(repeated, {"SystemCallFilter"})
        self.assertNotIn("GRUPO_", SERVICE)
        self.assertEqual(found["LoadCredential"], ["key:/etc/grupo-batch/%i.key"])
        self.assertIn("--secret-file %d/key", found["ExecStart"][0])

    def test_time_to_stop_is_longer_than_an_answer_may_take(self):
        self.assertEqual(settings()["TimeoutStopSec"], ["2min"])
        defaults = subprocess.run([program(), "send", "--help"], capture_output=True, text=True, check=True).stdout
        self.assertRegex(" ".join(defaults.split()), r"--timeout <duration> How long [^)]*\(default: 30s\)|--timeout[^-]*30s")

    def test_timer_starts_the_service_of_its_name(self):
        found = settings((UNITS / "grupo-batch@.timer").read_text(encoding="utf-8"))
        self.assertNotIn("Unit", found)
        self.assertEqual((found["Persistent"], found["WantedBy"]), (["true"], ["timers.target"]))


class Run(Workbench):
    """What the unit runs, with the folders and variables that it says."""

    def start_unit(self):
        for name, value in (("%S", self.state), ("%d", self.credentials), ("%i", "spring")):
            self.values = {key: [text.replace(name, str(value)) for text in texts] for key, texts in self.values.items()}
        words = shlex.split(self.values["ExecStart"][0])
        environment = dict(text.split("=", 1) for text in shlex.split(self.values["Environment"][0]))
        process = subprocess.Popen(
            [program(), *words[1:]], cwd=self.values["WorkingDirectory"][0], umask=int(self.values["UMask"][0], 8),
            env={"PATH": os.environ["PATH"], "CREDENTIALS_DIRECTORY": str(self.credentials)} | environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.bury, process)
        return self.finish(process)

    def test_unit_sends_the_list_of_its_folder_and_goes_on_the_next_time(self):
        self.values = settings()
        self.state, self.credentials = self.folder / "lib", self.folder / "credentials"
        own = self.state / "grupo-batch" / "spring"
        own.mkdir(parents=True)
        self.credentials.mkdir()
        (self.write("credentials/key", KEY + "\n")).chmod(0o440)
        self.expect(0, "init", own)
        site = self.open_site()
        (own / "grupo-batch.yaml").write_text(f"site: {site.address}\ntemplate: message.txt\n")
        result = self.start_unit()
        self.assertEqual(result.code, 0, result)
        sent = len(site.forms)
        self.assertGreater(sent, 0)
        self.assertEqual(stat.S_IMODE((own / "recipients.results.csv").stat().st_mode), 0o600)
        ledgers = list((self.state / "grupo-batch").glob("*.sqlite"))
        self.assertEqual(len(ledgers), 1)
        self.assertEqual(self.start_unit().code, 0)
        self.assertEqual(len(site.forms), sent)
        # Nothing lies anywhere else.
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"lib", "credentials"})


if __name__ == "__main__":
    unittest.main()
