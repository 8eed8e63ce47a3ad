import BatchModel
import GRDB
import LedgerStore
import Text

extension SQLiteStore {
    package func importProven(
        _ campaign: Campaign, rows: ((ImportedRow) throws -> Void) throws -> Void
    ) throws -> ImportSummary {
        try write { database in
            var summary = ImportSummary()
            let finder = try EntryFinder(in: database, isWriting: true)
            let writer = try MessageWriter(in: database)
            let verdicts = try NotSentVerdicts(in: database)
            let update = try Self.overwriting(in: database)
            let counting = try PreparedStatement(
                "INSERT OR IGNORE INTO counted (campaign, message) VALUES (?1, ?2)", in: database)
            var reach: ClosedRange<Int64>?
            try rows { row in
                guard let weaker = row.state.weakerThanImported else { return }
                let known = try finder.find(row.identity, row.earlier)
                let isNews = try known.map { known in
                    try weaker.contains(known.state)
                        && !(row.state == .unknown && verdicts.stand(known, against: row.trace.finishedAtMilliseconds))
                }
                guard isNews ?? true else {
                    summary.unchanged += 1
                    // Whichever file it was sent from: it is in the record of this one.
                    if let known, known.state.isServed, known.campaign != campaign.id {
                        counting.bind(campaign.id, at: 1)
                        counting.bind(known.entry, at: 2)
                        _ = try counting.run()
                    }
                    return
                }
                let entry = try known?.entry ?? writer.insert(row.identity, recipient: row.recipient)
                if known == nil { try finder.noteNew(row.identity, row.earlier) }
                try Self.overwrite(entry, with: row, of: campaign, update)
                reach = min(reach?.lowerBound ?? entry, entry)...max(reach?.upperBound ?? entry, entry)
                if known == nil { summary.added += 1 } else { summary.changed += 1 }
            }
            try writer.index(in: database)
            try Self.extendReach(of: campaign, to: reach, in: database)
            return summary
        }
    }

    private static func overwriting(in database: Database) throws -> PreparedStatement {
        try PreparedStatement(
            """
            UPDATE message SET state = ?2, campaign = ?3, attempts = max(attempts, ?4), http_status = ?5,
                finished_at = ?6, duration = ?7, error_key = ?8, error_message = ?9
            WHERE id = ?1
            """, in: database)
    }

    private static func overwrite(
        _ entry: Int64, with row: ImportedRow, of campaign: Campaign, _ update: PreparedStatement
    ) throws {
        update.bind(entry, at: 1)
        update.bind(row.state.rawValue, at: 2)
        update.bind(campaign.id, at: 3)
        update.bind(row.trace.attempts, at: 4)
        update.bind(row.trace.httpStatus, at: 5)
        update.bind(row.trace.finishedAtMilliseconds, at: 6)
        update.bind(row.trace.durationMilliseconds, at: 7)
        update.bind(row.trace.errorKey.map(\.kept), at: 8)
        update.bind(row.trace.errorMessage.map(\.kept), at: 9)
        try update.run()
    }
}

/// Persons' verdicts that a message did not arrive.
private struct NotSentVerdicts {
    private let selection: PreparedStatement

    init(in database: Database) throws {
        selection = try PreparedStatement(
            "SELECT 1 FROM message WHERE id = ?1 AND error_key = '\(PersonVerdict.notSent.errorKey)'", in: database)
    }

    /// Whether the message has one that is about an attempt that ended then, or later.
    func stand(_ known: FoundMessage, against milliseconds: Int64?) throws -> Bool {
        guard known.state == .notSent, known.finishedAt ?? .min >= milliseconds ?? .min else { return false }
        selection.bind(known.entry, at: 1)
        defer { selection.reset() }
        return try selection.step()
    }
}
