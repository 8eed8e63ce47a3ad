import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite(
    "Opening a ledger in a database",
    .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
struct OpeningTests {
    @Test("Where nobody made a ledger there is none to write, and whoever sends makes none")
    func notMade() throws {
        let address = LedgerAddress(try PrivatePostgres.shared().freshAddress())
        let fault = #expect(throws: LedgerFault.self) {
            try PostgresStore.openForWriting(address, command: "send list.csv")
        }
        guard case .notMade = fault else {
            Issue.record("refused as \(String(describing: fault))")
            return
        }
        #expect(try PostgresStore.openForReading(address) == nil)
        let made = try PostgresStore.make(at: address, lease: .seconds(7))
        #expect(made.isNew && made.lease == .seconds(7))
        #expect(try !PostgresStore.make(at: address).isNew)
        #expect(try PostgresStore.make(at: address).lease == .seconds(7))
        try PostgresStore.openForWriting(address, command: "send list.csv").close()
    }
}
