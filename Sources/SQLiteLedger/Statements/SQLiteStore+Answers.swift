import GRDB
import LedgerStore

extension SQLiteStore {
    package func answered(_ question: String, of campaign: Campaign) throws -> Int {
        try read { database in
            guard try LedgerSchema.hasTaken(step: 3, in: database) else { return 0 }
            return try Int.fetchOne(
                database, sql: "SELECT recipients FROM answered WHERE campaign = ? AND question = ?",
                arguments: [campaign.id, question]) ?? 0
        }
    }

    package func remember(_ question: String, of campaign: Campaign, recipients: Int) throws {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO answered (campaign, question, recipients) VALUES (?1, ?2, ?3)
                    ON CONFLICT (campaign, question) DO UPDATE SET recipients = max(recipients, excluded.recipients)
                    """,
                arguments: [campaign.id, question, recipients])
        }
    }
}
