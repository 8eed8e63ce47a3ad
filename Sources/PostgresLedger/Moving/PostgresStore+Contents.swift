import BatchModel
import LedgerStore

extension PostgresStore {
    package func reaches() throws -> [CampaignReach] {
        try read { connection in
            try connection.query("SELECT id, site, batch, manifest, lowest, highest FROM campaign ORDER BY id").map {
                row in
                let identity = CampaignIdentity(
                    site: row.text(1) ?? "", batch: row.text(2), manifestPath: row.text(3) ?? "")
                return CampaignReach(
                    campaign: Campaign(id: row.integer(0), identity: identity), lowest: row.optionalInteger(4),
                    highest: row.optionalInteger(5))
            }
        }
    }

    package func messages(after number: Int64, limit: Int) throws -> [StoredMessage] {
        try read { connection in
            try connection.query(
                """
                SELECT \(MessageReading.columns), message.recipient FROM message WHERE id > $1 ORDER BY id LIMIT $2
                """, [number, limit]
            ).map { row in
                let entry = try MessageReading.entry(row)
                return StoredMessage(
                    id: entry.id, identity: entry.identity, recipient: UInt64(bitPattern: row.integer(12)),
                    state: entry.state, trace: entry.trace, campaign: entry.campaign)
            }
        }
    }

    package func runs(of plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanRun] {
        try read { connection in
            try connection.query(
                """
                SELECT position, length, first_message, invalid_code FROM plan_run WHERE plan = $1 AND position >= $2
                ORDER BY position LIMIT $3
                """, [plan.id, position, limit]
            ).map { row in
                let kind: PlanRun.Kind =
                    if let first = row.optionalInteger(2) {
                        .messages(first: first)
                    } else if let code = row.text(3) { .invalid(code) } else { .excluded }
                return PlanRun(position: Int(row.integer(0)), length: Int(row.integer(1)), kind: kind)
            }
        }
    }

    package func counted(after last: CountedMessage?, limit: Int) throws -> [CountedMessage] {
        try read { connection in
            try connection.query(
                """
                SELECT campaign, message FROM counted WHERE (campaign, message) > ($1::bigint, $2::bigint)
                ORDER BY campaign, message LIMIT $3
                """, [last?.campaign ?? .min, last?.message ?? .min, limit]
            ).map { CountedMessage(campaign: $0.integer(0), message: $0.integer(1)) }
        }
    }

    package func versions(after number: Int64, limit: Int) throws -> [MessageVersion] {
        try read { connection in
            try connection.query(
                "SELECT message, root FROM row_version WHERE message > $1 ORDER BY message LIMIT $2", [number, limit]
            ).map { MessageVersion(message: $0.integer(0), root: $0.integer(1)) }
        }
    }

    package func answers() throws -> [CampaignAnswer] {
        try read { connection in
            try connection.query("SELECT campaign, question, recipients FROM answered").map {
                CampaignAnswer(
                    campaign: $0.integer(0), question: $0.text(1) ?? "", recipients: Int($0.integer(2)))
            }
        }
    }

    package func ownReports() throws -> [(path: String, report: OwnReport)] {
        try read { connection in
            try connection.query("SELECT path, campaign, version FROM own_report").map {
                ($0.text(0) ?? "", OwnReport(campaign: $0.integer(1), version: $0.text(2) ?? ""))
            }
        }
    }

    package func pacedSites() throws -> [String] {
        try read {
            try $0.query("SELECT site FROM pacing UNION SELECT site FROM pace ORDER BY site").map { $0.text(0) ?? "" }
        }
    }

    package func tokens() throws -> [String] {
        try read { try $0.query("SELECT token FROM taken_in ORDER BY token").map { $0.text(0) ?? "" } }
    }
}
