import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func doubt(_ entries: [Int64], errorKey: String, reason: String) throws -> [Int64: DeliveryState] {
        try write { database in
            let update = try PreparedStatement(
                """
                UPDATE message SET state = \(DeliveryState.unknown.rawValue), error_key = ?2, error_message = ?3
                WHERE id = ?1
                """, in: database)
            update.bind(errorKey, at: 2)
            update.bind(reason, at: 3)
            var before: [Int64: DeliveryState] = [:]
            for entry in entries where before[entry] == nil {
                let found = try Int64.fetchOne(
                    database, sql: "SELECT state FROM message WHERE id = ?", arguments: [entry])
                guard let state = try found.map(DeliveryState.init(stored:)) else { continue }
                before[entry] = state
                guard state != .claimed, DeliveryState.transitions[state]?.contains(.unknown) == true else { continue }
                update.bind(entry, at: 1)
                _ = try update.run()
            }
            return before
        }
    }
}
