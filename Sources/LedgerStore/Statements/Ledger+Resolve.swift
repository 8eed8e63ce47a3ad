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

    /// Takes persons' verdicts back, all or none: the messages are unknown again.
    ///
    /// An entry that is not where a person's verdict put it, because the site gave its result or it was tried since, throws
    /// `LedgerFault.transitionRefused`.
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
    package func takeBackAll(_ plan: StoredPlan) throws -> Int {
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

    /// Those of the entries that are messages of a plan.
    package func messages(of plan: StoredPlan, among entries: Set<Int64>) throws -> Set<Int64> {
        try read { database in
            let sorted = entries.sorted()
            var found: Set<Int64> = []
            try PlanReader(plan, in: database).forEachMessageRun { firstEntry, count in
                let start = sorted.partitioningIndex { $0 >= firstEntry }
                found.formUnion(sorted[start...].prefix { $0 < firstEntry + Int64(count) })
            }
            return found
        }
    }
}

extension Array<Int64> {
    /// The first index whose element meets a condition that all later ones meet too.
    fileprivate func partitioningIndex(_ condition: (Int64) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
