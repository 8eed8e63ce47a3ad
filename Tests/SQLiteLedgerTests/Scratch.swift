import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

/// A ledger's place of its own for one test, removed with it.
final class Scratch: Sendable {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Where the test's ledger is.
    var path: String { directory.file("ledger.sqlite") }

    func open() throws -> SQLiteStore { try SQLiteStore.openForWriting(at: path, command: "send list.csv") }

    func reader() throws -> SQLiteStore { try #require(try SQLiteStore.openForReading(at: path)) }
}

extension SQLiteStore {
    /// The commit of a caller that may be blocked.
    @discardableResult
    func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) throws -> Committed {
        try queue.inDatabase { database in
            try commit(settlements, claiming: entries, for: campaign, at: milliseconds, in: database)
        }
    }

    /// Runs statements behind the ledger's back.
    func tamper(_ sql: String) throws { try queue.inDatabase { try $0.execute(sql: sql) } }
}
