import BatchEngine
import BatchModel
import Foundation
import Reporting
import Text

/// A result the ledger could not take, as one line of JSON that `resolve --from` reads back.
struct RescueLine: Codable {
    /// Which message it is; lines of earlier versions have `entry` and `key` instead.
    var rowDigest: String?
    var entry: Int64?
    var key: String?
    var row: Int
    var outcome: Outcome
    var httpStatus: Int?
    var errorKey: String?
    var errorMessage: String?
    var finishedAtMs: Int64

    init(_ record: AttemptRecord) {
        rowDigest = RowDigest(key: record.identity.key, ordinal: record.identity.ordinal)?.text
        row = record.row
        outcome = record.result.outcome
        let trace = record.trace
        httpStatus = trace.httpStatus
        errorKey = trace.errorKey
        errorMessage = trace.errorMessage
        finishedAtMs = record.finishedAtMilliseconds
    }

    var text: String { JSONText.of(self) }

    /// The result the line was made from; nil when it names no message, an outcome no attempt has, or what no attempt can have come
    /// to. `latest` is the latest time at which one can have ended.
    private func result(line: Int, latest: Int64) -> RescuedResult? {
        guard let name, let state = DeliveryState(outcome), state != .pending, row > 0,
            (0...latest).contains(finishedAtMs), httpStatus.map({ (100...999).contains($0) }) ?? true
        else { return nil }
        // As much as is kept of a reply.
        let texts = [errorKey, errorMessage].map { $0?.prefix(utf8Count: 2_048) }
        return RescuedResult(
            line: line, name: name, row: row, state: state,
            trace: AttemptTrace(
                attempts: 0, httpStatus: httpStatus, errorKey: texts[0], errorMessage: texts[1],
                finishedAtMilliseconds: finishedAtMs, durationMilliseconds: 0))
    }

    private var name: RescuedResult.Name? {
        if let rowDigest { return RowDigest(text: rowDigest).map(RescuedResult.Name.identity) }
        guard let entry, let key = key.flatMap(MessageKey.init(text:)) else { return nil }
        return .entry(entry, key)
    }

    /// Reads a rescue list: lines that begin with `{`; others, such as the messages printed around them, are passed over.
    static func read(_ path: String) throws -> [RescuedResult] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unreadable, "--from: \(DisplayText.oneLine(path)) cannot be read; check the path.")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var results: [RescuedResult] = []
        var damaged = NamedLines()
        // The clock of the machine that printed them may have been ahead.
        let latest = Int64(Date.now.addingTimeInterval(86_400).timeIntervalSince1970 * 1_000)
        for (index, line) in lines(of: data).enumerated() where line.first == UInt8(ascii: "{") {
            if let result = (try? decoder.decode(RescueLine.self, from: Data(line)))?.result(
                line: index + 1, latest: latest)
            {
                results.append(result)
            } else {
                damaged.add(index + 1, nil)
            }
        }
        let shown = DisplayText.oneLine(path)
        guard damaged.isEmpty else {
            throw Failure(
                .refused, "--from: \(shown), \(damaged.list): not as send printed it. Nothing was recorded. Correct it."
            )
        }
        guard !results.isEmpty else {
            throw Failure(
                .refused,
                """
                --from: \(shown) is no table of --export (with the columns row_digest and verdict), and holds none of the lines send \
                printed. Nothing was recorded.
                """)
        }
        return results
    }

    /// The lines without the blanks before them; a terminal's copy and an editor may have added some, and a mark.
    private static func lines(of data: Data) -> [Data] {
        let mark = Data([0xEF, 0xBB, 0xBF])
        let text = data.starts(with: mark) ? data.dropFirst(mark.count) : data
        return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        }
    }
}
