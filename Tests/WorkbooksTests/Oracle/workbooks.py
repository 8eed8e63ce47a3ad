"""Writes random workbooks and what the library that wrote them reads of them: python3 workbooks.py xlsx|ods SEED COUNT FOLDER.

Beside NUMBER.xlsx lies NUMBER.json: a list of sheets, each a list of cells [row, column, text, doubt]; doubt is null, "formula" or
"error". Rows and columns are counted from 1."""

import datetime
import decimal
import json
import random
import sys

TEXTS = ["ann", " two  blanks ", "Grüße", "東京 😀", "a\nb", "line\n\nline", "<&>\"'", "00123", "1+1", "TRUE", "é́", "\u00a0x", "tab\tx",
         "x" * 300, "447900000000", "#N/A!", "1e5", "  ", "_x_", "_x00"]
ERRORS = ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
# A format, whether it shows a date, whether a time, and how many zeros it puts in front.
FORMATS = [("General", False, False, 0), ("0", False, False, 0), ("0.00", False, False, 0), ("#,##0.00", False, False, 0),
           ("0%", False, False, 0), ("00000", False, False, 5), ("000", False, False, 3), ("@", False, False, 0),
           ("[$€-407] #,##0.00", False, False, 0), ("#,##0.00_);(#,##0.00)", False, False, 0), ("0.0,\"k\"", False, False, 0),
           ("000-0000", False, False, 0), ("0.##", False, False, 0), ("0;-0;\"none\"", False, False, 0), ("0.00E+00", False, False, 0), ("\"No. \"0", False, False, 0),
           ("yyyy-mm-dd", True, False, 0), ("dd/mm/yyyy", True, False, 0), ("d mmm yyyy", True, False, 0), ("[$-409]dddd, d mmmm yy", True, False, 0),
           ("h:mm:ss AM/PM", False, True, 0), ("m/d/yyyy h:mm", True, True, 0),
           ("yyyy-mm-dd hh:mm", True, True, 0), ("h:mm", False, True, 0), ("[h]:mm:ss", False, True, 0)]


def plain(number):
    text = format(decimal.Decimal(repr(number)), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def clock(time):
    text = f"{time.hour:02}:{time.minute:02}:{time.second:02}"
    return text + (f".{time.microsecond // 1000:03}" if time.microsecond else "")


def span(delta):
    seconds = round(delta.total_seconds())
    if seconds < 86400:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"PT{seconds // 3600:02}H{seconds // 60 % 60:02}M{seconds % 60:02}S"


def moment(value):
    time = clock(value)
    return f"{value:%Y-%m-%d}" + (f"T{time}" if time != "00:00:00" else "")


def a_number(rng):
    return rng.choice([rng.randint(0, 9), rng.randint(-10**6, 10**6), rng.randint(10**11, 10**15 - 1), rng.random(),
                       round(rng.uniform(-1e4, 1e4), 2), rng.uniform(1e-5, 1e9), 0, 1e14, 0.1, 1e-7])


def excel(rng, path):
    import openpyxl
    book = openpyxl.Workbook()
    if rng.random() < 0.2:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    known = []
    for number in range(rng.randint(1, 3)):
        sheet = book.active if number == 0 else book.create_sheet(f"Sheet <{number}>")
        for _ in range(rng.randint(0, 60)):
            cell = sheet.cell(rng.randint(1, 40), rng.randint(1, rng.choice([5, 30, 300])))
            kind = rng.randrange(8)
            shape = rng.choice(FORMATS)
            if kind < 3:
                cell.value = rng.choice(TEXTS)
                cell.data_type = "s"
            elif kind == 3:
                cell.value = rng.random() < 0.5
            elif kind == 4:
                cell.value = "=A1+1"
            elif kind == 5:
                cell.value = rng.choice(ERRORS)
                cell.data_type = "e"
            elif shape[1]:
                cell.value = datetime.datetime(2026, 1, 1) + datetime.timedelta(
                    days=rng.randint(-9000, 9000), seconds=rng.choice([0, rng.randint(0, 86399)]))
            elif shape[2]:
                cell.value = datetime.timedelta(seconds=rng.randint(0, 200000 if "[" in shape[0] else 86399))
            else:
                cell.value = a_number(rng)
            if kind > 5:
                cell.number_format = shape[0]
                known.append((number, cell.row, cell.column, shape))
    book.save(path)
    shapes = {place[:3]: place[3] for place in known}
    cells = []
    book = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    for number, (sheet, stored) in enumerate(zip(book.worksheets, values.worksheets)):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    shape = shapes.get((number, cell.row, cell.column), FORMATS[0])
                    cells.append((number, excel_cell(cell, stored.cell(cell.row, cell.column).value, shape)))
    return [[cell for number, cell in cells if number == sheet] for sheet in range(len(book.worksheets))]


def excel_cell(cell, stored, shape):
    place = [cell.row, cell.column]
    value = cell.value
    if cell.data_type == "f":
        return place + ["", "formula"] if stored is None else place + [plain(stored), None]
    if cell.data_type == "e":
        return place + [value, "error"]
    if isinstance(value, bool):
        return place + ["TRUE" if value else "FALSE", None]
    if isinstance(value, (int, float)):
        text = plain(value)
        return place + [text.zfill(shape[3]) if text.isdigit() else text, None]
    if isinstance(value, datetime.datetime):
        return place + [moment(value), None]
    if isinstance(value, datetime.timedelta):
        return place + [span(value), None]
    if isinstance(value, datetime.time):
        return place + [clock(value), None]
    return place + [value, None]


def document(rng, path):
    from odf import opendocument, table, teletype, text
    book = opendocument.OpenDocumentSpreadsheet()
    for number in range(rng.randint(1, 3)):
        sheet = table.Table(name=f"Sheet <{number}>")
        sheet.addElement(table.TableColumn(numbercolumnsrepeated=rng.randint(1, 9)))
        for _ in range(rng.randint(0, 12)):
            options = {"numberrowsrepeated": rng.randint(1, 4)} if rng.random() < 0.3 else {}
            row = table.TableRow(**options)
            for _ in range(rng.randint(0, 8)):
                row.addElement(document_cell(rng, table, text, teletype))
            sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
    book.save(path)
    return document_cells(opendocument.load(path), table, text, teletype)


def document_cell(rng, table, text, teletype):
    options = {"numbercolumnsrepeated": rng.randint(1, 5)} if rng.random() < 0.3 else {}
    kind = rng.randrange(7)
    shown = []
    if kind < 2:
        options["valuetype"] = "string"
        shown = rng.choice(TEXTS).split("\n") if rng.random() < 0.5 else [rng.choice(TEXTS)]
    elif kind == 2:
        value = a_number(rng)
        options.update(valuetype=rng.choice(["float", "percentage", "currency"]), value=repr(value))
        shown = [rng.choice([plain(value), "shown", "00" + plain(value)])]
    elif kind == 3:
        options.update(valuetype="boolean", booleanvalue=rng.choice(["true", "false"]))
        shown = ["ja"]
    elif kind == 4:
        options.update(valuetype="date", datevalue=rng.choice(["2026-11-27", "2026-11-27T14:30:00", "2026-11-27T00:00:00"]))
        shown = ["27.11.26"]
    elif kind == 5:
        options.update(valuetype="time", timevalue=rng.choice(["PT14H30M00S", "PT00H00M01S", "PT36H30M00S"]))
        shown = ["14:30"]
    cell = table.TableCell(**options)
    # A blank at the beginning would have to be an element, which odfpy does not write.
    for line in (line.lstrip(" ") for line in shown):
        paragraph = text.P()
        teletype.addTextToElement(paragraph, line)
        cell.addElement(paragraph)
    return cell


def document_cells(book, table, text, teletype):
    sheets = []
    for sheet in book.spreadsheet.getElementsByType(table.Table):
        cells = []
        number = 1
        for row in sheet.getElementsByType(table.TableRow):
            for _ in range(int(row.getAttribute("numberrowsrepeated") or 1)):
                column = 1
                for cell in row.getElementsByType(table.TableCell):
                    found = read_cell(cell, text, teletype)
                    for _ in range(int(cell.getAttribute("numbercolumnsrepeated") or 1)):
                        if found:
                            cells.append([number, column, found, None])
                        column += 1
                number += 1
        sheets.append(cells)
    return sheets


def read_cell(cell, text, teletype):
    kind = cell.getAttribute("valuetype")
    lines = "\n".join(teletype.extractText(line) for line in cell.getElementsByType(text.P))
    if kind == "boolean":
        return cell.getAttribute("booleanvalue").upper()
    if kind == "date":
        return cell.getAttribute("datevalue").removesuffix("T00:00:00")
    if kind == "time":
        hours, minutes, seconds = (int(part) for part in cell.getAttribute("timevalue")[2:-1].replace("H", ":").replace("M", ":").split(":"))
        return f"{hours:02}:{minutes:02}:{seconds:02}" if hours < 24 else cell.getAttribute("timevalue")
    if kind in ("float", "percentage", "currency"):
        value = plain(float(cell.getAttribute("value")))
        return lines if value.isdigit() and lines.endswith(value) and not lines.removesuffix(value).strip("0") else value
    return lines


def main():
    kind, seed, count, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    for number in range(count):
        rng = random.Random(seed * 100_000 + number)
        path = f"{folder}/{number}.{kind}"
        sheets = (excel if kind == "xlsx" else document)(rng, path)
        with open(f"{folder}/{number}.json", "w", encoding="utf-8") as file:
            json.dump(sheets, file)


if __name__ == "__main__":
    main()
