import BatchModel
import LedgerStore
import Reporting

/// Where a ledger went, in words.
enum MovedText {
    /// The other ledger's name, and when: `postgres://sender@db/grupo on 2026-11-28 05:02 UTC`.
    static func words(_ moved: MovedLedger) -> String {
        let time = Timestamp.iso8601(moved.atMilliseconds).prefix(16).replacing("T", with: " ")
        return "\(DisplayText.oneLine(moved.displayName, limit: 1_000)) on \(time) UTC"
    }
}
