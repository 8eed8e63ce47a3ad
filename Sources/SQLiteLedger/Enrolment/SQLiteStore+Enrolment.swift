import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func enrol(
        _ campaign: Campaign, _ terms: EnrolmentTerms, rows: (inout Enrolment) throws -> PlanDescription,
        approve: (EnrolmentSummary) throws -> Void
    ) throws -> StoredPlan {
        try write { database in
            // Before the old plan goes, which says that the file is not new here.
            let census = try Census(
                campaign.identity, campaign, expectsServed: terms.expectsServed, isGone: terms.isGone,
                in: SQLiteCensusRecords(in: database))
            try database.execute(
                sql: "DELETE FROM plan_run WHERE plan IN (SELECT id FROM plan WHERE campaign = ?)",
                arguments: [campaign.id])
            try database.execute(sql: "DELETE FROM plan WHERE campaign = ?", arguments: [campaign.id])
            let id = try Self.insertPlan(for: campaign, in: database)
            let messages = try MessageWriter(in: database)
            let writer = try PlanWriter(plan: id, in: database)
            let rowsOfPlan = EnrolledRows(
                census, finder: try EntryFinder(in: database, isWriting: true),
                versions: try RowVersions(campaign.identity, in: database, isWriting: true), messages: messages,
                plan: writer)
            var enrolment = Enrolment(into: rowsOfPlan, standings: terms.standings)
            let description = try rows(&enrolment)
            try enrolment.flush()
            let count = try writer.finish()
            try messages.index(in: database)
            let summary = try rowsOfPlan.finish()
            try approve(summary)
            if summary.servedByOthers > 0 { try Self.count(plan: id, for: campaign, in: database) }
            if let predecessor = summary.predecessor ?? terms.predecessor {
                try Self.count(servedBy: predecessor, for: campaign, in: database)
            }
            try Self.describe(plan: id, as: description, rows: count, in: database)
            try Self.extendReach(of: campaign, to: writer.reach, in: database)
            return StoredPlan(id: id, campaign: campaign, description: description, rows: count)
        }
    }

    package func preview(
        _ campaign: Campaign?, as identity: CampaignIdentity?, _ terms: EnrolmentTerms,
        rows: (inout Enrolment) throws -> Void
    ) throws -> EnrolmentSummary {
        try read { database in
            let counted = EnrolledRows(
                try Census(
                    identity ?? campaign?.identity, campaign, expectsServed: terms.expectsServed, isGone: terms.isGone,
                    in: SQLiteCensusRecords(in: database)),
                finder: try EntryFinder(in: database),
                versions: try RowVersions(identity ?? campaign?.identity, in: database))
            var enrolment = Enrolment(into: counted, standings: terms.standings)
            try rows(&enrolment)
            try enrolment.flush()
            return try counted.finish()
        }
    }

    package func summary(_ plan: StoredPlan) throws -> EnrolmentSummary {
        try read { database in
            var census = try Census(
                plan.campaign.identity, plan.campaign, in: SQLiteCensusRecords(in: database))
            let versions = try RowVersions(plan.campaign.identity, in: database)
            try PlanReader(plan, in: database).forEachFound { position, row in
                switch row {
                case .message(let found):
                    try census.countKnown(
                        found,
                        Census.Row(
                            position: position, recipient: found.recipient, spellings: [], isSelected: true,
                            isSecond: try versions?.isServed(found.recipient, besides: found.entry, nil) ?? false))
                case .invalid: census.countInvalid()
                case .excluded: census.countExcluded()
                }
            }
            return try census.finish()
        }
    }

    package func countServed(_ plan: StoredPlan) throws {
        try write { try Self.count(plan: plan.id, for: plan.campaign, in: $0) }
    }

    /// Widens the range of messages among which the campaign's own are found.
    static func extendReach(of campaign: Campaign, to reach: ClosedRange<Int64>?, in database: Database) throws {
        guard let reach else { return }
        try database.execute(
            sql: """
                UPDATE campaign SET lowest = min(ifnull(lowest, ?1), ?1), highest = max(ifnull(highest, ?2), ?2)
                WHERE id = ?3
                """,
            arguments: [reach.lowerBound, reach.upperBound, campaign.id])
    }

    /// Remembers the plan's messages that another campaign sent: this file's record counts them as sent, and whoever edits their
    /// rows would send them a second time.
    private static func count(plan: Int64, for campaign: Campaign, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO counted (campaign, message)
                SELECT ?1, message.id FROM plan_run
                    JOIN message ON message.id BETWEEN first_message AND first_message + length - 1
                WHERE plan_run.plan = ?2 AND ifnull(message.campaign, 0) <> ?1
                    AND message.state IN (\(DeliveryState.sqlList(\.isServed)))
                """,
            arguments: [campaign.id, plan])
    }

    /// Remembers all that was served from the file that this one was before it was moved: after this run the file is no longer new.
    private static func count(servedBy predecessor: Int64, for campaign: Campaign, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO counted (campaign, message)
                SELECT ?1, message.id FROM campaign JOIN message ON message.id BETWEEN lowest AND highest
                WHERE campaign.id = ?2 AND message.campaign = ?2
                    AND message.state IN (\(DeliveryState.sqlList(\.isServed)))
                UNION ALL SELECT ?1, message FROM counted WHERE campaign = ?2
                """,
            arguments: [campaign.id, predecessor])
    }

    private static func insertPlan(for campaign: Campaign, in database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO plan (campaign, input_digest, attachments, plan_digest, settings, started_at, row_count)
                VALUES (?, '', '', '', '', 0, 0)
                """,
            arguments: [campaign.id])
        return database.lastInsertedRowID
    }

    private static func describe(
        plan: Int64, as description: PlanDescription, rows: Int, in database: Database
    ) throws {
        try database.execute(
            sql: """
                UPDATE plan
                SET input_digest = ?, attachments = ?, plan_digest = ?, settings = ?, started_at = ?, row_count = ?
                WHERE id = ?
                """,
            arguments: [
                description.inputDigest, description.attachmentsFingerprint, description.planDigest,
                description.settingsDigest, description.startedAtMilliseconds, rows, plan,
            ])
    }

    /// Moves the log into the ledger and leaves nothing in it. A reader can prevent it.
    func emptyLog() {
        try? queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
}
