import GRDB
import LedgerStore

extension SQLiteStore {
    package func ownReport(at path: String) throws -> OwnReport? {
        try read { database in
            guard try LedgerSchema.hasTaken(step: 4, in: database) else { return nil }
            return try Row.fetchOne(
                database, sql: "SELECT campaign, version FROM own_report WHERE path = ?", arguments: [path]
            ).map { OwnReport(campaign: $0["campaign"], version: $0["version"]) }
        }
    }

    package func rememberReport(at path: String, of campaign: Campaign, version: String) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO own_report (path, campaign, version) VALUES (?, ?, ?)",
                arguments: [path, campaign.id, version])
        }
    }
}
