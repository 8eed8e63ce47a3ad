import BatchModel
import Manifests
import Reporting
import Text

/// One line of a results report of ours, as far as it proves something.
package struct ReportLine: Sendable, Hashable {
    /// What a line says of the row's identity.
    package enum Identity: Sendable, Hashable {
        /// Nothing: an invalid row, a test, or a report made before rows had digests.
        case none
        /// Something that is no digest.
        case unreadable
        /// The row's digest.
        case digest(RowDigest)
    }

    /// The physical line of the report.
    package var line: Int
    /// The row's number in the manifest.
    package var row: Int
    /// The recipient.
    package var user: String
    /// The sender.
    package var sender: String
    /// The row's identity.
    package var identity: Identity
    /// What became of the row.
    package var outcome: Outcome
    /// Attempts, status and end; what else a line says only where it was asked for.
    package var trace: AttemptTrace

    static let columns = [
        "row", "user", "sender", "outcome", "attempts", "http_status", "finished_at", "row_digest",
    ]
    static let detailColumns = ["error_key", "error_message", "duration_ms"]

    /// Reads a record; nil when it is not a line of a report.
    init?(_ record: NamedRecord, isCell: Bool) {
        let values = record.values
        func text(_ place: Int) -> String {
            let text = values[place] ?? ""
            return isCell ? CSVReportWriter.text(ofCell: text) : text
        }
        guard !record.isDamaged, let row = values[0].flatMap({ Int($0) }), row > 0,
            let outcome = values[3].flatMap(Outcome.init(rawValue:))
        else { return nil }
        line = record.line
        self.row = row
        user = text(1)
        sender = text(2)
        self.outcome = outcome
        trace = AttemptTrace(
            attempts: values[4].flatMap { Int($0) } ?? 1,
            httpStatus: values[5].flatMap { Int($0) }.flatMap { (100...999).contains($0) ? $0 : nil },
            finishedAtMilliseconds: values[6].flatMap(Timestamp.milliseconds))
        let digest = values[7] ?? ""
        identity = digest.isEmpty ? .none : RowDigest(text: digest).map(Identity.digest) ?? .unreadable
        guard values.count > Self.columns.count else { return }
        // As much as of a reply: whoever wrote the report is no more to be trusted than a site.
        let texts = [text(8), text(9)].map { $0.isEmpty ? nil : $0.prefix(utf8Count: 2_048) }
        (trace.errorKey, trace.errorMessage) = (texts[0], texts[1])
        trace.durationMilliseconds = values[10].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
    }

    /// Whether the row was sent, or may have been.
    package var isServed: Bool { outcome == .sent || outcome == .unknown }

    /// The state the row was in; `pending` where the line proves nothing.
    var state: DeliveryState { DeliveryState(outcome) ?? .pending }

    /// Whether the line says what became of a message.
    var isProof: Bool { state != .pending }
}
