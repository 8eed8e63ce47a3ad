"""Has LibreOffice save workbooks anew and show what is in them: python3 libreoffice.py FOLDER.

Beside NUMBER.xlsx appear anew/NUMBER.xlsx, anew/NUMBER.ods, and NUMBER.shown.json: the rows of the first sheet as LibreOffice's CSV export
shows them."""

import csv
import glob
import json
import os
import subprocess
import sys

# Comma, quote, UTF-8, from the first line, columns as they are, English; the last says: cells as they are shown.
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,1,0,false,true,true"


def convert(folder, target, output):
    files = sorted(glob.glob(f"{folder}/*.xlsx"))
    for start in range(0, len(files), 100):
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target,
                        "--outdir", output, *files[start:start + 100]], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "en_US.UTF-8"})


def main():
    folder = sys.argv[1]
    convert(folder, "xlsx", f"{folder}/anew")
    convert(folder, "ods", f"{folder}/anew")
    convert(folder, AS_SHOWN, folder)
    for path in glob.glob(f"{folder}/*.csv"):
        with open(path, encoding="utf-8", newline="") as file, \
                open(path.removesuffix(".csv") + ".shown.json", "w", encoding="utf-8") as output:
            json.dump(list(csv.reader(file)), output)


if __name__ == "__main__":
    main()
