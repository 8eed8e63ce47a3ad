import BatchModel
import GRDB

/// A message that a report of ours lists.
package struct ImportedRow: Sendable, Hashable {
    /// What makes the message.
    package var identity: MessageIdentity
    /// Digest of the recipient alone.
    package var recipient: UInt64
    /// What a ledger of the earlier rule may call it.
    package var earlier: EarlierSpellings?
    /// What the report says of it; `pending` and `claimed` prove nothing and are passed over.
    package var state: DeliveryState
    /// What else the report says; its error key and message are not restored.
    package var trace: AttemptTrace

    /// Describes a message of a report.
    package init(
        identity: MessageIdentity, recipient: UInt64, state: DeliveryState, _ trace: AttemptTrace = AttemptTrace()
    ) {
        self.identity = identity
        self.recipient = recipient
        self.state = state
        self.trace = trace
    }
}

/// What an import did.
package struct ImportSummary: Sendable, Hashable {
    /// Messages the ledger did not have.
    package var added = 0
    /// Messages the ledger had, and now knows more of.
    package var changed = 0
    /// Messages of which the ledger knew as much or more.
    package var unchanged = 0

    /// Nothing imported yet.
    package init() {}
}

extension Ledger {
    /// Restores what a report proves, all rows or none, as messages of a campaign.
    ///
    /// What speaks against sending wins: a report's `sent` replaces any other state, its `unknown` any but sent, and its
    /// `rejected` and `not_sent` only pending. Naming a message twice throws `LedgerFault.repeatedIdentity`.
    package func importProven(
        _ campaign: Campaign, rows: ((ImportedRow) throws -> Void) throws -> Void
    ) throws -> ImportSummary {
        try write { database in
            var summary = ImportSummary()
            let finder = try EntryFinder(in: database, isWriting: true)
            let writer = try MessageWriter(in: database)
            let update = try Self.overwriting(in: database)
            let counting = try PreparedStatement(
                "INSERT OR IGNORE INTO counted (campaign, message) VALUES (?1, ?2)", in: database)
            var reach: ClosedRange<Int64>?
            try rows { row in
                guard let weaker = row.state.weakerThanImported else { return }
                let known = try finder.find(row.identity, row.earlier)
                guard known.map({ weaker.contains($0.state) }) ?? true else {
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
                finished_at = ?6, error_key = NULL, error_message = NULL
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
        try update.run()
    }
}

extension DeliveryState {
    /// The states that give way to this one when a report says so; nil for a state that proves nothing.
    fileprivate var weakerThanImported: Set<DeliveryState>? {
        switch self {
        case .sent: [.pending, .rejected, .notSent, .unknown]
        case .unknown: [.pending, .rejected, .notSent]
        case .rejected, .notSent: [.pending]
        case .pending, .claimed: nil
        }
    }
}
