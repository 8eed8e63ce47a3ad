import BatchModel
import LedgerStore

extension PostgresStore {
    package func enrol(
        _ campaign: Campaign, _ terms: EnrolmentTerms, rows: (inout Enrolment) throws -> PlanDescription,
        approve: (EnrolmentSummary) throws -> Void
    ) throws -> StoredPlan {
        // The rows can be had once only.
        try write(repeats: false) { connection in
            // Before the old plan goes, which says that the file is not new here.
            let census = try Census(
                campaign.identity, campaign, expectsServed: terms.expectsServed, isGone: terms.isGone,
                in: PostgresCensusRecords(connection))
            let id = try Self.replacePlan(of: campaign, connection)
            let firstNew = try RowWriter.firstNew(connection)
            let writer = RowWriter(plan: id, firstNew: firstNew, in: connection)
            let target = EnrolledRows(
                census, in: connection, firstNew: firstNew,
                versions: try RowVersions(campaign.identity, in: connection, firstNew: firstNew), writer: writer)
            var enrolment = Enrolment(into: target, standings: terms.standings)
            let description = try rows(&enrolment)
            try enrolment.flush()
            let count = try writer.finish()
            let summary = try target.finish()
            try approve(summary)
            if summary.servedByOthers > 0 { try Self.count(plan: id, for: campaign, connection) }
            if let predecessor = summary.predecessor ?? terms.predecessor {
                try Self.count(servedBy: predecessor, for: campaign, connection)
            }
            try Self.describe(plan: id, as: description, rows: count, connection)
            try Self.extendReach(of: campaign, to: writer.reach, connection)
            return StoredPlan(id: id, campaign: campaign, description: description, rows: count)
        }
    }

    package func preview(
        _ campaign: Campaign?, as identity: CampaignIdentity?, _ terms: EnrolmentTerms,
        rows: (inout Enrolment) throws -> Void
    ) throws -> EnrolmentSummary {
        try read(repeats: false) { connection in
            let identity = identity ?? campaign?.identity
            let target = EnrolledRows(
                try Census(
                    identity, campaign, expectsServed: terms.expectsServed, isGone: terms.isGone,
                    in: PostgresCensusRecords(connection)),
                in: connection, firstNew: .max,
                versions: try identity.map { try RowVersions($0, in: connection) })
            var enrolment = Enrolment(into: target, standings: terms.standings)
            try rows(&enrolment)
            try enrolment.flush()
            return try target.finish()
        }
    }

    package func summary(_ plan: StoredPlan) throws -> EnrolmentSummary {
        try read { connection in
            try connection.refuseReplaced(plan)
            let identity = plan.campaign.identity
            var census = try Census(identity, plan.campaign, in: PostgresCensusRecords(connection))
            let versions = try RowVersions(identity, in: connection)
            // In order, because whatever waits is asked for in order.
            try connection.forEach(
                """
                SELECT position, length, invalid_code IS NULL, \(MessageReading.foundColumns) FROM plan_run
                    LEFT JOIN message ON message.id BETWEEN first_message AND first_message + length - 1
                WHERE plan = $1 ORDER BY position, message.id
                """, [plan.id]
            ) { row in
                guard row.optionalInteger(3) != nil else {
                    for _ in 0..<row.integer(1) {
                        if row.isTrue(2) { census.countExcluded() } else { census.countInvalid() }
                    }
                    return
                }
                let found = try MessageReading.found(row, from: 3)
                try census.countKnown(
                    found,
                    Census.Row(
                        position: census.summary.rows, recipient: found.recipient, isSelected: true,
                        isSecond: versions.isServed(found.recipient, besides: found.entry, nil)))
            }
            guard census.summary.rows == plan.rows else { throw ServerFault.damage("rows of a plan are missing") }
            return try census.finish()
        }
    }

    package func countServed(_ plan: StoredPlan) throws {
        try write { try Self.count(plan: plan.id, for: plan.campaign, $0) }
    }

    /// Widens the range of messages among which the campaign's own are found.
    static func extendReach(of campaign: Campaign, to reach: ClosedRange<Int64>?, _ connection: Connection) throws {
        guard let reach else { return }
        try connection.query(
            "UPDATE campaign SET lowest = least(lowest, $1), highest = greatest(highest, $2) WHERE id = $3",
            [reach.lowerBound, reach.upperBound, campaign.id])
    }

    /// Remembers the plan's messages that another campaign sent: this file's record counts them as sent, and whoever edits their
    /// rows would send them a second time.
    private static func count(plan: Int64, for campaign: Campaign, _ connection: Connection) throws {
        try connection.query(
            """
            INSERT INTO counted (campaign, message)
            SELECT $1, message.id FROM plan_run JOIN message ON message.id BETWEEN first_message AND first_message + length - 1
            WHERE plan = $2 AND coalesce(message.campaign, 0) <> $1 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            ON CONFLICT DO NOTHING
            """, [campaign.id, plan])
    }

    /// Remembers all that was served from the file that this one was before it was moved: after this run the file is no longer new.
    private static func count(servedBy predecessor: Int64, for campaign: Campaign, _ connection: Connection) throws {
        try connection.query(
            """
            INSERT INTO counted (campaign, message)
            SELECT $1::bigint, message.id FROM campaign JOIN message ON message.id BETWEEN lowest AND highest
            WHERE campaign.id = $2 AND message.campaign = $2 AND state IN (\(DeliveryState.sqlList(\.isServed)))
            UNION SELECT $1::bigint, message FROM counted WHERE campaign = $2
            ON CONFLICT DO NOTHING
            """, [campaign.id, predecessor])
    }

    private static func replacePlan(of campaign: Campaign, _ connection: Connection) throws -> Int64 {
        try connection.query(
            "DELETE FROM plan_run WHERE plan IN (SELECT id FROM plan WHERE campaign = $1)", [campaign.id])
        try connection.query("DELETE FROM plan WHERE campaign = $1", [campaign.id])
        let row = try connection.query(
            """
            INSERT INTO plan (campaign, input_digest, attachments, plan_digest, settings, started_at, row_count)
            VALUES ($1, '', '', '', '', 0, 0) RETURNING id
            """, [campaign.id]
        ).first
        return row?.integer(0) ?? 0
    }

    private static func describe(
        plan: Int64, as description: PlanDescription, rows: Int, _ connection: Connection
    ) throws {
        try connection.query(
            """
            UPDATE plan
            SET input_digest = $1, attachments = $2, plan_digest = $3, settings = $4, started_at = $5, row_count = $6
            WHERE id = $7
            """,
            [
                description.inputDigest, description.attachmentsFingerprint, description.planDigest,
                description.settingsDigest, description.startedAtMilliseconds, rows, plan,
            ])
    }
}
