import BatchModel
import Files
import LedgerStore

/// The start of a member: takes over from those who are gone, and refuses while another one may live.
struct Joining {
    /// One that the ledger holds for live.
    private struct Other {
        let id: Int64
        let isDead: Bool
        let mayLive: Bool
    }

    private let connection: Connection
    private let state: ServerState
    private let settings: LedgerSchema.Settings
    private let ledger: String
    private let command: String

    init(
        _ connection: Connection, _ state: ServerState, _ settings: LedgerSchema.Settings, ledger: String,
        command: String
    ) {
        self.connection = connection
        self.state = state
        self.settings = settings
        self.ledger = ledger
        self.command = command
    }

    /// Becomes a member, in one transaction; of two who try at once the second waits for the first, and is refused.
    func join() throws -> (member: Member, recovered: Int, sentAt: ContinuousClock.Instant) {
        try connection.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = \(state.wantedCommit)")
        do {
            try connection.query("SELECT 1 FROM ledger FOR UPDATE")
            for other in try others() {
                if other.mayLive && !other.isDead { throw try refusal() }
                try fence(other)
            }
            let recovered = try Self.takeOver(connection)
            let moment = ContinuousClock.now
            let row = try connection.query(
                """
                INSERT INTO member (machine, host, process, command, version, lease_until)
                SELECT $1, $2, $3, $4, $5, clock_timestamp() + lease FROM ledger RETURNING id
                """,
                [
                    Machine.name ?? "", Machine.host, Int(Processes.own), DisplayText.oneLine(command),
                    "\(LedgerSchema.protocolVersion)",
                ]
            ).first
            guard let row else { throw LedgerFault.damaged(ledger: ledger, reason: "its settings are missing") }
            connection.notices.clear()
            try connection.query("COMMIT")
            guard connection.notices.warnings.isEmpty else {
                throw LedgerFault.writeFailed(
                    ledger: ledger, reason: connection.notices.warnings.joined(separator: "; "))
            }
            let member = Member(id: row.integer(0), lease: settings.lease, leaseGuard: settings.leaseGuard)
            return (member, recovered, moment)
        } catch {
            if connection.isAlive { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    private func others() throws -> [Other] {
        try connection.query(
            """
            SELECT id, process, machine, lease_until > clock_timestamp() FROM member WHERE state = 'live' ORDER BY id
            """
        ).map { row in
            Other(
                id: row.integer(0),
                isDead: Machine.isDead(Int32(clamping: row.integer(1)), machine: row.text(2) ?? ""),
                mayLive: row.isTrue(3))
        }
    }

    /// Ends the membership of one who is dead or was not heard of. Whoever stands in the middle of a transaction holds its row: of a dead
    /// one the server ends it at once, another one is alive after all.
    private func fence(_ other: Other) throws {
        let fenced = try connection.query(
            """
            WITH own AS (
                SELECT id FROM member WHERE id = $1 AND state = 'live' AND ($2 OR lease_until < clock_timestamp())
                FOR UPDATE \(other.isDead ? "" : "SKIP LOCKED"))
            UPDATE member SET state = CASE WHEN $2 THEN 'dead' ELSE 'fenced' END, fenced_at = clock_timestamp()
            FROM own WHERE member.id = own.id
            """, [other.id, other.isDead])
        if fenced.changes == 0 { throw try refusal() }
    }

    private func refusal() throws -> LedgerFault {
        let holder = try Member.live(connection).first
        return .locked(
            ledger: ledger, by: holder ?? LedgerHolder(processID: nil, startedAt: nil, command: nil))
    }

    /// What members claimed that are no more may have been sent.
    static func takeOver(_ connection: Connection) throws -> Int {
        let recovered = try connection.query(
            """
            UPDATE message SET state = \(DeliveryState.unknown.rawValue), attempts = attempts + 1, duration = NULL,
                http_status = NULL, error_key = $1, error_message = $2
            FROM (SELECT id AS owner, unnest(claims) AS entry FROM member WHERE state <> 'live' AND claims <> '{}') AS left_behind
            WHERE message.id = entry AND message.member = owner AND message.state = \(DeliveryState.claimed.rawValue)
            """, [RecordedErrorKey.interrupted.rawValue, "the run ended while this message was being sent"]
        ).changes
        try connection.query("UPDATE member SET claims = '{}' WHERE state <> 'live' AND claims <> '{}'")
        return recovered
    }
}
