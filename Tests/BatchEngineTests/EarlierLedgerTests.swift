import BatchModel
import Foundation
import LedgerStore
import Manifests
import SQLiteLedger
import TestSupport
import Testing

@testable import BatchEngine

/// A ledger that commit 3e84a7a made of `Fixtures/earlier/list.csv` (its first seven of twelve rows sent), when identity was byte for
/// byte; and the same file saved anew.
@Suite("A ledger of the earlier rule")
struct EarlierLedgerTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/earlier")

    /// How another program writes what identity does not see.
    struct Saving: Sendable, CustomTestStringConvertible {
        var lineEnd: String
        var isComposed: Bool
        var testDescription: String { "\(lineEnd.debugDescription), \(isComposed ? "NFC" : "NFD")" }

        static let all = ["\n", "\r\n", "\r"].flatMap { end in
            [true, false].map { Saving(lineEnd: end, isComposed: $0) }
        }

        /// The rows of a list with a header, saved anew; quoted cells hold the line ends that belong to messages.
        func text(_ list: String) -> String {
            var isQuoted = false
            var output = ""
            for scalar in list.replacing("\r\n", with: "\r").unicodeScalars {
                if scalar == "\"" { isQuoted.toggle() }
                output += isQuoted && (scalar == "\r" || scalar == "\n") ? lineEnd : String(scalar)
            }
            return isComposed
                ? output.precomposedStringWithCanonicalMapping : output.decomposedStringWithCanonicalMapping
        }
    }

    private struct Bench {
        let folder: TemporaryDirectory
        let identity: CampaignIdentity
        var ledgerPath: String { folder.file("ledger.sqlite") }

        init() throws {
            folder = try TemporaryDirectory()
            try FileManager.default.copyItem(
                atPath: EarlierLedgerTests.fixtures.appendingPathComponent("ledger.sqlite").path,
                toPath: folder.file("ledger.sqlite"))
            identity = CampaignIdentity(
                site: "http://127.0.0.1:18099", batch: nil, manifestPath: "/data/list.csv")
        }

        func manifest(_ text: String) throws -> Manifest {
            try text.write(toFile: folder.file("list.csv"), atomically: true, encoding: .utf8)
            return try Manifest.open(
                folder.file("list.csv"), options: ReadingOptions(), scope: IdentityScope(site: identity.site))
        }

        private func rows(_ manifest: Manifest, _ ledger: any Ledger, _ body: (CheckedRow) throws -> Void) throws {
            var limits = CheckLimits(previews: 0)
            limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames()
            try manifest.checkEach(limits: limits, progress: { _ in }, body)
        }

        func enrol(_ manifest: Manifest, _ ledger: any Ledger) throws -> (EnrolmentSummary, [LedgerEntry]) {
            let campaign = try #require(try ledger.campaign(identity, create: true))
            var read: [CheckedRow] = []
            try rows(manifest, ledger) { read.append($0) }
            var summary = EnrolmentSummary()
            let plan = try ledger.enrol(
                campaign,
                plan: PlanDescription(
                    inputDigest: "", attachmentsFingerprint: "", planDigest: "", settingsDigest: "{}",
                    startedAtMilliseconds: 1)
            ) { enrolment in
                for row in read { try enrolment.add(row.enrolled(isLeftOut: false)) }
            } approve: {
                summary = $0
            }
            return (summary, try ledger.entries(plan, from: 0, limit: .max).compactMap(\.entry))
        }

        func preview(_ manifest: Manifest) throws -> EnrolmentSummary {
            let ledger = try #require(try SQLiteStore.openForReading(at: ledgerPath))
            defer { ledger.close() }
            var read: [CheckedRow] = []
            try rows(manifest, ledger) { read.append($0) }
            return try ledger.preview(try ledger.campaign(identity, create: false), as: identity, EnrolmentTerms()) {
                enrolment in
                for row in read { try enrolment.add(row.enrolled(isLeftOut: false)) }
            }
        }
    }

    private func list() throws -> String {
        try String(contentsOf: Self.fixtures.appendingPathComponent("list.csv"), encoding: .utf8)
    }

    @Test("A file as it was meets its messages, which get the names they have now")
    func unchanged() throws {
        let bench = try Bench()
        let manifest = try bench.manifest(try list())
        let preview = try bench.preview(manifest)
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        let (summary, entries) = try bench.enrol(manifest, ledger)
        #expect(preview == summary)
        #expect(summary.newlyEnrolled == 0)
        #expect(entries.map(\.state) == Array(repeating: .sent, count: 7) + Array(repeating: .pending, count: 5))
        var keys: [MessageKey] = []
        var rows = manifest.rows()
        while let row = try rows.next() { keys.append(try #require(row.key)) }
        #expect(entries.map(\.identity.key) == keys)
        #expect(try ledger.check().faults.isEmpty)
    }

    @Test("Saved anew by another program, nobody gets a message twice and nobody is forgotten", arguments: Saving.all)
    func savedAnew(saving: Saving) throws {
        let bench = try Bench()
        let manifest = try bench.manifest(saving.text(try list()))
        let preview = try bench.preview(manifest)
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        let (summary, entries) = try bench.enrol(manifest, ledger)
        #expect(preview == summary)
        #expect(summary.newlyEnrolled == 0)
        #expect(summary.counts.states == [.sent: 7, .pending: 5])
        #expect(summary.editedServed.isEmpty)
        #expect(Set(entries.map(\.id)).count == 12)
        // Once more, in another way: the names that were given hold.
        let again = try bench.manifest(Saving(lineEnd: "\n", isComposed: !saving.isComposed).text(try list()))
        #expect(try bench.enrol(again, ledger).1.map(\.id) == entries.map(\.id))
        #expect(try ledger.check().faults.isEmpty)
    }

    @Test("Rows of one message, of which one spelling was sent and one was not, stay one of each")
    func twins() throws {
        let bench = try Bench()
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        func states(_ rows: String) throws -> [DeliveryState] {
            try bench.enrol(try bench.manifest("user,sender,message\n" + rows), ledger).1.map(\.state)
        }
        #expect(try states("gil,office,\"p\r\nq\"\ngil,office,\"p\r\nq\"\n") == [.sent, .pending])
        #expect(
            try states("bob,office,\"a\rb\"\nbob,office,\"a\rb\"\nbob,office,\"a\nb\"\n") == [.sent, .sent, .pending])
        #expect(try states("cy,office,\"x\ny\"\n") == [.sent])
        #expect(try states("cy,office,\"x\ny\"\ncy,office,\"x\ny\"\n") == [.sent, .pending])
    }

    @Test("A corrected case or composition of a served recipient is known for an edited row")
    func edited() throws {
        let bench = try Bench()
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        // The ledger has the bytes' digest of "Fay@X.example" and of the decomposed "Zoë", and of "ann" the folded one.
        let text =
            "user,sender,message\nFay@X.example,office,New\nZo\u{EB},office,New\nANN,office,New\nnew,office,New\n"
        #expect(try bench.enrol(try bench.manifest(text), ledger).0.editedServed == [0, 1, 2])
    }

    @Test("A name in another case is known once the file was enrolled again as it was")
    func caseAfterEnrolment() throws {
        let bench = try Bench()
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        _ = try bench.enrol(try bench.manifest(try list()), ledger)
        let text = "user,sender,message\nfay@x.example,office,New\n"
        #expect(try bench.enrol(try bench.manifest(text), ledger).0.editedServed == [0])
    }

    @Test("A ledger that began under the present rule asks for no other names")
    func present() throws {
        let folder = try TemporaryDirectory()
        let ledger = try SQLiteStore.openForWriting(at: folder.file("ledger.sqlite"), command: "test")
        #expect(try !ledger.mayHoldEarlierNames())
        ledger.close()
        let bench = try Bench()
        let reader = try #require(try SQLiteStore.openForReading(at: bench.ledgerPath))
        #expect(try reader.mayHoldEarlierNames())
    }

    @Test("A report of the rows as they are called now meets them under their earlier names, and sent stays sent")
    func imported() throws {
        let bench = try Bench()
        let manifest = try bench.manifest(Saving(lineEnd: "\n", isComposed: false).text(try list()))
        let ledger = try SQLiteStore.openForWriting(at: bench.ledgerPath, command: "test")
        var report = "row,user,sender,success,error_key,error_message,outcome,http_status,attempts,finished_at"
        report += ",row_digest\n"
        try manifest.checkEach(limits: CheckLimits(previews: 0), progress: { _ in }) { row in
            guard case .ready(let key, let ordinal, _) = row.disposition else { return }
            let digest = try #require(RowDigest(key: key, ordinal: ordinal))
            report += "\(row.row),u,s,false,,,not_sent,,1,,\(digest.text)\n"
        }
        let path = try bench.folder.write(report, to: "report.csv")
        let prior = try #require(try PriorReport(path: path))
        let result = try ReportImport(of: prior, about: manifest, as: bench.identity, FileLedgers()).restore(in: ledger)
        #expect(result.ledger.unchanged == 7)
        #expect(result.ledger.changed == 5)
        #expect(result.ledger.added == 0)
        #expect(result.outside == 0)
        let (summary, _) = try bench.enrol(manifest, ledger)
        #expect(summary.newlyEnrolled == 0)
        #expect(summary.counts.states == [.sent: 7, .notSent: 5])
        #expect(try ledger.check().faults.isEmpty)
    }
}
