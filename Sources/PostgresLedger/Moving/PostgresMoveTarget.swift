import BatchModel
import LedgerStore

/// Takes another ledger's content into a database, in the transaction of a connection: messages by COPY, a page at a time.
final class PostgresMoveTarget: MoveTarget {
    let connection: Connection
    private var next: Int64
    let isEmpty: Bool
    let hasNoVersions: Bool

    init(in connection: Connection) throws {
        self.connection = connection
        next = try RowWriter.firstNew(connection)
        isEmpty = next == 1
        hasNoVersions = try connection.query("SELECT 1 FROM row_version LIMIT 1").count == 0
    }

    /// A database has no index by which such a name would be found.
    func admitEarlierNames() throws -> Bool { false }

    func campaign(_ identity: CampaignIdentity) throws -> Int64 {
        if let known = try connection.campaign(identity) { return known.id }
        return try connection.query(
            "INSERT INTO campaign (site, batch, manifest) VALUES ($1, $2, $3) RETURNING id",
            [identity.site, identity.batch ?? "", identity.manifestPath]
        ).first?.integer(0) ?? 0
    }

    // MARK: Messages

    func find(_ identities: [MessageIdentity]) throws -> [Int: KnownContent] {
        let found = try connection.find(identities)
        let entries = try connection.query(
            "SELECT \(MessageReading.columns) FROM message WHERE id = ANY ($1::bigint[])", [found.values.map(\.entry)])
        let traces = Dictionary(try entries.map { try MessageReading.entry($0) }.map { ($0.id, $0.trace) }) {
            first, _ in first
        }
        return try found.mapValues { message in
            guard let trace = traces[message.entry] else {
                throw ServerFault.damage("message \(message.entry) is missing")
            }
            return KnownContent(found: message, trace: trace)
        }
    }

    func insert(_ messages: [StoredMessage]) throws -> Int64 {
        let first = next
        var lines = CopyLines()
        for message in messages {
            let (key, trace) = (message.identity.key, message.trace)
            lines.add([
                next, Int64(bitPattern: key.high), Int64(bitPattern: key.low), Int64(message.identity.ordinal),
                Int64(bitPattern: message.recipient), Int64(message.state.rawValue), Int64(trace.attempts),
                message.campaign, trace.httpStatus.map(Int64.init), trace.finishedAtMilliseconds,
                trace.durationMilliseconds.map(Int64.init),
            ])
            lines.end(with: [trace.errorKey?.kept, trace.errorMessage?.kept])
            next += 1
        }
        try connection.copy(
            lines.text,
            into: """
                message (id, key_high, key_low, ordinal, recipient, state, attempts, campaign, http_status, finished_at, duration,
                error_key, error_message)
                """)
        return first
    }

    func overwrite(_ messages: [StoredMessage]) throws {
        let traces = messages.map(\.trace)
        try connection.query(
            """
            UPDATE message SET state = new.state, campaign = new.campaign, attempts = new.attempts, http_status = new.status,
                error_key = new.key, error_message = new.words, finished_at = new.ended, duration = new.duration
            FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[], $9::bigint[]) AS new (id, state, attempts, status, key, words, ended, duration, campaign)
            WHERE message.id = new.id
            """,
            [
                messages.map(\.id), messages.map(\.state.rawValue), traces.map(\.attempts), traces.map(\.httpStatus),
                traces.map { $0.errorKey?.kept }, traces.map { $0.errorMessage?.kept },
                traces.map(\.finishedAtMilliseconds), traces.map(\.durationMilliseconds), messages.map(\.campaign),
            ])
    }

    func extendReach(of campaign: Int64, to reach: ClosedRange<Int64>) throws {
        try connection.query(
            "UPDATE campaign SET lowest = least(lowest, $1), highest = greatest(highest, $2) WHERE id = $3",
            [reach.lowerBound, reach.upperBound, campaign])
    }

    func count(_ messages: [CountedMessage]) throws {
        guard !messages.isEmpty else { return }
        try connection.query(
            """
            INSERT INTO counted (campaign, message) SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING
            """, [messages.map(\.campaign), messages.map(\.message)])
    }

    // MARK: Plans

    func planStart(of campaign: Int64) throws -> Int64? {
        try connection.query("SELECT started_at FROM plan WHERE campaign = $1", [campaign]).first?.integer(0)
    }

    func replacePlan(of campaign: Int64, with plan: PlanDescription, rows: Int) throws -> Int64 {
        try connection.query(
            "DELETE FROM plan_run WHERE plan IN (SELECT id FROM plan WHERE campaign = $1)", [campaign])
        try connection.query("DELETE FROM plan WHERE campaign = $1", [campaign])
        return try connection.query(
            """
            INSERT INTO plan (campaign, input_digest, attachments, plan_digest, settings, started_at, row_count)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
            """,
            [
                campaign, plan.inputDigest, plan.attachmentsFingerprint, plan.planDigest, plan.settingsDigest,
                plan.startedAtMilliseconds, rows,
            ]
        ).first?.integer(0) ?? 0
    }

    func append(_ runs: [PlanRun], to plan: Int64) throws {
        let first = runs.map { run in if case .messages(let entry) = run.kind { entry } else { Int64?.none } }
        let codes = runs.map { run in if case .invalid(let code) = run.kind { code } else { String?.none } }
        try connection.query(
            """
            INSERT INTO plan_run (plan, position, length, first_message, invalid_code)
            SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
            """, [plan, runs.map(\.position), runs.map(\.length), first, codes])
    }

    func finish() throws {}
}
