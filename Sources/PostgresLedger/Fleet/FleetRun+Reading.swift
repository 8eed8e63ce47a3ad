import LedgerStore

extension FleetRun {
    /// A run, and those who send it now; nil when there is none of that number.
    static func read(_ number: Int64, _ connection: Connection) throws -> FleetRun? {
        guard let record = try PostgresStore.run(numbered: number, connection) else { return nil }
        let row = try connection.query("SELECT coalesce(plan, 0), terms FROM run WHERE id = $1", [number]).first
        return FleetRun(
            record: record, plan: row?.integer(0) ?? 0, terms: row?.text(1) ?? "",
            members: try FleetMember.all(of: number, connection).filter(\.isAtWork))
    }
}

extension FleetMember {
    /// All who send a run, or did.
    static func all(of run: Int64, _ connection: Connection) throws -> [FleetMember] {
        try connection.query(
            """
            SELECT id, host, process, state, draining, cardinality(claims), (extract(epoch FROM started_at) * 1000)::bigint,
                (extract(epoch FROM greatest(clock_timestamp() - (lease_until - lease), interval '0')) * 1000)::bigint,
                (extract(epoch FROM fenced_at) * 1000)::bigint, lease_until > clock_timestamp()
            FROM member CROSS JOIN (SELECT lease FROM ledger) AS ledger WHERE run = $1 ORDER BY id
            """, [run]
        ).map { row in
            let state: State =
                switch row.text(3) {
                case "live": row.isTrue(9) ? row.isTrue(4) ? .draining : .live : .gone
                case "left": .left
                default: .gone
                }
            return FleetMember(
                id: row.integer(0), host: row.text(1) ?? "", process: Int32(clamping: row.integer(2)), state: state,
                inFlight: Int(row.integer(5)), startedAtMilliseconds: row.integer(6),
                lastHeard: .milliseconds(row.integer(7)), goneAtMilliseconds: row.optionalInteger(8), unknown: 0)
        }
    }
}
