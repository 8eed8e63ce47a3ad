import BatchModel
import Foundation
import Reporting
import TestSupport

/// A report kept in memory, for tests of writers.
final class MemorySink: ReportSink {
    private(set) var text = ""
    private(set) var isCommitted = false

    func write(_ text: String) { self.text += text }
    func commit() { isCommitted = true }
}

/// Rows every format's golden file shows: each outcome once, and one row with text that is hard to show.
enum Samples {
    static let rows: [ReportEntry] = [
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
    ]

    static func entry(
        _ row: Int, _ user: String, _ outcome: Outcome, key: String? = nil, message: String? = nil, status: Int? = nil,
        attempts: Int = 0, at finished: Int64? = nil, took: Int? = nil, id: String? = nil, sender: String = "events"
    ) -> ReportEntry {
        var entry = ReportEntry(row: row, user: user, sender: sender, outcome: outcome, id: id)
        entry.errorKey = key
        entry.errorMessage = message
        entry.httpStatus = status
        entry.attempts = attempts
        entry.finishedAtMilliseconds = finished
        entry.durationMilliseconds = took
        return entry
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
