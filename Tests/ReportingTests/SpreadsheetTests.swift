import Foundation
import Reporting
import TestSupport
import Testing

/// Needs an office program, so it runs only with LIBREOFFICE=1; the rule itself is checked by
/// `CSVReportTests` for the same texts.
@Suite(
    "The CSV report opened by LibreOffice",
    .enabled(if: ProcessInfo.processInfo.environment["LIBREOFFICE"] == "1"), .serialized)
struct SpreadsheetTests {
    /// Comma, double quotes, UTF-8, from the first line on, columns as they are, formulas evaluated.
    private static let importOptions = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true"

    @Test("has no formula and shows every text as the file has it", arguments: [false, true])
    func payloads(withByteOrderMark: Bool) throws {
        let report = try report(withByteOrderMark: withByteOrderMark)
        let result = try open(report, options: Self.importOptions)
        #expect(result.output == "0 formulas, \(5 + Payloads.all.count * 5) texts alike\n")
    }

    @Test("has no formula either when it is opened without a word on how to read it", arguments: [false, true])
    func guessed(withByteOrderMark: Bool) throws {
        let result = try open(report(withByteOrderMark: withByteOrderMark), options: nil)
        #expect(result.output.contains("0 formulas"))
    }

    @Test("would have one if a cell were written as it came", arguments: [nil, importOptions])
    func control(options: String?) throws {
        let result = try open(CSVReportWriter.header + "2,=1+1,a,,b,c,,,,,,d\r\n", options: options)
        #expect(result.output.contains("1 formulas"), "\(result.output)")
    }

    private func report(withByteOrderMark: Bool) throws -> String {
        let sink = MemorySink()
        var writer = try CSVReportWriter(to: sink, withByteOrderMark: withByteOrderMark)
        for (index, payload) in Payloads.all.enumerated() { try writer.add(Payloads.row(index + 2, payload)) }
        try writer.finish()
        return sink.text
    }

    private func open(_ report: String, options: String?) throws -> (status: Int32, output: String) {
        let folder = try TemporaryDirectory()
        let path = try folder.write(report, to: "report.csv")
        let converted = try Program.run(
            "soffice",
            ["-env:UserInstallation=file://\(folder.file("profile"))", "--headless"]
                + (options.map { ["--infilter=\($0)"] } ?? [])
                + ["--convert-to", "fods", "--outdir", folder.path, path])
        try #require(converted.status == 0, "\(converted.output)")
        return try Program.run("python3", ["-c", Self.comparison, path, folder.file("report.fods")])
    }

    /// Counts the cells with a formula, and compares the columns of text with the CSV file's.
    private static let comparison = """
        import csv, sys, xml.etree.ElementTree as tree
        OFFICE, TABLE, TEXT = (
            "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}" % name for name in ("office", "table", "text"))
        def text(paragraph):
            shown = paragraph.text or ""
            for part in paragraph:
                shown += " " * int(part.get(TEXT + "c", 1)) if part.tag == TEXT + "s" else text(part)
                shown += part.tail or ""
            return shown
        formulas, sheet = 0, []
        for row in tree.parse(sys.argv[2]).iter(TABLE + "table-row"):
            cells = []
            for cell in row:
                formulas += cell.get(TABLE + "formula") is not None
                count = min(int(cell.get(TABLE + "number-columns-repeated", 1)), 12)
                cells += ["\\n".join(text(line) for line in cell.iter(TEXT + "p"))] * count
            sheet.append(cells)
        alike = 0
        with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file)):
                for column in (1, 2, 4, 5, 11) if number else (0, 1, 2, 4, 5):
                    # What XML cannot hold does not outlive the conversion.
                    if row[column].translate({0xFFFE: "", 0xFFFF: ""}) == sheet[number][column]:
                        alike += 1
                    else:
                        print(number, column, ascii(row[column]), ascii(sheet[number][column]))
        print(f"{formulas} formulas, {alike} texts alike")
        """
}
