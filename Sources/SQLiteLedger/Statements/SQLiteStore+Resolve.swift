import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func resolve(_ verdicts: [Settlement]) throws {
        try write { database in
            let update = try PreparedStatement(
                """
                UPDATE message SET state = ?2, attempts = attempts + ?3, http_status = ifnull(?4, http_status),
                    error_key = ?5, error_message = ?6, finished_at = ifnull(?7, finished_at),
                    duration = ifnull(?8, duration)
                WHERE id = ?1 AND state = \(DeliveryState.unknown.rawValue)
                """, in: database)
            for verdict in verdicts { try Self.move(verdict, from: .unknown, with: update, in: database) }
        }
    }

    package func resolveAll(_ plan: StoredPlan, as verdict: PersonVerdict) throws -> Int {
        switch verdict {
        case .unknown: try takeBackAll(plan)
        case .sent, .notSent:
            try resolveAll(plan, as: verdict.state, errorKey: verdict.errorKey, reason: verdict.meaning)
        }
    }

    /// Records one verdict on every unknown message of a plan, and returns how many there were.
    ///
    /// `reason` is kept as the rows' error message, `errorKey` as their error key.
    func resolveAll(
        _ plan: StoredPlan, as state: DeliveryState, errorKey: String?, reason: String?
    ) throws -> Int {
        guard DeliveryState.transitions[.unknown]?.contains(state) == true else {
            throw LedgerFault.transitionRefused(entry: 0, from: .unknown, to: state)
        }
        return try write { database in
            let update = try PreparedStatement(
                """
                UPDATE message SET state = ?3, error_key = ?4, error_message = ?5
                WHERE id BETWEEN ?1 AND ?2 AND state = \(DeliveryState.unknown.rawValue)
                """, in: database)
            update.bind(state.rawValue, at: 3)
            update.bind(errorKey, at: 4)
            update.bind(reason, at: 5)
            var resolved = 0
            try PlanReader(plan, in: database).forEachMessageRun { firstEntry, count in
                update.bind(firstEntry, at: 1)
                update.bind(firstEntry + Int64(count) - 1, at: 2)
                resolved += try update.run()
            }
            return resolved
        }
    }

    package func takeBack(_ entries: [Int64]) throws {
        try write { database in
            let update = try Self.takingBack(in: database)
            for entry in entries {
                update.bind(entry, at: 1)
                update.bind(entry, at: 2)
                guard try update.run() == 1 else { throw try Self.refusal(of: entry, to: .unknown, in: database) }
            }
        }
    }

    /// Takes back every person's verdict on a plan's messages, and returns how many there were.
    func takeBackAll(_ plan: StoredPlan) throws -> Int {
        try write { database in
            let update = try Self.takingBack(in: database)
            var taken = 0
            try PlanReader(plan, in: database).forEachMessageRun { firstEntry, count in
                update.bind(firstEntry, at: 1)
                update.bind(firstEntry + Int64(count) - 1, at: 2)
                taken += try update.run()
            }
            return taken
        }
    }

    private static func takingBack(in database: Database) throws -> PreparedStatement {
        let verdicts = [PersonVerdict.sent, .notSent].map {
            "state = \($0.state.rawValue) AND error_key = '\($0.errorKey)'"
        }
        let update = try PreparedStatement(
            """
            UPDATE message SET state = \(DeliveryState.unknown.rawValue), error_key = ?3, error_message = ?4
            WHERE id BETWEEN ?1 AND ?2 AND (\(verdicts.joined(separator: " OR ")))
            """, in: database)
        update.bind(PersonVerdict.unknown.errorKey, at: 3)
        update.bind(PersonVerdict.unknown.meaning, at: 4)
        return update
    }
}
