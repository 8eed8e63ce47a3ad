import BatchModel
import GRDB

extension Ledger {
    /// Messages by their numbers; numbers the ledger does not have are left out.
    package func entries(numbered numbers: [Int64]) throws -> [Int64: LedgerEntry] {
        try read { database in
            let reader = try EntryReader(in: database)
            var entries: [Int64: LedgerEntry] = [:]
            for number in numbers { entries[number] = try reader.read(number) }
            return entries
        }
    }
}
