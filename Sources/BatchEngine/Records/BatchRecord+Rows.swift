import BatchModel
import LedgerStore
import Manifests
import Reporting
import Text

extension BatchRecord {
    /// Whether the ledger was told to forget how the manifest was sent.
    var wasForgotten: Bool { plan.description.inputDigest.isEmpty }

    /// Whether every row is the message that the plan has in its place: the file was saved anew, and is the same one.
    ///
    /// That proves by itself that it is read as it was sent. Memory: 32 bytes for each row.
    func hasPlannedRows() throws -> Bool {
        guard try manifest.missingContent() == nil else { return false }
        var found = try LookedUpEntries(manifest, ledger)
        var planned = PlannedEntries(ledger, plan)
        guard found.count == plan.rows, found.count > 0 else { return false }
        while let entry = try planned.next() {
            switch (try found.next()?.row, entry.row) {
            case (.message(let message), .message(let known)): guard message.id == known.id else { return false }
            case (.invalid, .invalid), (.message, .excluded), (.new, .excluded): continue
            default: return false
            }
        }
        return true
    }

    /// Whether the plan's rows are those of the manifest.
    private func isPlanned() throws -> Bool { try isUnchanged() || hasPlannedRows() }

    /// How many rows stand where: those of the plan, or for a file that was found by its rows its own.
    package func counts() throws -> PlanCounts {
        guard isByRows, try !isPlanned() else { return try ledger.counts(plan) }
        var counts = PlanCounts()
        var entries = try LookedUpEntries(manifest, ledger)
        while let entry = try entries.next() {
            switch entry.row {
            case .message(let message): counts.states[message.state, default: 0] += 1
            case .new: counts.states[.pending, default: 0] += 1
            case .invalid: counts.invalid += 1
            case .excluded: counts.excluded += 1
            }
        }
        return counts
    }

    /// The last run and its counts as they are now, whoever is sending meanwhile.
    package func current() throws -> (run: RunRecord, counts: PlanCounts) {
        let identity = run.campaign.identity
        let latest = try ledger.latestRun(
            manifest: identity.manifestPath, site: identity.site, batch: .named(identity.batch))
        guard !isByRows, let latest, let plan = try ledger.storedPlan(latest.campaign) else {
            return (latest ?? run, try counts())
        }
        return (latest, try ledger.counts(plan))
    }

    /// The messages of a file that was found by its rows and is another one than the plan's: a file to be sent again, say. Nil
    /// where the plan's are meant.
    func ownEntries() throws -> [LedgerEntry]? {
        guard isByRows, try !isPlanned() else { return nil }
        var entries = try LookedUpEntries(manifest, ledger)
        var found: [LedgerEntry] = []
        while let entry = try entries.next() { if let message = entry.entry { found.append(message) } }
        return found
    }

    /// What the ledger has for each row, where the rows' numbers are those of reports; nil when the file was edited.
    private func numberedEntries() throws -> (any EntrySource)? {
        if try isPlanned() { return PlannedEntries(ledger, plan) }
        // A file to be sent again has numbers of its own.
        return try isByRows && manifest.mayStateOrdinals() ? LookedUpEntries(manifest, ledger) : nil
    }

    /// Calls `body` with each row's number, its user and what the ledger has for it, in manifest order.
    package func forEachEntry(_ body: (Int, _ user: String, LedgerEntry) throws -> Void) throws {
        guard let entries = try numberedEntries() else { throw unnumbered }
        try forEach(entries) { try body($0.row, $0.user, $1) }
    }

    /// Calls `body` with each row whose outcome is unknown, as a person looks it up.
    package func forEachUnknown(_ body: (VerdictSheetWriter.Row, LedgerEntry) throws -> Void) throws {
        guard let entries = try numberedEntries() else { throw unnumbered }
        try forEach(entries) { row, entry in
            guard entry.state == .unknown else { return }
            let shown = VerdictSheetWriter.Row(
                row: row.row, digest: RowDigest(entry.identity), user: row.user,
                sender: row.sender, message: row.content?.message,
                finishedAtMilliseconds: entry.trace.finishedAtMilliseconds)
            try body(shown, entry)
        }
    }

    /// The users of messages, as far as the list as it is now has them, as tables and reports show them.
    func users(of messages: Set<Int64>) throws -> [Int64: String] {
        var users: [Int64: String] = [:]
        let entries: any EntrySource =
            try isPlanned() ? PlannedEntries(ledger, plan) : LookedUpEntries(manifest, ledger)
        try forEach(entries) { row, entry in
            if messages.contains(entry.id) { users[entry.id] = DisplayText.withoutControls(row.user) }
        }
        return users
    }

    private func forEach(_ entries: any EntrySource, _ body: (ManifestRow, LedgerEntry) throws -> Void) throws {
        var entries = entries
        var rows = manifest.rows()
        while let entry = try entries.next(), let row = try rows.next() {
            if let known = entry.entry { try body(row, known) }
        }
    }

    private var unnumbered: RunFault {
        wasForgotten
            ? .unrecorded(
                problem: """
                    How your list was sent was forgotten (ledger forget), and its rows are not known by themselves, so their numbers may \
                    mean other rows.
                    """,
                remedy:
                    "Give the options it was sent with, such as \(option: .message) and \(option: .sender), or run send once more, then resolve."
            )
            : lacksOptions
                ? .unrecorded(
                    problem: """
                        Your list is not byte for byte what it was in its last run, and the ledger does not hold the message or the options \
                        by which its rows could be compared.
                        """,
                    remedy:
                        "Give the options it was sent with, such as \(option: .message) and \(option: .sender), or run send once more, then resolve."
                )
                : .unrecorded(
                    problem: "Your list was edited since its last run, so its row numbers may mean other rows.",
                    remedy: "Put the old file back, or run send once more, then resolve.")
    }

    /// The first rows whose outcome is unknown, with their users; nil when the manifest was edited since its last run, so that
    /// its rows cannot be told.
    package func unknownRows(limit: Int) throws -> [(row: Int, user: String)]? {
        try firstRows(limit: limit) { $0.state == .unknown }
    }

    /// The same for rows that meet a condition.
    func firstRows(limit: Int, where isMeant: (LedgerEntry) -> Bool) throws -> [(row: Int, user: String)]? {
        guard let entries = try numberedEntries() else { return nil }
        var found: [(row: Int, user: String)] = []
        try forEach(entries) { row, entry in
            if found.count < limit, isMeant(entry) { found.append((row.row, row.user)) }
        }
        return found
    }
}
