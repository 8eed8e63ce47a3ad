import BatchModel
import Files
import LedgerStore

/// What members do about one another while nothing is committed.
extension Session {
    /// How often a member looks for others that are gone: every three seconds, more often where a lease is short.
    static func interval(lease: Duration) -> Duration {
        min(max(.seconds(3), lease / 20), max(.milliseconds(100), lease / 4))
    }

    /// Renews the lease and hears of the others.
    func look() throws -> FleetNews {
        let committed = try commit(
            [], claiming: [], for: Campaign(id: 0, identity: CampaignIdentity(site: "", batch: nil, manifestPath: "")),
            at: 0)
        if let end = committed.end { throw end }
        return committed.news ?? FleetNews()
    }

    /// Takes over from members that are not heard of any more, or whose process is surely no more; returns how many messages are unknown
    /// for it. Call it on the queue.
    @discardableResult
    func takeOverFromGone() throws -> Int {
        guard let member, failure == nil, let connection, connection.isAlive else { return 0 }
        let gone = try connection.query(
            """
            SELECT id, process, machine, lease_until < clock_timestamp() FROM member WHERE state = 'live' AND id <> $1
            """, [member.id]
        ).map { row in
            (
                id: row.integer(0), isLate: row.isTrue(3),
                isDead: Machine.isDead(Int32(clamping: row.integer(1)), machine: row.text(2) ?? "")
            )
        }.filter { $0.isLate || $0.isDead }
        guard !gone.isEmpty else { return 0 }
        return try writeOnQueue { connection in
            for other in gone { _ = try Joining.fence(other.id, isDead: other.isDead, connection) }
            return try Joining.takeOver(connection)
        }
    }
}
