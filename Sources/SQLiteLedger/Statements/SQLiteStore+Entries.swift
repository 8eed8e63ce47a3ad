import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    package func entries(numbered numbers: [Int64]) throws -> [Int64: LedgerEntry] {
        try read { database in
            let reader = try EntryReader(in: database)
            var entries: [Int64: LedgerEntry] = [:]
            for number in numbers { entries[number] = try reader.read(number) }
            return entries
        }
    }

    package func lookup(_ rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)]) throws -> [LedgerEntry?] {
        try read { database in
            let finder = try EntryFinder(in: database)
            let reader = try EntryReader(in: database)
            return try rows.map { row in
                guard let found = try finder.find(row.identity, row.earlier) else { return nil }
                return try reader.read(found.entry)
            }
        }
    }

    package func mayHoldEarlierNames() throws -> Bool {
        try read { try EarlierMessages.lastMessage(in: $0) != nil }
    }
}
