import Files
import Foundation
import Reporting
import TestSupport
import Testing

@Suite("Where a report goes")
struct ReportDestinationTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test("may be a new file, an empty file, or a report of ours")
    func accepted() throws {
        let path = folder.file("report.csv")
        #expect(try ReportDestination(path: path).format == .csv)
        try folder.write("", to: "report.csv")
        #expect(try ReportDestination(path: path).format == .csv)
        try folder.write(CSVReportWriter.header + "2,alice", to: "report.csv")
        #expect(try ReportDestination(path: path).format == .csv)
    }

    @Test("is never a file that is not a report of ours, and the fault says what to do")
    func foreign() throws {
        let path = try folder.write("user,message\nalice,Hello\n", to: "recipients.csv")
        let fault = try #require(throws: FileFault.self) { try ReportDestination(path: path) }
        #expect(fault.reason.contains("another path"))
        #expect(try folder.read("recipients.csv") == Array("user,message\nalice,Hello\n".utf8))
    }

    @Test(
        "is refused when its ending names no format", arguments: ["report", "report.", "report.xls", "report.csv.gz"])
    func unknownEnding(name: String) throws {
        let fault = try #require(throws: FileFault.self) { try ReportDestination(path: folder.file(name)) }
        #expect(fault.reason.contains(".csv"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("needs no known ending when the format is given")
    func givenFormat() throws {
        #expect(try ReportDestination(path: folder.file("report"), format: .csv).format == .csv)
    }

    @Test("is never a link or a folder")
    func notAFile() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.csv"), withDestinationPath: folder.file("other.csv"))
        try FileManager.default.createDirectory(atPath: folder.file("folder.csv"), withIntermediateDirectories: false)
        #expect(throws: FileFault.self) { try ReportDestination(path: folder.file("link.csv")) }
        #expect(throws: FileFault.self) { try ReportDestination(path: folder.file("folder.csv")) }
    }
}

@Suite("A report that is there already")
struct ReportReplacementTests {
    @Test("is replaced by one of the same format only", arguments: ReportFormat.allCases)
    func recognition(format: ReportFormat) throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("report")
        try Samples.write(format, Samples.rows, to: path)
        for other in ReportFormat.allCases {
            if other == format, other != .manifest, other != .manifestLines {
                #expect(try ReportDestination(path: path, format: other).format == other)
            } else {
                #expect(throws: FileFault.self) { try ReportDestination(path: path, format: other) }
            }
        }
    }

    @Test("is not what other files of these kinds are")
    func foreign() throws {
        let folder = try TemporaryDirectory()
        for (format, text) in [
            (ReportFormat.json, "{\"format\":\"other\"}"), (.jsonl, "{\"row\":1,\"x\":2}\n"),
            (.jsonl, "{\"user\":\"a\"}\n"),
            (.html, "<!DOCTYPE html>\n<html>"), (.markdown, "# Notes\n"),
            (.junit, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites/>"),
        ] {
            let path = try folder.write(text, to: "file")
            #expect(throws: FileFault.self) { try ReportDestination(path: path, format: format) }
        }
    }

    @Test("goes through the whole way from destination to file", arguments: ReportFormat.allCases)
    func wholeWay(format: ReportFormat) throws {
        let folder = try TemporaryDirectory()
        let destination = try ReportDestination(path: folder.file("report"), format: format)
        var writer = try destination.writer(context: Samples.context, resend: Samples.style(format))
        var statistics = ReportStatistics()
        for row in Samples.rows {
            statistics.add(row)
            try writer.add(row, original: Samples.original(row, format))
        }
        #expect(throws: Never.self) { try writer.finish(statistics) }
        #expect(try String(decoding: folder.read("report"), as: UTF8.self) == Samples.report(format, Samples.rows))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report"])
    }
}
