import LedgerStore

/// What `ledger init` came to.
package struct MadeLedger: Sendable, Hashable {
    /// Where it is.
    package let displayName: String
    /// Whether there was none before.
    package let isNew: Bool
    /// How long a sender that is not heard of keeps its rows.
    package let lease: Duration
    /// The statements that let a role send.
    package let senderGrants: [String]
    /// The statements that let a role look.
    package let readerGrants: [String]
}

extension PostgresStore {
    /// The shortest lease: a server's restart takes seconds.
    package static let leases: ClosedRange<Duration> = .seconds(1)...(.seconds(3_600))

    /// Makes a ledger's tables, or takes the steps that one of an earlier version lacks. Call it as the owner of the database.
    ///
    /// `lease` nil leaves the one that is there, or takes twenty seconds. A tenth of it is the guard: so long before its end nothing new
    /// begins. On return all of it is on disk.
    ///
    /// - Throws: `LedgerFault`; then nothing was changed.
    package static func make(at address: LedgerAddress, lease: Duration? = nil) throws -> MadeLedger {
        try naming("\(address)") {
            let connection = try Session.connect(address)
            let state = try ServerState(connection)
            try ServerChecks(ledger: "\(address)").refuseUnfit(connection, state)
            try connection.execute("BEGIN; SET LOCAL synchronous_commit = \(state.wantedCommit)")
            try make(connection, state, lease)
            try refuseLiveSenders(connection, ledger: "\(address)", isNew: !state.hasLedger)
            let settings = try LedgerSchema.settings(connection, ledger: "\(address)")
            connection.notices.clear()
            try connection.execute("COMMIT")
            guard connection.notices.warnings.isEmpty else {
                throw LedgerFault.writeFailed(
                    ledger: "\(address)", reason: connection.notices.warnings.joined(separator: "; "))
            }
            return MadeLedger(
                displayName: Session.displayName(connection, address), isNew: !state.hasLedger, lease: settings.lease,
                senderGrants: LedgerSchema.grants(to: "SENDER", writes: true),
                readerGrants: LedgerSchema.grants(to: "READER", writes: false))
        }
    }

    private static func make(_ connection: Connection, _ state: ServerState, _ lease: Duration?) throws {
        var taken = 0
        if state.hasLedger {
            taken = Int(try connection.query("SELECT format FROM ledger FOR UPDATE").first?.integer(0) ?? 0)
        } else {
            try connection.execute("CREATE SCHEMA \(LedgerSchema.name)")
        }
        for step in LedgerSchema.migrations.dropFirst(taken) { try connection.execute(step) }
        let milliseconds = lease.map(\.wholeMilliseconds)
        try connection.query(
            """
            INSERT INTO ledger (format, protocol, system_identifier, timeline, lease, guard)
            VALUES ($1, $2, $3, $4, coalesce($5::bigint, 20000) * interval '1 ms', coalesce($5::bigint, 20000) * interval '0.1 ms')
            ON CONFLICT (only_row) DO UPDATE SET format = greatest(ledger.format, $1),
                protocol = greatest(ledger.protocol, $2),
                lease = CASE WHEN $5::bigint IS NULL THEN ledger.lease ELSE excluded.lease END,
                guard = CASE WHEN $5::bigint IS NULL THEN ledger.guard ELSE excluded.guard END
            """,
            [
                LedgerSchema.migrations.count, LedgerSchema.protocolVersion, state.identity.system,
                state.identity.timeline, milliseconds,
            ])
    }

    /// Whoever sends goes by the lease and the tables that it found.
    private static func refuseLiveSenders(_ connection: Connection, ledger: String, isNew: Bool) throws {
        guard !isNew, let holder = try Member.live(connection).first else { return }
        throw LedgerFault.locked(ledger: ledger, by: holder)
    }
}

extension LedgerSchema {
    /// The statements that give a role its rights.
    static func grants(to role: String, writes: Bool) -> [String] {
        let rights = writes ? "SELECT, INSERT, UPDATE" : "SELECT"
        let all = [
            "GRANT USAGE ON SCHEMA \(name) TO \(role);",
            "GRANT \(rights) ON ALL TABLES IN SCHEMA \(name) TO \(role);",
        ]
        guard writes else { return all }
        return all + ["GRANT DELETE ON \(replaced.map { "\(name).\($0)" }.joined(separator: ", ")) TO \(role);"]
    }
}
