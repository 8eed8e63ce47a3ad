"""Time and memory of grupo-batch validate against Miller, which only copies the rows. See validate.sh."""
import csv
import json
import os
import tempfile

import measure

ROWS = int(os.environ.get("ROWS", 1_000_000))
HEADER = ["user", "sender", "message", "id"]


def row(number):
    """Row of this number, about 80 bytes; one in twenty needs quotes, one in fifty has a line break."""
    message = f"Hello {number}, the hall opens at six on Friday"
    if number % 20 == 0:
        message += ', "really"'
    if number % 50 == 0:
        message += "\nSee you – à bientôt"
    return [f"user{number:07}@example.org", "secretary", message, str(number)]


def write_manifests(folder):
    """Writes the same rows in three formats; returns their paths."""
    paths = {ending: os.path.join(folder, f"recipients.{ending}") for ending in ("csv", "jsonl", "json")}
    with open(paths["csv"], "w", newline="", encoding="utf-8") as rows, \
            open(paths["jsonl"], "w", encoding="utf-8") as lines, open(paths["json"], "w", encoding="utf-8") as array:
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerow(HEADER)
        for number in range(1, ROWS + 1):
            cells = row(number)
            writer.writerow(cells)
            element = json.dumps(dict(zip(HEADER, cells)), ensure_ascii=False)
            lines.write(element + "\n")
            array.write(("[" if number == 1 else ",\n") + element)
        array.write("]\n")
    return paths


def write_template(folder):
    """Writes rows without a message and the template that makes theirs; returns the paths of both."""
    rows, template = os.path.join(folder, "names.csv"), os.path.join(folder, "letter.txt")
    with open(rows, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["user", "sender", "first_name", "seat", "id"])
        for number in range(1, ROWS + 1):
            user, sender, _, reference = row(number)
            writer.writerow([user, sender, f"Ann {number}", "" if number % 7 == 0 else f"row {number % 50}", reference])
    with open(template, "w", encoding="utf-8") as file:
        file.write("Dear {{first_name}}, the hall opens at six on Friday; your seat is {{seat|free}}.\n"
                   "See you – {{sender}}\n")
    return rows, template


def main():
    print(f"{ROWS} rows; {measure.describe_machine()}")
    binary = measure.program()
    with tempfile.TemporaryDirectory() as folder:
        contestants = {}
        names, template = write_template(folder)
        files = {ending: (path, []) for ending, path in write_manifests(folder).items()}
        files["template"] = (names, ["--template", template])
        for name, (path, options) in files.items():
            ending = path.rpartition(".")[2]
            contestants[f"mlr {name}"] = lambda path=path, ending=ending: measure.run(
                ["mlr", f"--i{ending}", "--ojson", "cat", path])
            if binary:
                environment = {**os.environ, "HOME": folder}
                contestants[f"grupo-batch {name}"] = lambda path=path, options=options: measure.run(
                    [binary, "validate", path, "--ledger", os.path.join(folder, "ledger.sqlite"), *options],
                    environment=environment)
        sizes = {ending: os.path.getsize(os.path.join(folder, f"recipients.{ending}")) for ending in ("csv", "json")}
        costs = measure.alternate(contestants, measure.rounds(3))
    print(f"CSV {sizes['csv'] / 1e6:.1f} MB, JSON {sizes['json'] / 1e6:.1f} MB\n")
    print(f"{'':20} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'x mlr':>6}")
    wall = {name: measure.median(runs, lambda cost: cost.wall) for name, runs in costs.items()}
    for name, runs in costs.items():
        cpu = measure.median(runs, lambda cost: cost.cpu)
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        ratio = wall["mlr " + name.split()[1]] / wall[name]
        print(f"{name:20} {wall[name]:7.2f} {cpu:7.2f} {memory:8.1f} {ratio:6.2f}")
    if not binary:
        print("\ngrupo-batch itself was not measured: no release build was found (see validate.sh)")


if __name__ == "__main__":
    main()
