import BatchModel
import GRDB

extension Ledger {
    /// Where messages stand, by their numbers; numbers the ledger does not have are left out.
    package func states(of entries: [Int64]) throws -> [Int64: DeliveryState] {
        try read { database in
            let reader = try EntryReader(in: database)
            var states: [Int64: DeliveryState] = [:]
            for entry in entries { states[entry] = try reader.read(entry)?.state }
            return states
        }
    }
}
