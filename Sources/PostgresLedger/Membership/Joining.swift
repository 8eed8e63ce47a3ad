import BatchModel
import Files
import LedgerStore

/// The start of a member: takes over from those who are gone, and refuses while another one may live that it cannot stand beside.
struct Joining {
    /// One that the ledger holds for live.
    private struct Other {
        let id: Int64
        let isDead: Bool
        let mayLive: Bool
        let purpose: String
        let run: Int64?
        /// Whether the run it sends is over for it, or soon will be.
        let isEnding: Bool
    }

    private let connection: Connection
    private let state: ServerState
    private let settings: LedgerSchema.Settings
    private let ledger: String
    private let command: String
    private let purpose: WritingPurpose

    init(
        _ connection: Connection, _ state: ServerState, _ settings: LedgerSchema.Settings, ledger: String,
        command: String, purpose: WritingPurpose
    ) {
        self.connection = connection
        self.state = state
        self.settings = settings
        self.ledger = ledger
        self.command = command
        self.purpose = purpose
    }

    /// A member that has just begun.
    struct Joined {
        let member: Member
        let recovered: Int
        let sentAt: ContinuousClock.Instant
        /// The run that others send already; nil where there is none.
        let run: FleetRun?
    }

    /// Becomes a member, in one transaction; of two who try at once the second waits for the first, and finds it.
    func join() throws -> Joined {
        try connection.execute(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = \(state.wantedCommit)")
        do {
            try connection.query("SELECT 1 FROM ledger FOR UPDATE")
            let live = try others().filter { try !fence($0) }
            let run = try standing(beside: live)
            let recovered = try Self.takeOver(connection)
            let moment = ContinuousClock.now
            let row = try connection.query(
                """
                INSERT INTO member (machine, host, process, command, version, purpose, run, lease_until)
                SELECT $1, $2, $3, $4, $5, $6, $7, clock_timestamp() + lease FROM ledger RETURNING id
                """,
                [
                    Machine.name ?? "", Machine.host, Int(Processes.own), DisplayText.oneLine(command),
                    "\(LedgerSchema.protocolVersion)", purpose.word, run?.record.id,
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
            return Joined(member: member, recovered: recovered, sentAt: moment, run: run)
        } catch {
            if connection.isAlive { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    private func others() throws -> [Other] {
        try connection.query(
            """
            SELECT member.id, process, machine, lease_until > clock_timestamp(), purpose, member.run,
                finished OR draining OR coalesce(stop_reason IS NOT NULL, false)
            FROM member LEFT JOIN run ON run.id = member.run WHERE state = 'live' ORDER BY member.id
            """
        ).map { row in
            Other(
                id: row.integer(0),
                isDead: Machine.isDead(Int32(clamping: row.integer(1)), machine: row.text(2) ?? ""),
                mayLive: row.isTrue(3), purpose: row.text(4) ?? "", run: row.optionalInteger(5),
                isEnding: row.isTrue(6))
        }
    }

    /// Ends the membership of one who is dead or was not heard of; false where it may live. Whoever stands in the middle of a transaction
    /// holds its row: of a dead one the server ends it at once, another one is alive after all.
    private func fence(_ other: Other) throws -> Bool {
        guard other.isDead || !other.mayLive else { return false }
        return try Self.fence(other.id, isDead: other.isDead, connection)
    }

    static func fence(_ member: Int64, isDead: Bool, _ connection: Connection) throws -> Bool {
        try connection.query(
            """
            WITH own AS (
                SELECT id FROM member WHERE id = $1 AND state = 'live' AND ($2 OR lease_until < clock_timestamp())
                FOR UPDATE \(isDead ? "" : "SKIP LOCKED"))
            UPDATE member SET state = CASE WHEN $2 THEN 'dead' ELSE 'fenced' END, fenced_at = clock_timestamp()
            FROM own WHERE member.id = own.id
            """, [member, isDead]
        ).changes > 0
    }

    /// Refuses to stand beside others where that cannot be; the run that they send where it is the one to be sent.
    private func standing(beside live: [Other]) throws -> FleetRun? {
        switch purpose {
        case .alone:
            if !live.isEmpty { throw try refusal() }
        case .resolving:
            if live.contains(where: { $0.purpose == WritingPurpose.alone.word }) { throw try refusal() }
        case .sending(let identity):
            if live.contains(where: { $0.purpose == WritingPurpose.alone.word }) { throw try refusal() }
            let senders = live.filter { $0.purpose == purpose.word }
            guard !senders.isEmpty else { return nil }
            guard let number = senders.first(where: { $0.run != nil })?.run else { throw try starting() }
            let run = try FleetRun.read(number, connection)
            guard let run, run.record.campaign.identity == identity else { throw try refusal() }
            guard senders.contains(where: { !$0.isEnding }) else { throw try starting() }
            return run
        }
        return nil
    }

    private func refusal() throws -> LedgerFault { .locked(ledger: ledger, by: try holder()) }

    private func starting() throws -> LedgerFault { .starting(ledger: ledger, by: try holder()) }

    private func holder() throws -> LedgerHolder {
        try Member.live(connection).first ?? LedgerHolder(processID: nil, startedAt: nil, command: nil)
    }

    /// What members claimed that are no more may have been sent; what they were handed is for others.
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
        try connection.query(
            """
            UPDATE grant_range SET member = NULL FROM member
            WHERE grant_range.member = member.id AND NOT done AND member.state <> 'live'
            """)
        try connection.query(
            """
            UPDATE run SET lead = NULL FROM member WHERE run.leads AND run.lead = member.id AND member.state <> 'live'
            """)
        return recovered
    }
}

extension WritingPurpose {
    /// How a member's row has it.
    var word: String {
        switch self {
        case .alone: "alone"
        case .resolving: "resolve"
        case .sending: "send"
        }
    }
}
