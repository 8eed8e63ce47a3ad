import LedgerStore

/// What a server must be for a ledger to be kept there.
struct ServerChecks {
    static let oldestVersion = 140_000

    let ledger: String

    /// Refuses a server that cannot keep a ledger, or a session that is not what it seems.
    func refuseUnfit(_ connection: Connection, _ state: ServerState) throws {
        if connection.serverVersion < Self.oldestVersion {
            throw unfit(
                "is on PostgreSQL \(connection.serverVersion / 10_000), which is too old", "use version 14 or later")
        }
        if connection.backend != state.backend {
            // In transaction mode two clients would share one session; in session mode settings stay behind.
            throw unfit(
                "is reached through a connection pooler", "name the server itself, which has a port of its own")
        }
        if state.isStandby {
            throw unfit("is on a standby, which cannot be written", "name the primary server")
        }
        if state.encoding != "UTF8" {
            throw unfit(
                "has the encoding \(state.encoding)", "make a database with ENCODING 'UTF8' and name that one")
        }
        if !state.isSynced {
            throw notDurable("fsync is off: a crash of its machine would lose what was sent")
        }
        if !state.writesFullPages {
            throw notDurable("full_page_writes is off: a crash of its machine would damage what it knows")
        }
    }

    /// Refuses a user who may not write, naming the grants that are missing.
    func refuseWithoutRights(_ connection: Connection) throws {
        let missing = try Self.missingRights(connection)
        guard let first = missing.first else { return }
        let more = missing.count == 1 ? "" : " and \(missing.count - 1) more"
        throw unfit(
            "may not be written by this user: \(first)\(more) is missing",
            "have its owner run `ledger init` again, which prints the grants of a sender")
    }

    /// The grants of a sender that this user has not.
    static func missingRights(_ connection: Connection) throws -> [String] {
        try connection.query(
            """
            SELECT privilege || ' ON ' || relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
            WHERE nspname = '\(LedgerSchema.name)' AND relkind = 'r' AND NOT has_table_privilege(pg_class.oid, privilege)
                AND (privilege <> 'DELETE' OR relname = ANY ('{\(LedgerSchema.replaced.joined(separator: ","))}'))
            UNION ALL SELECT 'USAGE ON SCHEMA \(LedgerSchema.name)' FROM pg_namespace
            WHERE nspname = '\(LedgerSchema.name)' AND NOT has_schema_privilege(oid, 'USAGE')
            ORDER BY 1
            """
        ).map { $0.text(0) ?? "" }
    }

    func unfit(_ reason: String, _ remedy: String) -> LedgerFault {
        .unfit(ledger: ledger, reason: reason, remedy: remedy)
    }

    private func notDurable(_ reason: String) -> LedgerFault {
        unfit(
            "is on a server that keeps nothing for certain: \(reason)",
            "have it turned on there, or name another server")
    }
}
