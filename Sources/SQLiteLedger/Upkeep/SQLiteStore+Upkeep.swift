import BatchModel
import Files
import Foundation
import GRDB
import LedgerStore

extension SQLiteStore {
    /// A file is read in any case: what makes it sound is in its pages.
    package func check(rows: Bool) throws -> LedgerHealth {
        try read { database in
            var faults = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            if faults == ["ok"] { faults = try Self.contradictions(in: database) }
            var states: [DeliveryState: Int] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT state, count(*) AS count FROM message GROUP BY state") {
                states[try DeliveryState(stored: row["state"])] = row["count"]
            }
            let journalMode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
            return LedgerHealth(
                displayName: displayName,
                formatVersion: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0, faults: faults,
                isWritable: FileManager.default.isWritableFile(atPath: path),
                // Whoever opens it for writing is refused unless it is so (`LedgerConfiguration`).
                keeping: "journal \(journalMode), synchronous FULL while sending",
                facts: ["journal_mode": journalMode], movedTo: try Self.moved(in: database), states: states,
                campaigns: try Int.fetchOne(database, sql: "SELECT count(*) FROM campaign") ?? 0,
                byteCount: (try? FileStatus(at: path))?.byteCount ?? 0)
        }
    }

    /// The file is rewritten, which needs as much free space again, and the log is emptied; a reader at work can delay the latter.
    package func forget(before milliseconds: Int64) throws -> (texts: Int, runs: Int) {
        let erased = try write { database in
            try database.execute(
                sql: """
                    UPDATE message SET error_message = NULL
                    WHERE error_message IS NOT NULL AND ifnull(finished_at, 0) < ?
                    """,
                arguments: [milliseconds])
            let texts = database.changesCount
            try database.execute(
                sql: "UPDATE run SET settings = '' WHERE started_at < ? AND settings <> ''", arguments: [milliseconds])
            let runs = database.changesCount
            try database.execute(
                sql: "UPDATE plan SET settings = '', input_digest = '' WHERE started_at < ?", arguments: [milliseconds])
            return (texts: texts, runs: runs)
        }
        try rewrite()
        emptyLog()
        return erased
    }

    /// Copies what is in use to new pages, so that nothing of what was erased is left between them.
    private func rewrite() throws {
        do {
            try queue.inDatabase { try $0.execute(sql: "VACUUM") }
        } catch let error as DatabaseError {
            throw remember(error)
        }
    }

    private static func contradictions(in database: Database) throws -> [String] {
        let checks = [
            (
                "messages that cannot be found by content",
                "SELECT (SELECT count(*) FROM message) - (SELECT count(*) FROM identity)"
            ),
            (
                "plans whose rows do not add up",
                """
                SELECT count(*) FROM plan WHERE row_count <>
                    (SELECT ifnull(sum(length), 0) FROM plan_run WHERE plan_run.plan = plan.id)
                """
            ),
        ]
        return try checks.compactMap { name, sql in
            let count = try Int.fetchOne(database, sql: sql) ?? 0
            return count == 0 ? nil : "\(count) \(name)"
        }
    }
}
