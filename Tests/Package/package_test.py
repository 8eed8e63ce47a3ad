"""The Debian package: built, looked into, unpacked and run; with PACKAGE=1 also checked by lintian and installed into a clean root."""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from program_help import ROOT, commands

WHOLE = os.environ.get("PACKAGE") == "1"
MEBIBYTE = 1 << 20
# A program finds its arguments in /proc; the mount goes with the process.
IN_ROOT = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def run(*command, **options):
    """Runs a command that has to succeed, and returns what it printed."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.package = cls.build("first")
        cls.root = cls.folder / "root"
        run("dpkg-deb", "--extract", cls.package, cls.root)
        cls.program = cls.root / "usr/bin/grupo-batch"
        cls.share = cls.root / "usr/share"

    @classmethod
    def build(cls, name):
        return pathlib.Path(run("bash", ROOT / "samples/package.sh", cls.folder / name).splitlines()[-1])

    def field(self, name):
        return run("dpkg-deb", "--field", self.package, name).strip()

    def test_control_data_name_version_and_libraries(self):
        self.assertEqual(self.field("Package"), "grupo-batch")
        version = run(self.program, "--version").split()[1]
        self.assertEqual(self.field("Version"), version)
        libraries = {entry.split()[0] for entry in self.field("Depends").split(",")}
        self.assertLessEqual({"libarchive13", "libc6", "libcsv3", "libexpat1", "libpq5", "libsqlite3-0", "libssl3", "libxlsxwriter4"}, libraries)
        self.assertTrue(libraries & {"libcurl4", "libcurl4t64"}, libraries)

    def test_tree_holds_program_manual_completions_samples_and_copyright(self):
        files = {str(path.relative_to(self.share)) for path in self.share.rglob("*") if path.is_file()}
        pages = {f"man/man1/grupo-batch{'-' + words.replace(' ', '-') if words else ''}.1.gz" for words in commands()}
        self.assertEqual({name for name in files if name.startswith("man/")}, pages)
        self.assertLessEqual(
            {"bash-completion/completions/grupo-batch", "zsh/vendor-completions/_grupo-batch",
             "fish/vendor_completions.d/grupo-batch.fish", "doc/grupo-batch/copyright", "doc/grupo-batch/changelog.gz",
             "doc/grupo-batch/README.md", "doc/grupo-batch/examples/recipients.csv"}, files)
        units = {path.name: path.read_text() for path in (self.root / "usr/lib/systemd/system").iterdir()}
        self.assertEqual(units, {path.name: path.read_text() for path in (ROOT / "samples/systemd").iterdir()})
        linked = set(re.findall(r"\]\((guide/\w[\w-]*\.md)\)", (self.share / "doc/grupo-batch/README.md").read_text()))
        self.assertEqual(linked, {name.removeprefix("doc/grupo-batch/") for name in files if "/guide/" in name})

    def test_everything_belongs_to_root_and_only_the_program_can_be_run(self):
        tree = self.folder / "tree.tar"
        with tree.open("wb") as output:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", self.package], check=True, stdout=output)
        with tarfile.open(tree) as archive:
            for member in archive:
                expected = 0o755 if member.isdir() or member.name == "./usr/bin/grupo-batch" else 0o644
                with self.subTest(member=member.name):
                    self.assertEqual((member.uid, member.gid, member.mode), (0, 0, expected))

    def test_checksums_are_those_of_the_files(self):
        control = self.folder / "control"
        run("dpkg-deb", "--control", self.package, control)
        sums = dict(reversed(line.split("  ")) for line in (control / "md5sums").read_text().splitlines())
        files = [path for path in self.root.rglob("*") if path.is_file()]
        self.assertEqual(
            sums, {str(path.relative_to(self.root)): hashlib.md5(path.read_bytes()).hexdigest() for path in files})

    def test_program_is_stripped_and_finds_its_libraries_in_the_system_only(self):
        self.assertNotIn(".symtab", run("readelf", "--sections", "--wide", self.program))
        self.assertNotRegex(run("readelf", "--dynamic", self.program), "RPATH|RUNPATH|libswift|libFoundation")
        self.assertNotIn(str(ROOT).encode(), self.program.read_bytes())

    def test_sizes_stay_below_the_limits(self):
        self.assertLess(self.program.stat().st_size, 80 * MEBIBYTE)
        self.assertLess(self.package.stat().st_size, 30 * MEBIBYTE)

    def test_copyright_names_every_package_that_is_linked(self):
        text = (self.share / "doc/grupo-batch/copyright").read_text()
        for checkout in (ROOT / ".build/package/checkouts").iterdir():
            self.assertIn(f"{checkout.name}/*", text)

    def test_second_build_gives_the_same_bytes(self):
        self.assertEqual(self.build("second").read_bytes(), self.package.read_bytes())

    def test_unpacked_program_sends_to_the_sandbox(self):
        send_sample(self, [self.program], self.share / "doc/grupo-batch/examples")

    @unittest.skipUnless(WHOLE, "PACKAGE=1 runs it")
    def test_lintian_finds_no_error(self):
        run("lintian", "--fail-on", "error", self.package)

    @unittest.skipUnless(WHOLE, "PACKAGE=1 runs it")
    def test_package_installs_into_a_clean_root_works_there_and_goes_without_a_trace(self):
        root = self.folder / "debian"
        run("debootstrap", "--variant=minbase", codename(), root)
        shutil.copy(self.package, root / "tmp")
        chroot = ["unshare", "--mount", "sh", "-c", IN_ROOT, root]
        run(*chroot, "apt-get", "install", "-y", "--no-install-recommends", f"/tmp/{self.package.name}", env=PLAIN)
        self.assertIn("libcurl/", run(*chroot, "grupo-batch", "--version", env=PLAIN))
        send_sample(self, [*chroot, "grupo-batch"], pathlib.Path("/usr/share/doc/grupo-batch/examples"), root)
        run(*chroot, "apt-get", "purge", "-y", "grupo-batch", env=PLAIN)
        self.assertEqual([path for path in (root / "usr").rglob("*grupo-batch*")], [])


def codename():
    """The release of Debian that the package was built on."""
    return re.search(r"VERSION_CODENAME=(\w+)", pathlib.Path("/etc/os-release").read_text())[1]


def send_sample(test, program, samples, root=pathlib.Path("/")):
    """Sends the sample manifest to a sandbox; both are the packaged program."""
    state = pathlib.Path(tempfile.mkdtemp(prefix="grupo-batch-state-", dir=root / "tmp"))
    test.addCleanup(shutil.rmtree, state, ignore_errors=True)
    inside = pathlib.Path("/") / state.relative_to(root)
    environment = PLAIN | {"HOME": str(inside), "XDG_STATE_HOME": str(inside)}
    with subprocess.Popen(
            [*map(str, program), "sandbox"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=environment) as sandbox:
        try:
            lines = [sandbox.stdout.readline() for _ in range(2)]
            settings = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
            report = inside / "report.csv"
            sent = subprocess.run(
                [*map(str, program), "send", samples / "recipients.csv", "--report", report, "--quiet"],
                capture_output=True, text=True, env=environment | settings)
        finally:
            sandbox.terminate()
    # One of the sample's recipients is unknown to the sandbox.
    test.assertEqual(sent.returncode, 1, sent.stderr)
    outcomes = re.findall(r",(sent|rejected),", (state / "report.csv").read_text())
    test.assertEqual((outcomes.count("sent"), outcomes.count("rejected")), (13, 1))


if __name__ == "__main__":
    unittest.main()
