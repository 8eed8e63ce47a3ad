import BatchModel
import Files
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("A report as a workbook")
struct WorkbookReportTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// Writes rows, so many on a sheet, and opens the file.
    private func written(_ rows: [ReportEntry], perSheet: Int) throws -> FileDescriptor {
        let path = folder.file("report.xlsx")
        var writer = try WorkbookReportWriter(
            to: try AtomicFile(path: path), context: Samples.context, rowsPerSheet: perSheet)
        var statistics = ReportStatistics()
        for row in rows {
            statistics.add(row)
            try writer.add(row)
        }
        try writer.finish(statistics)
        return try FileDescriptor.reading(path)
    }

    @Test("goes on on the next sheet when one is full")
    func sheets() throws {
        let file = try written(Samples.rows, perSheet: 3)
        // Eight rows and a header each.
        try WorkbookProof.check(file, named: "x", rows: [4, 4, 3])
        #expect(throws: FileFault.self) { try WorkbookProof.check(file, named: "x", rows: [4, 4, 4]) }
    }

    @Test("has one sheet when its rows just fit")
    func fits() throws {
        let file = try written(Samples.rows, perSheet: Samples.rows.count)
        try WorkbookProof.check(file, named: "x", rows: [Samples.rows.count + 1])
    }

    @Test("that did not come whole to the disk is refused")
    func cut() throws {
        _ = try written(Samples.rows, perSheet: 100)
        let bytes = try folder.read("report.xlsx")
        let path = try folder.write(Array(bytes.dropLast(200)), to: "cut.xlsx")
        #expect(throws: FileFault.self) {
            try WorkbookProof.check(try FileDescriptor.reading(path), named: "x", rows: [9])
        }
        #expect(!WorkbookProof.isOurs(path))
        #expect(WorkbookProof.isOurs(folder.file("report.xlsx")))
        #expect(!WorkbookProof.isOurs(folder.file("no such file")))
    }

    /// A place that has no room for temporary files.
    private final class CrampedSink: ReportSink {
        let name = "results.xlsx"
        let workFolder = "/no such folder"

        func write(_ text: String) {}
        func write(_ bytes: [UInt8]) {}
        func commit() {}
    }

    @Test("is named in what goes wrong with it")
    func faults() throws {
        let made = #expect(throws: FileFault.self) {
            try WorkbookReportWriter(to: CrampedSink(), context: Samples.context)
        }
        #expect(made?.path == "results.xlsx")
        #expect(made?.reason.contains("/no such folder takes no temporary file") == true)
        let file = try written(Samples.rows, perSheet: 100)
        let lost = #expect(throws: FileFault.self) {
            try WorkbookProof.check(file, named: "results.xlsx", rows: [4])
        }
        #expect(lost?.path == "results.xlsx")
        #expect(throws: FileFault.self) { try VerdictWorkbookWriter(to: CrampedSink()) }
    }

    @Test("of rows to look up refuses more than a sheet holds, and names a format that holds them")
    func tooManyVerdicts() throws {
        let path = folder.file("unknown.xlsx")
        var table = try VerdictWorkbookWriter(to: try AtomicFile(path: path), rowsPerSheet: 2)
        let row = VerdictSheetWriter.Row(
            row: 2, digest: nil, user: "ann", sender: "office", message: nil, finishedAtMilliseconds: nil)
        for _ in 0..<2 { try table.add(row) }
        let fault = #expect(throws: FileFault.self) { try table.add(row) }
        #expect(fault?.path == path && fault?.reason.contains(".csv") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("leaves no temporary file beside it, whole or given up")
    func temporaries() throws {
        _ = try written(Samples.rows, perSheet: 100)
        do {
            var writer = try WorkbookReportWriter(
                to: try AtomicFile(path: folder.file("other.xlsx")), context: Samples.context)
            try writer.add(Samples.rows[0])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.xlsx"])
    }

    @Test("takes texts of any length and of any characters")
    func texts() throws {
        let long = String(repeating: "ä", count: 40_000)
        let rows = [long, "\u{0}\u{1}\u{7F}", "_x0041_", "", "=1+1", "a\nb"].enumerated().map { place, text in
            Samples.entry(place + 2, text, .rejected, key: text, message: text, status: 200, attempts: 1, id: text)
        }
        try WorkbookProof.check(try written(rows, perSheet: 100), named: "x", rows: [rows.count + 1])
    }
}
