import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func reaches() throws -> [CampaignReach] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT id, site, batch, manifest, lowest, highest FROM campaign ORDER BY id"
            ).map { row in
                let identity = CampaignIdentity(site: row["site"], batch: row["batch"], manifestPath: row["manifest"])
                return CampaignReach(
                    campaign: Campaign(id: row["id"], identity: identity), lowest: row["lowest"],
                    highest: row["highest"])
            }
        }
    }

    package func messages(after number: Int64, limit: Int) throws -> [StoredMessage] {
        try read { database in
            let selection = try PreparedStatement(
                """
                SELECT id, key_high, key_low, ordinal, recipient, state, attempts, http_status, error_key, error_message,
                    finished_at, duration, campaign
                FROM message WHERE id > ?1 ORDER BY id LIMIT ?2
                """, in: database)
            selection.bind(number, at: 1)
            selection.bind(limit, at: 2)
            defer { selection.reset() }
            var messages: [StoredMessage] = []
            while try selection.step() { messages.append(try StoredMessage(selection)) }
            return messages
        }
    }

    package func runs(of plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanRun] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT position, length, first_message, invalid_code FROM plan_run WHERE plan = ? AND position >= ?
                    ORDER BY position LIMIT ?
                    """, arguments: [plan.id, position, limit]
            ).map { row in
                let kind: PlanRun.Kind =
                    if let first: Int64 = row["first_message"] {
                        .messages(first: first)
                    } else if let code: String = row["invalid_code"] { .invalid(code) } else { .excluded }
                return PlanRun(position: row["position"], length: row["length"], kind: kind)
            }
        }
    }

    package func counted(after last: CountedMessage?, limit: Int) throws -> [CountedMessage] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT campaign, message FROM counted WHERE (campaign, message) > (?, ?) ORDER BY campaign, message LIMIT ?
                    """, arguments: [last?.campaign ?? .min, last?.message ?? .min, limit]
            ).map { CountedMessage(campaign: $0["campaign"], message: $0["message"]) }
        }
    }

    package func versions(after number: Int64, limit: Int) throws -> [MessageVersion] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT message, root FROM row_version WHERE message > ? ORDER BY message LIMIT ?",
                arguments: [number, limit]
            ).map { MessageVersion(message: $0["message"], root: $0["root"]) }
        }
    }

    package func answers() throws -> [CampaignAnswer] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT campaign, question, recipients FROM answered").map {
                CampaignAnswer(campaign: $0["campaign"], question: $0["question"], recipients: $0["recipients"])
            }
        }
    }

    package func ownReports() throws -> [(path: String, report: OwnReport)] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT path, campaign, version FROM own_report").map {
                ($0["path"], OwnReport(campaign: $0["campaign"], version: $0["version"]))
            }
        }
    }

    package func pacedSites() throws -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT DISTINCT site FROM pacing ORDER BY site") }
    }

    package func tokens() throws -> [String] {
        try read { database in
            guard try LedgerSchema.hasTaken(step: 5, in: database) else { return [] }
            return try String.fetchAll(database, sql: "SELECT token FROM taken_in ORDER BY token")
        }
    }
}

extension StoredMessage {
    /// The message a statement stands on, in the order of columns of `messages(after:limit:)`.
    fileprivate init(_ selection: PreparedStatement) throws {
        let key = MessageKey(
            high: UInt64(bitPattern: selection.integer(1)), low: UInt64(bitPattern: selection.integer(2)))
        self.init(
            id: selection.integer(0), identity: MessageIdentity(key: key, ordinal: Int(selection.integer(3))),
            recipient: UInt64(bitPattern: selection.integer(4)),
            state: try DeliveryState(stored: selection.integer(5)),
            trace: AttemptTrace(
                attempts: Int(selection.integer(6)), httpStatus: selection.optionalInteger(7).map { Int($0) },
                errorKey: selection.text(8), errorMessage: selection.text(9),
                finishedAtMilliseconds: selection.optionalInteger(10),
                durationMilliseconds: selection.optionalInteger(11).map { Int($0) }),
            campaign: selection.optionalInteger(12))
    }
}
