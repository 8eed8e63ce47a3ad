import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite("The pace of a site that comes with a ledger")
struct MovedPaceTests {
    @Test("What all senders share heeds what was sent through the ledger that comes")
    func shared() throws {
        let bench = try Bench()
        try bench.aside.query("INSERT INTO pace (site, day, started_on_day) VALUES ('s', 3, 9), ('t', 3, 9)")
        let source = try MemoryLedgers().openForMoving(LedgerAddress("ledger"), command: "test")
        try source.storePacing(site: "s", ["day": "3", "started_on_day": "12", "closed": "1 4102444800000"])
        try source.storePacing(site: "t", ["day": "2", "started_on_day": "40"])
        let store = try PostgresStore.openForMoving(bench.address, command: "test")
        _ = try LedgerMove.bring(source, into: store, token: "t")
        #expect(try store.pacing(site: "s")["started_on_day"] == "12")
        #expect(try store.pacing(site: "s")["closed"]?.hasSuffix(" 4102444800000") == true)
        #expect(try store.pacing(site: "t")["started_on_day"] == "9")
        #expect(Set(try store.pacedSites()) == ["s", "t"])
    }
}
