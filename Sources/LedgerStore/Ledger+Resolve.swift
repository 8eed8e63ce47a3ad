import BatchModel
import GRDB

extension Ledger {
    /// Records a person's verdicts on unknown messages, all or none.
    ///
    /// An entry that is not unknown throws `LedgerFault.transitionRefused`. Status, end and duration that a verdict leaves
    /// out stay as they were; so does the count of attempts unless the verdict adds to it.
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

    /// Records one verdict on every unknown message of a plan, and returns how many there were.
    ///
    /// `reason` is kept as the rows' error message, `errorKey` as their error key.
    package func resolveAll(
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
}
