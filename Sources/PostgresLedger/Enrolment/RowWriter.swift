import BatchModel
import LedgerStore

/// Adds messages and a plan's rows, a group at a time, by COPY.
final class RowWriter {
    private let connection: Connection
    private let plan: Int64?
    private var next: Int64
    private var messages = ""
    private var runs = PlanRuns()
    private var ended: [PlanRun] = []
    private var renamed: [(entry: Int64, recipient: UInt64)] = []

    /// `plan` nil adds messages alone.
    init(plan: Int64?, firstNew: Int64, in connection: Connection) {
        self.plan = plan
        next = firstNew
        self.connection = connection
    }

    /// The number that the next new message of a ledger gets.
    static func firstNew(_ connection: Connection) throws -> Int64 {
        try connection.query("SELECT coalesce(max(id), 0) + 1 FROM message").first?.integer(0) ?? 1
    }

    /// The lowest and highest number of the plan's messages; nil when it has none.
    var reach: ClosedRange<Int64>? { runs.reach }

    /// Adds a pending message and returns its number; it is in the database after `flush`.
    func insert(_ identity: MessageIdentity, recipient: UInt64) -> Int64 {
        defer { next += 1 }
        let (high, low) = (Int64(bitPattern: identity.key.high), Int64(bitPattern: identity.key.low))
        messages +=
            "\(next)\t\(high)\t\(low)\t\(identity.ordinal)\t\(Int64(bitPattern: recipient))\t\(DeliveryState.pending.rawValue)\t0\n"
        return next
    }

    /// Gives a message the digest that its recipient has now.
    func update(_ entry: Int64, recipient: UInt64) { renamed.append((entry, recipient)) }

    /// Adds the plan's next row.
    func append(_ kind: PlanRun.Kind) {
        if let run = runs.append(kind) { ended.append(run) }
    }

    /// Sends what was added since the last time.
    func flush() throws {
        if !messages.isEmpty {
            try connection.copy(messages, into: "message (id, key_high, key_low, ordinal, recipient, state, attempts)")
            messages = ""
        }
        if !renamed.isEmpty {
            try connection.query(
                """
                UPDATE message SET recipient = renamed.recipient FROM unnest($1::bigint[], $2::bigint[]) AS renamed (id, recipient)
                WHERE message.id = renamed.id
                """, [renamed.map(\.entry), renamed.map { Int64(bitPattern: $0.recipient) }])
            renamed = []
        }
        try writeRuns()
    }

    /// Writes the last run and returns the plan's rows.
    func finish() throws -> Int {
        if let run = runs.finish() { ended.append(run) }
        try flush()
        return runs.rows
    }

    private func writeRuns() throws {
        guard let plan, !ended.isEmpty else { return }
        let first = ended.map { run in if case .messages(let entry) = run.kind { entry } else { Int64?.none } }
        let codes = ended.map { run in if case .invalid(let code) = run.kind { code } else { String?.none } }
        try connection.query(
            """
            INSERT INTO plan_run (plan, position, length, first_message, invalid_code)
            SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
            """, [plan, ended.map(\.position), ended.map(\.length), first, codes])
        ended = []
    }
}
