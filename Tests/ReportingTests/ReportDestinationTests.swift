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
        #expect(fault.reason.contains("--report"))
        #expect(try folder.read("recipients.csv") == Array("user,message\nalice,Hello\n".utf8))
    }

    @Test(
        "is refused when its ending names no format", arguments: ["report", "report.", "report.xlsx", "report.csv.gz"])
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
