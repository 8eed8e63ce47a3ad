import Files
import Foundation
import LedgerStore
import Reporting
import SQLiteLedger
import TestSupport
import Testing

@testable import BatchEngine

@Suite("A ledger knows the report that its run left")
struct OwnReportTests {
    private let directory: TemporaryDirectory
    private let report: String

    init() throws {
        directory = try TemporaryDirectory()
        report = directory.file("list.results.csv")
    }

    /// Puts a report in place as a run does.
    private func write(_ text: String, in ledger: (any Ledger)?) throws {
        let written = WrittenReports()
        let file = try AtomicFile(path: report) { [report] in written.add(report, $0) }
        try file.write(text)
        try file.commit()
        if let ledger { written.remember(in: ledger, of: try campaign(in: ledger)) }
    }

    private func openLedger(_ name: String = "ledger.sqlite") throws -> any Ledger {
        try SQLiteStore.openForWriting(at: directory.file(name), command: "test")
    }

    private func campaign(of manifest: String = "list.csv", in ledger: any Ledger) throws -> Campaign {
        try #require(
            try ledger.campaign(
                CampaignIdentity(site: "http://127.0.0.1/", batch: nil, manifestPath: manifest), create: true))
    }

    @Test("As it was left it says nothing new, also behind a link")
    func left() throws {
        let ledger = try openLedger()
        #expect(try !ledger.left(reportAt: report, of: campaign(in: ledger)))
        try write("one", in: ledger)
        #expect(try ledger.left(reportAt: report, of: campaign(in: ledger)))
        let link = directory.file("link.csv")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: report)
        #expect(try ledger.left(reportAt: link, of: campaign(in: ledger)))
    }

    @Test("The same text from another run is news, and so is one that was changed, renamed or put back")
    func changed() throws {
        let ledger = try openLedger()
        try write("one", in: ledger)
        try write("one", in: nil)
        #expect(try !ledger.left(reportAt: report, of: campaign(in: ledger)))

        try write("two", in: ledger)
        let handle = try #require(FileHandle(forWritingAtPath: report))
        try handle.write(contentsOf: Data("one".utf8))
        try handle.close()
        #expect(try !ledger.left(reportAt: report, of: campaign(in: ledger)))

        try write("three", in: ledger)
        let away = directory.file("away.csv")
        try FileManager.default.copyItem(atPath: report, toPath: away)
        try FileManager.default.removeItem(atPath: report)
        #expect(try !ledger.left(reportAt: report, of: campaign(in: ledger)))
        try FileManager.default.moveItem(atPath: away, toPath: report)
        #expect(try !ledger.left(reportAt: report, of: campaign(in: ledger)))
    }

    @Test("Another ledger does not know it, nor another file of the same ledger")
    func others() throws {
        let ledger = try openLedger()
        try write("one", in: ledger)
        let other = try openLedger("other.sqlite")
        #expect(try !other.left(reportAt: report, of: campaign(in: other)))
        #expect(try !ledger.left(reportAt: report, of: campaign(of: "list.tsv", in: ledger)))
    }
}
