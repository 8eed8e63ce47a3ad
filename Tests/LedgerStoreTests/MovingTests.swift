import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("The numbers and names of a ledger that is moved")
struct MovedNumbersTests {
    @Test("Numbers that run side by side are one piece, and others are found as well")
    func entryMap() {
        var map = EntryMap()
        for number in 1...10 as ClosedRange<Int64> { map.add(number, is: number + 100) }
        map.add(11, is: 5)
        for number in 20...22 as ClosedRange<Int64> { map.add(number, is: number + 180) }
        #expect([1, 10, 11, 20, 22].map { map[$0] } == [101, 110, 5, 200, 202])
        #expect([0, 12, 19, 23].map { map[$0] } == [nil, nil, nil, nil])
        #expect(map.ranges(of: 9...21) == [109..<111, 5..<6, 200..<202])
        #expect(map.ranges(of: 12...19).isEmpty)
        #expect(EntryMap().ranges(of: 1...9).isEmpty)
    }

    private static let database = LedgerAddress("postgres://db/grupo")
    private static let file = LedgerAddress("/state/ledger.sqlite")

    private func ledger(_ address: LedgerAddress, sent lists: [String]) throws -> any Ledger {
        let ledger = try MemoryLedgers().openForWriting(address, command: "test")
        for (index, list) in lists.enumerated() {
            _ = try ledger.beginRun(try ledger.campaign(list), settingsJSON: "", at: Int64(index))
        }
        return ledger
    }

    @Test("In a database a list has its name; of two in different folders the one that was sent last")
    func names() throws {
        let lists = ["/a/list.csv", "/b/list.csv", "/b/other.csv", "-"]
        let names = try ListNames(of: try ledger(Self.file, sent: lists), in: Self.database) { _ in nil }
        #expect(lists.map(names.name) == ["/a/list.csv", "list.csv", "other.csv", "-"])
        #expect(names.renamed == ["/a/list.csv"])
        #expect(names.nameless.isEmpty)
    }

    @Test("In a file a list has the path at which it is found, and else its name alone")
    func paths() throws {
        let lists = ["list.csv", "gone.csv", "/a/list.csv", "-"]
        let names = try ListNames(of: try ledger(Self.database, sent: lists), in: Self.file) {
            $0 == "list.csv" ? "/b/list.csv" : nil
        }
        #expect(lists.map(names.name) == ["/b/list.csv", "gone.csv", "/a/list.csv", "-"])
        #expect(names.nameless == ["gone.csv"])
        #expect(names.renamed.isEmpty)
    }

    @Test("Between two of a kind nothing is renamed")
    func same() throws {
        let lists = ["/a/list.csv", "/b/list.csv"]
        let names = try ListNames(of: try ledger(Self.file, sent: lists), in: Self.file) { _ in nil }
        #expect(lists.map(names.name) == lists)
    }
}
