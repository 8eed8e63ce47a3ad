import LedgerStore

extension PostgresStore {
    /// What is asked of those who send a run.
    package enum Wish: Sendable, Hashable {
        /// These members leave the others.
        case drain([Int64])
        /// The run ends for all.
        case stop
    }

    /// Asks something of those who send a run, which they hear with their next commit, or when they renew their leases; returns of how
    /// many. On return that is on disk.
    ///
    /// - Throws: `LedgerFault`.
    package static func ask(_ wish: Wish, of run: RunRecord, at address: LedgerAddress) throws -> Int {
        try naming("\(address)") {
            let (connection, state, settings, name) = try looked(at: address)
            if let reason = settings.strangeness(of: state) { throw LedgerFault.wentBack(ledger: name, reason: reason) }
            try connection.execute("BEGIN; SET LOCAL synchronous_commit = \(state.wantedCommit)")
            let asked: Int
            switch wish {
            case .drain(let members):
                asked = try connection.query(
                    "UPDATE member SET draining = true WHERE id = ANY ($1::bigint[]) AND run = $2 AND state = 'live'",
                    [members.sorted(), run.id]
                ).changes
            case .stop:
                try connection.query(
                    "UPDATE run SET stop_reason = coalesce(stop_reason, 'asked') WHERE id = $1 AND ended_at IS NULL",
                    [run.id])
                asked = try FleetMember.all(of: run.id, connection).count(where: \.isAtWork)
            }
            connection.notices.clear()
            try connection.query("COMMIT")
            guard connection.notices.warnings.isEmpty else {
                throw LedgerFault.writeFailed(ledger: name, reason: connection.notices.warnings.joined(separator: "; "))
            }
            return asked
        }
    }
}
