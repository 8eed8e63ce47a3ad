import GRDB

extension Ledger {
    /// The version of the report that a run of a campaign put at a path last; nil when none did, or another one did later.
    package func ownReport(at path: String, of campaign: Campaign) throws -> String? {
        try read { database in
            guard try LedgerSchema.hasTaken(step: 4, in: database) else { return nil }
            return try String.fetchOne(
                database, sql: "SELECT version FROM own_report WHERE path = ? AND campaign = ?",
                arguments: [path, campaign.id])
        }
    }

    /// The versions of the reports that runs of any campaign put at a path last.
    package func ownReports(at path: String) throws -> Set<String> {
        try read { database in
            guard try LedgerSchema.hasTaken(step: 4, in: database) else { return [] }
            return try String.fetchSet(
                database, sql: "SELECT version FROM own_report WHERE path = ?", arguments: [path])
        }
    }

    /// Remembers a report that was made from this ledger alone.
    package func rememberReport(at path: String, of campaign: Campaign, version: String) throws {
        try write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO own_report (path, campaign, version) VALUES (?, ?, ?)",
                arguments: [path, campaign.id, version])
        }
    }
}
