import BatchModel
import GRDB
import LedgerStore
import Text

extension SQLiteStore {
    package func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) async throws -> Committed {
        guard isWritable else { throw LedgerFault.notWritable(ledger: path) }
        // GRDB's own async writes throw, and roll back, in a cancelled task: what was sent must be recorded all the same.
        return try await withCheckedThrowingContinuation { (done: CheckedContinuation<Committed, any Error>) in
            queue.asyncWriteWithoutTransaction { database in
                done.resume(
                    with: Result {
                        try self.commit(settlements, claiming: entries, for: campaign, at: milliseconds, in: database)
                    })
            }
        }
    }

    /// Some entry could not be claimed; the transaction is undone, and tells not which.
    private struct Contested: Error {}

    func commit(
        _ settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64,
        in database: Database
    ) throws -> Committed {
        if !entries.isEmpty, let failure = failure.withLock({ $0 }) {
            throw LedgerFault.writeFailed(ledger: path, reason: failure.reason)
        }
        do {
            return try transaction(in: database) { database in
                try Self.settle(settlements, in: database)
                try Self.claim(entries, for: campaign, at: milliseconds, in: database)
                return Committed(claimed: entries)
            }
        } catch is Contested {
            // Rare enough to do all of it again, entry by entry.
            return try transaction(in: database) { database in
                try Self.settle(settlements, in: database)
                return try Self.claimEach(entries, for: campaign, at: milliseconds, in: database)
            }
        }
    }

    private static func settle(_ settlements: [Settlement], in database: Database) throws {
        guard !settlements.isEmpty else { return }
        let update = try PreparedStatement(
            """
            UPDATE message SET state = ?2, attempts = attempts + ?3, http_status = ?4, error_key = ?5,
                error_message = ?6, finished_at = ifnull(?7, finished_at), duration = ?8
            WHERE id = ?1 AND state = \(DeliveryState.claimed.rawValue)
            """, in: database)
        for settlement in settlements { try move(settlement, from: .claimed, with: update, in: database) }
    }

    /// Claims runs of consecutive entries by one statement each: rows are enrolled, and so claimed, in their order.
    ///
    /// - Throws: `Contested` when one of them cannot be claimed.
    private static func claim(
        _ entries: [Int64], for campaign: Campaign, at milliseconds: Int64, in database: Database
    ) throws {
        guard !entries.isEmpty else { return }
        let update = try claiming(for: campaign, at: milliseconds, in: database)
        var start = entries.startIndex
        while start < entries.endIndex {
            var end = start + 1
            while end < entries.endIndex, entries[end] == entries[end - 1] + 1 { end += 1 }
            update.bind(entries[start], at: 1)
            update.bind(entries[end - 1], at: 2)
            guard try update.run() == end - start else { throw Contested() }
            start = end
        }
    }

    /// Claims those of the entries that can be claimed.
    private static func claimEach(
        _ entries: [Int64], for campaign: Campaign, at milliseconds: Int64, in database: Database
    ) throws -> Committed {
        let update = try claiming(for: campaign, at: milliseconds, in: database)
        return Committed(
            claimed: try entries.filter { entry in
                update.bind(entry, at: 1)
                update.bind(entry, at: 2)
                return try update.run() == 1
            })
    }

    private static func claiming(
        for campaign: Campaign, at milliseconds: Int64, in database: Database
    ) throws -> PreparedStatement {
        // Compared one by one: for a list, SQLite would build a table anew in every run of the statement.
        let sources = DeliveryState.allCases.filter { DeliveryState.transitions[$0]?.contains(.claimed) ?? false }
        let update = try PreparedStatement(
            """
            UPDATE message SET state = \(DeliveryState.claimed.rawValue), campaign = ?3, finished_at = ?4
            WHERE id BETWEEN ?1 AND ?2 AND (\(sources.map { "state = \($0.rawValue)" }.joined(separator: " OR ")))
            """, in: database)
        update.bind(campaign.id, at: 3)
        update.bind(milliseconds, at: 4)
        return update
    }

    /// Moves one message by a guarded statement with the parameters entry, state, attempts, status, key, message, end and
    /// duration.
    static func move(
        _ settlement: Settlement, from source: DeliveryState, with update: PreparedStatement, in database: Database
    ) throws {
        guard DeliveryState.transitions[source]?.contains(settlement.state) == true else {
            throw LedgerFault.transitionRefused(entry: settlement.entry, from: source, to: settlement.state)
        }
        update.bind(settlement.entry, at: 1)
        update.bind(settlement.state.rawValue, at: 2)
        update.bind(settlement.trace.attempts, at: 3)
        update.bind(settlement.trace.httpStatus, at: 4)
        update.bind(settlement.trace.errorKey.map(\.kept), at: 5)
        update.bind(settlement.trace.errorMessage.map(\.kept), at: 6)
        update.bind(settlement.trace.finishedAtMilliseconds, at: 7)
        update.bind(settlement.trace.durationMilliseconds, at: 8)
        guard try update.run() == 1 else { throw try refusal(of: settlement.entry, to: settlement.state, in: database) }
    }

    static func refusal(
        of entry: Int64, to state: DeliveryState, in database: Database
    ) throws -> LedgerFault {
        let found = try Int64.fetchOne(database, sql: "SELECT state FROM message WHERE id = ?", arguments: [entry])
        return .transitionRefused(entry: entry, from: try found.map(DeliveryState.init(stored:)), to: state)
    }
}
