"""Lists beside their reports, on several machines."""
import re
import shlex

from case import Case, greetings

class Beside(Case):
    def put_list(self, count=8, name="l.csv", text="Hello"):
        return self.put(name, greetings(count, text))

    def other_machine(self, name="b"):
        """From now on another person's ledgers."""
        self.environment["HOME"] = str(self.folder / name)
        self.environment["XDG_STATE_HOME"] = str(self.folder / name / "state")
        (self.folder / name).mkdir(exist_ok=True)

    def first_machine(self, home):
        self.environment.update(home)

    def home(self):
        return {name: self.environment[name] for name in ("HOME", "XDG_STATE_HOME") if name in self.environment}

    def do_as_told(self, refused):
        """Runs the import command as it is printed."""
        command = re.search(r"grupo-batch (ledger import .*?)\. Or name", refused.out + refused.err).group(1)
        return self.expect(0, *shlex.split(command))

    def each_once(self, count):
        self.assertEqual(len(self.site.forms), count)
        self.assertEqual(len({(form["user"], form["message"]) for form in self.site.forms}), count)
