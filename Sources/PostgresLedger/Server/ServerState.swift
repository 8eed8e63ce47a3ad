/// What a server says of itself when a session begins.
struct ServerState {
    /// What makes it this server and no copy that was put in its place.
    struct Identity: Sendable, Hashable {
        /// The cluster's number, which its copies share.
        let system: Int64
        /// Rises with every standby that is promoted.
        let timeline: Int64
        /// The database's number in the cluster.
        let database: Int64
    }

    let identity: Identity
    let backend: Int64
    let isStandby: Bool
    let encoding: String
    let isSynced: Bool
    let writesFullPages: Bool
    let synchronousCommit: String
    let synchronousStandbys: String
    let standbys: Int
    /// Whether there is a ledger in the database.
    let hasLedger: Bool

    /// Asks the server.
    init(_ connection: Connection) throws {
        let rows = try connection.query(
            """
            SELECT (SELECT system_identifier FROM pg_control_system()),
                CASE WHEN pg_is_in_recovery() THEN 0
                    ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END,
                (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
                pg_backend_pid(), pg_is_in_recovery(), current_setting('server_encoding'),
                current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on',
                current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
                (SELECT count(*) FROM pg_stat_replication),
                EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE nspname = '\(LedgerSchema.name)' AND relname = 'ledger')
            """)
        guard let row = rows.first else { throw connection.lost }
        identity = Identity(system: row.integer(0), timeline: row.integer(1), database: row.integer(2))
        (backend, isStandby, encoding) = (row.integer(3), row.isTrue(4), row.text(5) ?? "")
        (isSynced, writesFullPages) = (row.isTrue(6), row.isTrue(7))
        (synchronousCommit, synchronousStandbys) = (row.text(8) ?? "", row.text(9) ?? "")
        (standbys, hasLedger) = (Int(row.integer(10)), row.isTrue(11))
    }

    /// Whether a commit is confirmed before a standby has it, so that claims are lost when one is promoted.
    var mayLoseByFailover: Bool { standbys > 0 && synchronousStandbys.isEmpty }

    /// How commits of a session must wait at least; a stronger setting of the server's is kept.
    var wantedCommit: String { synchronousCommit == "remote_apply" ? "remote_apply" : "on" }

    /// How the ledger is kept, in words.
    var keeping: String {
        let standby =
            standbys == 0
            ? "" : mayLoseByFailover ? ", not waiting for its standby" : ", waiting for its standby"
        return
            "fsync \(isSynced ? "on" : "OFF"), full_page_writes \(writesFullPages ? "on" : "OFF"), synchronous_commit "
            + "\(wantedCommit) while sending\(standby)"
    }
}
