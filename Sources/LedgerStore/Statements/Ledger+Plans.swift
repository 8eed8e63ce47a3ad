import BatchModel
import GRDB

extension Ledger {
    /// The campaign's current plan; nil when it has none.
    ///
    /// It may be reused as it is when the manifest, its attachments and the settings are the same as then. `summary`
    /// says what it means by now.
    package func storedPlan(_ campaign: Campaign) throws -> StoredPlan? {
        try read { database in
            try Row.fetchOne(database, sql: "SELECT * FROM plan WHERE campaign = ?", arguments: [campaign.id]).map {
                row in
                let description = PlanDescription(
                    inputDigest: row["input_digest"], attachmentsFingerprint: row["attachments"],
                    planDigest: row["plan_digest"], settingsJSON: row["settings"],
                    startedAtMilliseconds: row["started_at"])
                return StoredPlan(id: row["id"], campaign: campaign, description: description, rows: row["row_count"])
            }
        }
    }

    /// Makes a plan reusable by the next run: it was said yes to. On return that is on disk.
    package func approve(_ plan: StoredPlan, settingsJSON: String) throws {
        try write { database in
            try database.execute(
                sql: "UPDATE plan SET settings = ? WHERE id = ?", arguments: [settingsJSON, plan.id])
        }
    }

    /// The plan's rows from a position on, at most `limit`; fewer only at the end.
    ///
    /// Each call is a view of its own: rows settled between two calls show it. Throws `LedgerFault.planReplaced` once a
    /// later run has enrolled the file again.
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

    /// How many of the plan's rows stand where; claimed rows apart from unknown ones.
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

    /// How many of the plan's rows ended in each outcome; claimed rows count as unknown.
    package func states(_ plan: StoredPlan) throws -> BatchTally { try counts(plan).tally }

    /// The first row of the plan whose message is in one of the states; nil when there is none.
    package func firstPosition(_ plan: StoredPlan, in states: Set<DeliveryState>) throws -> Int? {
        try read { database in
            var found: Int?
            try PlanReader(plan, in: database).forEachState { position, kind, _ in
                if case .message(let state) = kind, states.contains(state) { found = position }
                return found == nil
            }
            return found
        }
    }

    /// A message by its identity, whichever file enrolled it; nil when the ledger has no such message.
    package func lookup(_ identity: MessageIdentity) throws -> LedgerEntry? { try lookup([identity])[0] }

    /// Messages by their identities, in the order asked; nil where the ledger has no such message.
    package func lookup(_ identities: [MessageIdentity]) throws -> [LedgerEntry?] {
        try lookup(identities.map { ($0, nil) })
    }

    /// The same for rows that a ledger of the earlier rule may know by another name.
    package func lookup(_ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)]) throws -> [LedgerEntry?] {
        try read { database in
            let finder = try EntryFinder(in: database)
            let reader = try EntryReader(in: database)
            return try rows.map { row in
                guard let found = try finder.find(row.identity, row.earlier) else { return nil }
                return try reader.read(found.entry)
            }
        }
    }

    /// Whether the ledger may know messages by names of the earlier rule, so that rows' `EarlierSpellings` matter.
    package func mayHoldEarlierNames() throws -> Bool {
        try read { try EarlierMessages.lastMessage(in: $0) != nil }
    }
}
