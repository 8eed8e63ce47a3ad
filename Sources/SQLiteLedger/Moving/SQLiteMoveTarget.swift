import BatchModel
import GRDB
import LedgerStore

/// Takes another ledger's content into a file, in the transaction that made it.
final class SQLiteMoveTarget: MoveTarget {
    let database: Database
    private let firstNew: Int64
    private var next: Int64
    private let insertion: PreparedStatement
    private let update: PreparedStatement
    private let search: PreparedStatement
    private let counting: PreparedStatement
    private let planRun: PreparedStatement

    let isEmpty: Bool
    let hasNoVersions: Bool

    init(in database: Database) throws {
        self.database = database
        firstNew = (try Int64.fetchOne(database, sql: "SELECT max(id) FROM message") ?? 0) + 1
        next = firstNew
        isEmpty = firstNew == 1
        hasNoVersions = try !(Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM row_version)") ?? true)
        insertion = try PreparedStatement(
            """
            INSERT INTO message (id, state, campaign, attempts, http_status, finished_at, duration, error_key, error_message,
                key_high, key_low, ordinal, recipient)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """, in: database)
        update = try PreparedStatement(
            """
            UPDATE message SET state = ?2, campaign = ?3, attempts = ?4, http_status = ?5, finished_at = ?6, duration = ?7,
                error_key = ?8, error_message = ?9
            WHERE id = ?1
            """, in: database)
        search = try PreparedStatement(
            """
            SELECT message.id, state, finished_at, campaign, recipient, error_key, error_message, attempts, http_status, duration
            FROM identity JOIN message ON message.id = identity.message
            WHERE identity.key_high = ?1 AND identity.key_low = ?2 AND identity.ordinal = ?3
            """, in: database)
        counting = try PreparedStatement(
            "INSERT OR IGNORE INTO counted (campaign, message) VALUES (?1, ?2)", in: database)
        planRun = try PreparedStatement(
            "INSERT INTO plan_run (plan, position, length, first_message, invalid_code) VALUES (?1, ?2, ?3, ?4, ?5)",
            in: database)
    }

    func campaign(_ identity: CampaignIdentity) throws -> Int64 {
        let arguments: StatementArguments = [identity.site, identity.batch ?? "", identity.manifestPath]
        try database.execute(
            sql: "INSERT OR IGNORE INTO campaign (site, batch, manifest) VALUES (?, ?, ?)", arguments: arguments)
        return try Int64.fetchOne(
            database, sql: "SELECT id FROM campaign WHERE site = ? AND batch = ? AND manifest = ?", arguments: arguments
        ) ?? 0
    }

    // MARK: Messages

    func find(_ identities: [MessageIdentity]) throws -> [Int: KnownContent] {
        var found: [Int: KnownContent] = [:]
        for (place, identity) in identities.enumerated() {
            bind(identity, to: search, from: 1)
            defer { search.reset() }
            guard try search.step() else { continue }
            found[place] = KnownContent(
                found: try FoundMessage(search),
                trace: AttemptTrace(
                    attempts: Int(search.integer(7)), httpStatus: search.optionalInteger(8).map { Int($0) },
                    errorKey: search.text(5), errorMessage: search.text(6),
                    finishedAtMilliseconds: search.optionalInteger(2),
                    durationMilliseconds: search.optionalInteger(9).map { Int($0) }))
        }
        return found
    }

    func insert(_ messages: [StoredMessage]) throws -> Int64 {
        let first = next
        for var message in messages {
            message.id = next
            bind(message, to: insertion)
            bind(message.identity, to: insertion, from: 10)
            insertion.bind(Int64(bitPattern: message.recipient), at: 13)
            try insertion.run()
            next += 1
        }
        return first
    }

    func overwrite(_ messages: [StoredMessage]) throws {
        for message in messages {
            bind(message, to: update)
            try update.run()
        }
    }

    private func bind(_ identity: MessageIdentity, to statement: PreparedStatement, from index: Int32) {
        statement.bind(Int64(bitPattern: identity.key.high), at: index)
        statement.bind(Int64(bitPattern: identity.key.low), at: index + 1)
        statement.bind(identity.ordinal, at: index + 2)
    }

    private func bind(_ message: StoredMessage, to statement: PreparedStatement) {
        statement.bind(message.id, at: 1)
        statement.bind(message.state.rawValue, at: 2)
        statement.bind(message.campaign, at: 3)
        statement.bind(message.trace.attempts, at: 4)
        statement.bind(message.trace.httpStatus, at: 5)
        statement.bind(message.trace.finishedAtMilliseconds, at: 6)
        statement.bind(message.trace.durationMilliseconds, at: 7)
        statement.bind(message.trace.errorKey.map(\.kept), at: 8)
        statement.bind(message.trace.errorMessage.map(\.kept), at: 9)
    }

    func extendReach(of campaign: Int64, to reach: ClosedRange<Int64>) throws {
        try database.execute(
            sql: """
                UPDATE campaign SET lowest = min(ifnull(lowest, ?1), ?1), highest = max(ifnull(highest, ?2), ?2) WHERE id = ?3
                """, arguments: [reach.lowerBound, reach.upperBound, campaign])
    }

    func count(_ messages: [CountedMessage]) throws {
        for message in messages {
            counting.bind(message.campaign, at: 1)
            counting.bind(message.message, at: 2)
            try counting.run()
        }
    }

    // MARK: Plans

    func planStart(of campaign: Int64) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT started_at FROM plan WHERE campaign = ?", arguments: [campaign])
    }

    func replacePlan(of campaign: Int64, with plan: PlanDescription, rows: Int) throws -> Int64 {
        try database.execute(
            sql: "DELETE FROM plan_run WHERE plan IN (SELECT id FROM plan WHERE campaign = ?)", arguments: [campaign])
        try database.execute(sql: "DELETE FROM plan WHERE campaign = ?", arguments: [campaign])
        try database.execute(
            sql: """
                INSERT INTO plan (campaign, input_digest, attachments, plan_digest, settings, started_at, row_count)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                campaign, plan.inputDigest, plan.attachmentsFingerprint, plan.planDigest, plan.settingsDigest,
                plan.startedAtMilliseconds, rows,
            ])
        return database.lastInsertedRowID
    }

    func append(_ runs: [PlanRun], to plan: Int64) throws {
        for run in runs {
            var (first, code): (Int64?, String?) = (nil, nil)
            switch run.kind {
            case .messages(let entry): first = entry
            case .invalid(let reason): code = reason
            case .excluded: break
            }
            planRun.bind(plan, at: 1)
            planRun.bind(run.position, at: 2)
            planRun.bind(run.length, at: 3)
            planRun.bind(first, at: 4)
            planRun.bind(code, at: 5)
            try planRun.run()
        }
    }

    func finish() throws {
        try database.execute(
            sql: """
                INSERT INTO identity (key_high, key_low, ordinal, message)
                SELECT key_high, key_low, ordinal, id FROM message WHERE id >= ? ORDER BY key_high, key_low, ordinal
                """, arguments: [firstNew])
        try database.execute(sql: "UPDATE earlier_rule SET last_message = (SELECT ifnull(max(id), 0) FROM message)")
    }
}
