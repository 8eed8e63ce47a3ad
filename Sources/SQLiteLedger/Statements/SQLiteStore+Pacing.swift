import GRDB
import LedgerStore

extension SQLiteStore {
    package func pacing(site: String) throws -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT name, value FROM pacing WHERE site = ?", arguments: [site])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["value"]) })
        }
    }

    package func storePacing(site: String, _ values: [String: String]) throws {
        try write { database in
            for (name, value) in values {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO pacing (site, name, value) VALUES (?, ?, ?)",
                    arguments: [site, name, value])
            }
        }
    }
}
