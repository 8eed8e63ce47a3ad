import BatchModel
import LedgerStore

extension PostgresStore {
    /// Makes a ledger usable again whose server took over from another one, or that was copied: what a run without an end could have claimed
    /// becomes unknown, because the commit that claimed it may be lost. Returns nil where nothing happened to it.
    ///
    /// A run that has an end lost none of its commits: they are kept in their order. `approve` sees what it means, and nothing is changed unless
    /// it says so. On return that is on disk.
    ///
    /// - Throws: `LedgerFault`; `locked` while a sender's lease runs.
    package static func recover(
        _ address: LedgerAddress, at milliseconds: Int64, approve: (LedgerRecovery) throws -> Void
    ) throws -> LedgerRecovery? {
        try naming("\(address)") {
            let (connection, state, settings, name) = try looked(at: address)
            guard let reason = settings.strangeness(of: state) else { return nil }
            try connection.execute("BEGIN; SET LOCAL synchronous_commit = \(state.wantedCommit)")
            try connection.query("SELECT 1 FROM ledger FOR UPDATE")
            if let holder = try Member.live(connection).first { throw LedgerFault.locked(ledger: name, by: holder) }
            try connection.query(
                "UPDATE member SET state = 'fenced', fenced_at = clock_timestamp() WHERE state = 'live'")
            let claimed = try Joining.takeOver(connection)
            let recovery = LedgerRecovery(
                displayName: name, reason: reason, claimed: claimed,
                exposed: try markExposed(connection, at: milliseconds))
            try approve(recovery)
            try connection.query(
                "UPDATE ledger SET system_identifier = $1, timeline = $2",
                [state.identity.system, state.identity.timeline])
            connection.notices.clear()
            try connection.query("COMMIT")
            guard connection.notices.warnings.isEmpty else {
                throw LedgerFault.writeFailed(ledger: name, reason: connection.notices.warnings.joined(separator: "; "))
            }
            return recovery
        }
    }

    private static func markExposed(_ connection: Connection, at milliseconds: Int64) throws -> Int {
        let claimable = DeliveryState.sqlList { DeliveryState.transitions[$0]?.contains(.claimed) ?? false }
        return try connection.query(
            """
            UPDATE message SET state = \(DeliveryState.unknown.rawValue), attempts = attempts + 1, member = NULL,
                campaign = plan.campaign, finished_at = coalesce(finished_at, $1), duration = NULL, http_status = NULL,
                error_key = $2, error_message = $3
            FROM plan JOIN plan_run ON plan_run.plan = plan.id
            WHERE message.id BETWEEN first_message AND first_message + length - 1 AND state IN (\(claimable))
                AND EXISTS (SELECT FROM run WHERE run.campaign = plan.campaign AND run.ended_at IS NULL
                    AND run.id = (SELECT max(id) FROM run AS last WHERE last.campaign = plan.campaign))
            """,
            [
                milliseconds, RecordedErrorKey.interrupted.rawValue,
                "the ledger's server was replaced, and may have forgotten that this message was sent",
            ]
        ).changes
    }
}

extension LedgerSchema.Settings {
    /// What happened to the ledger since it was made, so that it may lack what it confirmed; nil when nothing did.
    func strangeness(of state: ServerState) -> String? {
        if system != state.identity.system { return "was copied to another server than it was made on" }
        return timeline == state.identity.timeline ? nil : "is on a server that took over from the one it was made on"
    }
}
