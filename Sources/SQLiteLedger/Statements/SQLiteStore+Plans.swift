import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func storedPlan(_ campaign: Campaign) throws -> StoredPlan? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM plan WHERE campaign = ?", arguments: [campaign.id]).map {
                row in
                let description = PlanDescription(
                    inputDigest: row["input_digest"], attachmentsFingerprint: row["attachments"],
                    planDigest: row["plan_digest"], settingsDigest: row["settings"],
                    startedAtMilliseconds: row["started_at"])
                return StoredPlan(id: row["id"], campaign: campaign, description: description, rows: row["row_count"])
            }
        }
    }

    package func approve(_ plan: StoredPlan, settingsDigest: String) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE plan SET settings = ? WHERE id = ?", arguments: [settingsDigest, plan.id])
        }
    }

    package func entries(_ plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanEntry] {
        try read { database in
            var entries: [PlanEntry] = []
            entries.reserveCapacity(max(0, min(limit, plan.rows - position)))
            try PlanReader(plan, in: database).forEach(from: position, limit: limit) {
                entries.append($0)
            }
            return entries
        }
    }

    package func counts(_ plan: StoredPlan) throws -> PlanCounts {
        try read { database in
            var counts = PlanCounts()
            try PlanReader(plan, in: database).forEachState { _, kind, rows in
                switch kind {
                case .message(let state): counts.states[state, default: 0] += rows
                case .invalid: counts.invalid += rows
                case .excluded: counts.excluded += rows
                }
                return true
            }
            return counts
        }
    }

    /// There is one sender: it has all rows from the first one that a pass can find anything at.
    package func nextGrant(
        of plan: StoredPlan, in state: DeliveryState, from position: Int
    ) throws -> Range<Int>? {
        try read { database in
            var first: Int?
            try PlanReader(plan, in: database).forEachState(from: position) { position, kind, _ in
                if case .message(state) = kind { first = position }
                return first == nil
            }
            return first.map { $0..<plan.rows }
        }
    }

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
