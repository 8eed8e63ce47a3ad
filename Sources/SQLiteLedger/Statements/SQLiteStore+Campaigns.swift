import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func campaign(_ identity: CampaignIdentity, create: Bool) throws -> Campaign? {
        if let known = try read({ try Self.campaign(identity, in: $0) }) { return known }
        guard create else { return nil }
        return try write { database in
            try database.execute(
                sql: "INSERT INTO campaign (site, batch, manifest) VALUES (?, ?, ?)",
                arguments: [identity.site, identity.batch ?? "", identity.manifestPath])
            return Campaign(id: database.lastInsertedRowID, identity: identity)
        }
    }

    package func campaigns() throws -> [Campaign] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT id, site, batch, manifest FROM campaign ORDER BY id").map { row in
                Campaign(
                    id: row["id"],
                    identity: CampaignIdentity(site: row["site"], batch: row["batch"], manifestPath: row["manifest"]))
            }
        }
    }

    static func campaign(_ identity: CampaignIdentity, in database: Database) throws -> Campaign? {
        try Int64.fetchOne(
            database, sql: "SELECT id FROM campaign WHERE manifest = ? AND site = ? AND batch = ?",
            arguments: [identity.manifestPath, identity.site, identity.batch ?? ""]
        ).map { Campaign(id: $0, identity: identity) }
    }
}
