import BatchModel
import Files
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// A report kept in memory, for tests of writers.
final class MemorySink: ReportSink {
    let name = "memory"
    private(set) var bytes: [UInt8] = []
    private(set) var isCommitted = false

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ text: String) { bytes += text.utf8 }
    func write(_ bytes: [UInt8]) { self.bytes += bytes }
    func commit() { isCommitted = true }
}

/// Rows every format's golden file shows: each outcome once, and one row with text that is hard to show.
enum Samples {
    static let rows = withDigests([
        entry(2, "alice", .sent, status: 200, attempts: 1, at: 1_785_661_200_120, took: 84, id: "A-1"),
        entry(
            3, "bob", .rejected, key: "user_not_found", message: "No user \"bob\", sorry", status: 200, attempts: 1,
            at: 1_785_661_200_431, took: 95, id: "A-2"),
        entry(
            4, "carol@example.org", .notSent, key: "client.connect_failed", message: "Connection refused", attempts: 4,
            at: 1_785_661_207_002, took: 3),
        entry(
            5, "dave", .unknown, key: "client.timeout", message: "No reply within 30s", attempts: 1,
            at: 1_785_661_237_500, took: 30_000, id: "=A-5"),
        entry(6, "", .invalid, key: "manifest.missing_user", message: "The row names no user.", sender: ""),
        entry(7, "erin", .excluded),
        entry(8, "frank", .pending, id: "Ünïcödé 🙂"),
        entry(
            9, "+49 151", .rejected, key: "=cmd|' /C calc'!A0", message: "<b>\u{1B}[31mred\u{9B}\r\nline</b> `x` | *y*",
            status: 422, attempts: 2, at: 1_785_661_240_000, took: 1_204),
    ])

    /// What the golden files say about the batch.
    static var context: ReportContext {
        var context = ReportContext()
        context.manifest = "recipients.csv"
        context.site = "https://chat.example.org"
        context.batch = "summer"
        context.manifestDigest = String(repeating: "4c", count: 32)
        context.planDigest = "9f3a61c2d08b7714"
        context.startedAtMilliseconds = 1_785_661_200_000
        context.finishedAtMilliseconds = 1_785_661_241_500
        context.createdAtMilliseconds = 1_785_661_241_600
        context.program = "grupo-batch 1.0.0"
        context.options = [.init("concurrency", "4"), .init("rate", "120/s")]
        context.stopped = "5 rows failed, which is the limit of --stop-after."
        context.commands = .init(
            send: "grupo-batch send recipients.csv --batch summer",
            resolve: "grupo-batch resolve recipients.csv",
            correct: "grupo-batch report recipients.csv --only failed --format manifest --output failed.csv")
        return context
    }

    /// How rows are sent again: from a table, or from JSON Lines.
    static func style(_ format: ReportFormat) -> ResendStyle {
        let header = ["user", "message", "Team", "price"].map { Array($0.utf8) }
        let shape = OriginalForm.Shape.table(header: header, delimiter: UInt8(ascii: ","), promised: nil)
        return ResendStyle(
            form: OriginalForm(format == .manifest ? shape : .lines), ending: nil, encoding: PlainEncoding())
    }

    /// A row as its manifest could have it.
    static func original(_ entry: ReportEntry, _ format: ReportFormat) -> OriginalRow {
        if format == .manifest {
            let cells = [entry.user, "Hello, \"\(entry.user)\"\r\nline 2", " red ", "=1+1"]
            return OriginalRow(.cells(cells.map { Array($0.utf8) }), ordinal: .number(1, of: 7))
        }
        let object = OriginalRow.Object(start: 1, isEmpty: false)
        let text = Array(#"{"note":"<b>=1+1","Team":7}"#.utf8)
        return OriginalRow(.element(.init(text: text, isJSON: true, object: object)), ordinal: .number(1, of: nil))
    }

    /// The rows as a report of this format.
    static func report(
        _ format: ReportFormat, _ rows: [ReportEntry], _ context: ReportContext = Samples.context
    ) throws -> String {
        let sink = MemorySink()
        try write(try format.writer(to: sink, context: context, resend: style(format)), format, rows, context)
        try #require(sink.isCommitted)
        return sink.text
    }

    /// The rows as a report of this format, at a path.
    static func write(
        _ format: ReportFormat, _ rows: [ReportEntry], _ context: ReportContext = Samples.context, to path: String
    ) throws {
        let file = try AtomicFile(path: path)
        try write(try format.writer(to: file, context: context, resend: style(format)), format, rows, context)
    }

    private static func write(
        _ writer: any ReportWriter, _ format: ReportFormat, _ rows: [ReportEntry], _ context: ReportContext
    ) throws {
        var writer = writer
        var statistics = ReportStatistics()
        for row in rows {
            statistics.add(row)
            guard context.filter.takes(row) else { continue }
            try writer.add(row, original: original(row, format))
        }
        try writer.finish(statistics)
    }

    static func entry(
        _ row: Int, _ user: String, _ outcome: Outcome, key: String? = nil, message: String? = nil, status: Int? = nil,
        attempts: Int = 0, at finished: Int64? = nil, took: Int? = nil, id: String? = nil, sender: String = "events"
    ) -> ReportEntry {
        var entry = ReportEntry(row: row, user: user, sender: sender, outcome: outcome, id: id)
        entry.trace.errorKey = key
        entry.trace.errorMessage = message
        entry.trace.httpStatus = status
        entry.trace.attempts = attempts
        entry.trace.finishedAtMilliseconds = finished
        entry.trace.durationMilliseconds = took
        return entry
    }

    /// Rows that could be sent, with digests made up from their numbers.
    static func withDigests(_ rows: [ReportEntry]) -> [ReportEntry] {
        rows.map { row in
            var row = row
            let key = MessageKey(high: 0x9F3A_61C2_D08B_7714, low: UInt64(row.row))
            if row.outcome != .invalid { row.digest = RowDigest(key: key, ordinal: UInt32(1)) }
            return row
        }
    }
}

/// Stored files that reports are compared with.
enum Golden {
    /// Where the stored files are.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// The stored file's text; with `GRUPO_RECORD_FIXTURES` set, `text` becomes the stored file first.
    static func text(_ name: String, recording text: String) throws -> String {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["GRUPO_RECORD_FIXTURES"] != nil {
            try Data(text.utf8).write(to: file)
        }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
