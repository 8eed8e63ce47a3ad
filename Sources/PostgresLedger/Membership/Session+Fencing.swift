import BatchModel
import LedgerStore

/// One row update is heartbeat, fence and count of commits: it is part of every transaction that writes.
extension Session {
    /// Finds this member's row only while nobody has taken over from it and it is the session that may commit; divides by what it finds.
    static let fence = """
        WITH own AS (
            UPDATE member SET seq = seq + 1, lease_until = clock_timestamp() + $4::bigint * interval '1 ms', claims = $5::bigint[]
            WHERE id = $1 AND seq = $2 AND epoch = $3 AND state = 'live' RETURNING 1)
        SELECT 1 / count(*) FROM own
        """

    func fence(_ member: Member, claims: Set<Int64>) -> PipelinedStatement {
        PipelinedStatement(
            Self.fence, [member.id, member.seq, member.epoch, member.leaseMilliseconds, claims.sorted()])
    }

    /// A commit was confirmed that was sent at a moment: the lease runs from then on, whatever the way back took.
    func renewed(_ member: Member, sentAt moment: ContinuousClock.Instant) {
        self.member = member
        right.withLock { $0 = moment + member.lease - member.leaseGuard }
    }

    /// Says why the fence held.
    func fenced(_ connection: Connection, _ member: Member) throws -> LedgerFault {
        let row = try connection.query("SELECT state, seq, epoch FROM member WHERE id = $1", [member.id]).first
        guard let row else {
            return remember(.wentBack(ledger: name, reason: "does not know this sender any more"))
        }
        if row.text(0) != "live" {
            return remember(.fenced(ledger: name, by: try Member.live(connection).first))
        }
        return remember(
            .wentBack(
                ledger: name,
                reason: "has \(row.integer(1)) commits of this sender, of which \(member.seq) were confirmed"))
    }

    /// What became of a commit whose answer did not come.
    enum Ambiguous {
        /// It is in the ledger.
        case isMade
        /// It is not, and cannot come any more.
        case isNot
    }

    /// Reconnects and finds out whether the last commit was made. From then on no earlier session of this member can commit: what it
    /// sent may still be on its way.
    ///
    /// - Throws: `LedgerFault` when there is no answer for as long as the lease and once more, and when somebody took over meanwhile.
    func decide(_ before: Member) throws -> Ambiguous {
        let deadline = ContinuousClock.now + before.lease * 2
        var epoch = max(before.epoch, member?.epoch ?? 0)
        drop()
        while true {
            do {
                let connection = try connected(until: deadline)
                epoch += 1
                member?.epoch = epoch
                // A session that is still in the middle of it holds the row: this waits for its end.
                let moment = ContinuousClock.now
                try connection.execute(begin.joined(separator: "; "))
                let row = try connection.query(
                    """
                    UPDATE member SET epoch = $2, lease_until = clock_timestamp() + $3::bigint * interval '1 ms'
                    WHERE id = $1 AND epoch < $2 AND state = 'live' RETURNING seq
                    """, [before.id, epoch, before.leaseMilliseconds]
                ).first
                guard let row else {
                    try connection.execute("ROLLBACK")
                    throw try fenced(connection, before)
                }
                let seq = row.integer(0)
                try commit(connection)
                guard seq == before.seq || seq == before.seq + 1 else {
                    let reason = "has \(seq) commits of this sender, of which \(before.seq) were confirmed"
                    throw remember(.wentBack(ledger: name, reason: reason))
                }
                var own = before
                (own.seq, own.epoch) = (seq, epoch)
                own.claims = member?.claims ?? before.claims
                renewed(own, sentAt: moment)
                return seq > before.seq ? .isMade : .isNot
            } catch let fault as ServerFault {
                drop()
                guard case .lost = fault, ContinuousClock.now < deadline else { throw self.fault(fault) }
            }
        }
    }

    /// Commits, and takes any warning as a no: PostgreSQL reports success when the wait for a standby is broken off.
    func commit(_ connection: Connection) throws {
        connection.notices.clear()
        let rows = try connection.query("COMMIT")
        guard rows.command == "COMMIT" else { throw ServerFault.lost(reason: "the server rolled the commit back") }
        try refuseWarnings(of: connection)
    }

    func refuseWarnings(of connection: Connection) throws {
        let warnings = connection.notices.warnings
        guard !warnings.isEmpty else { return }
        throw remember(
            .writeFailed(
                ledger: name,
                reason: "a commit is not surely kept: \(DisplayText.oneLine(warnings.joined(separator: "; ")))"))
    }
}
