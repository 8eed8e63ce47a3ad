import BatchEngine
import BatchModel
import Foundation
import GrupoAPI
import Reporting

/// A result the ledger could not take, as one line of JSON that `resolve --from` reads back.
struct RescueLine: Codable {
    var entry: Int64
    var key: String
    var row: Int
    var outcome: Outcome
    var httpStatus: Int?
    var errorKey: String?
    var errorMessage: String?
    var finishedAtMs: Int64

    init(_ record: AttemptRecord) {
        entry = record.entry
        key = record.key.text
        row = record.row
        outcome = record.result.outcome
        httpStatus = record.result.httpStatus
        errorKey = record.result.errorKey
        errorMessage = record.result.errorMessage
        finishedAtMs = record.finishedAtMilliseconds
    }

    var text: String { JSONText.of(self) }

    /// The record the line was made from; nil when its key is none.
    var record: AttemptRecord? {
        guard let key = MessageKey(text: key) else { return nil }
        return AttemptRecord(
            entry: entry, key: key, row: row,
            result: AttemptResult(verdict, errorKey: errorKey, errorMessage: errorMessage, httpStatus: httpStatus),
            finishedAtMilliseconds: finishedAtMs)
    }

    private var verdict: AttemptResult.Verdict {
        switch outcome {
        case .sent: .sent
        case .rejected: .rejected
        case .notSent: .notSent
        case .unknown, .invalid, .excluded, .pending: .unknown
        }
    }

    /// Reads a rescue list: lines that begin with `{`; others, such as the messages printed around them, are passed over.
    static func read(_ path: String) throws -> [AttemptRecord] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(.unreadable, "--from: \(DisplayText.oneLine(path)) cannot be read; check the path.")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var records: [AttemptRecord] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n")).enumerated()
        where line.first == UInt8(ascii: "{") {
            guard let record = (try? decoder.decode(RescueLine.self, from: Data(line)))?.record else {
                throw Failure(
                    .refused, "--from: line \(index + 1) of \(DisplayText.oneLine(path)) is not a line send printed.")
            }
            records.append(record)
        }
        guard !records.isEmpty else {
            throw Failure(.refused, "--from: \(DisplayText.oneLine(path)) holds none of the lines send printed.")
        }
        return records
    }
}
