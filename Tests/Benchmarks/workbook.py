"""Time and memory of grupo-batch validate on workbooks, against the same rows as CSV and openpyxl in read-only mode. See workbook.sh."""
import csv
import os
import tempfile
import zipfile

import measure

ROWS = int(os.environ.get("ROWS", 1_000_000))
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
READER = """
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
print(sum(len(row) for row in sheet.iter_rows(values_only=True)))
"""


def rows():
    """The header and every row: a name, a sender, and a message of its own."""
    yield ["user", "sender", "message"]
    for number in range(1, ROWS + 1):
        yield [f"user{number:07}@example.org", "secretary", f"Hello {number}, the hall opens at six on Friday"]


def write_csv(path):
    """Writes the rows as CSV."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows())


def write_excel(path, is_shared):
    """Writes the rows as Excel does, texts shared by their number, or inline as libraries do."""
    numbers = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
        book.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}">' + "".join(
            f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            f'{kind}+xml"/>' for part, kind in kinds.items()) + "</Types>")
        book.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{RELATIONS}/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}"><sheets><sheet name="Members" '
                      'sheetId="1" r:id="rId1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" '
                      f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" '
                      'Target="sharedStrings.xml"/></Relationships>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{SPACE}"><sheetData>'.encode())
            for number, cells in enumerate(rows(), 1):
                line = [f'<row r="{number}" spans="1:3">']
                for letter, text in zip("ABC", cells):
                    if is_shared:
                        line.append(f'<c r="{letter}{number}" t="s"><v>{numbers.setdefault(text, len(numbers))}</v></c>')
                    else:
                        line.append(f'<c r="{letter}{number}" t="inlineStr"><is><t>{text}</t></is></c>')
                sheet.write("".join(line + ["</row>"]).encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as strings:
            strings.write(f'<sst xmlns="{SPACE}">'.encode())
            for text in numbers:
                strings.write(f"<si><t>{text}</t></si>".encode())
            strings.write(b"</sst>")


def write_document(path):
    """Writes the rows as an OpenDocument spreadsheet."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        with book.open("content.xml", "w", force_zip64=True) as content:
            spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                              for name in ("office", "table", "text"))
            content.write(f'<office:document-content {spaces}><office:body><office:spreadsheet>'
                          '<table:table table:name="Members">'.encode())
            for cells in rows():
                content.write(("<table:table-row>" + "".join(
                    f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
                    for text in cells) + "</table:table-row>").encode())
            content.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def main():
    """Writes the files, runs everything in turn, prints a table."""
    print(f"{ROWS} rows; {measure.describe_machine()}")
    binary = measure.program()
    if not binary:
        raise SystemExit("no release build was found (see workbook.sh)")
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("rows.csv", "shared.xlsx", "inline.xlsx", "rows.ods")}
        write_csv(paths["rows.csv"])
        write_excel(paths["shared.xlsx"], True)
        write_excel(paths["inline.xlsx"], False)
        write_document(paths["rows.ods"])
        environment = {**os.environ, "HOME": folder}
        contestants = {
            f"grupo-batch {name}": lambda path=path: measure.run(
                [binary, "validate", path, "--ledger", os.path.join(folder, "ledger.sqlite")], environment=environment)
            for name, path in paths.items()}
        for name in ("shared.xlsx", "inline.xlsx"):
            contestants[f"openpyxl {name}"] = lambda path=paths[name]: measure.run(["python3", "-c", READER, path])
        costs = measure.alternate(contestants, measure.rounds(3))
    wall = {name: measure.median(runs, lambda cost: cost.wall) for name, runs in costs.items()}
    print(f"\n{'':24} {'wall s':>7} {'CPU s':>7} {'peak MB':>8} {'x CSV':>6} {'openpyxl x':>11}")
    for name, runs in costs.items():
        cpu = measure.median(runs, lambda cost: cost.cpu)
        memory = measure.median(runs, lambda cost: cost.memory) / 1e6
        other = wall.get("openpyxl " + name.split()[1])
        ratio = f"{other / wall[name]:11.1f}" if other and name.startswith("grupo") else ""
        print(f"{name:24} {wall[name]:7.2f} {cpu:7.2f} {memory:8.1f} {wall[name] / wall['grupo-batch rows.csv']:6.1f} {ratio}")


if __name__ == "__main__":
    main()
