import Testing

@testable import LedgerStore

@Suite("Compact sets")
struct SetTests {
    @Test("A set of recipients has what was inserted, and nothing beside it")
    func recipients() {
        var set = RecipientSet()
        #expect(set.isEmpty)
        for digest in [7, UInt64.max, 3, 7, 0, 3] { set.insert(digest) }
        set.seal()
        #expect(!set.isEmpty)
        for digest in [0, 3, 7, UInt64.max] { #expect(set.contains(digest)) }
        for digest in [1, 2, 4, 6, 8, UInt64.max - 1] { #expect(!set.contains(digest)) }
    }

    @Test("A set of entries has what was inserted, and nothing beside it")
    func entries() {
        var set = EntrySet()
        let inserted: Set<Int64> = [0, 1, 63, 64, 65, 1_000, 99_999]
        for entry in inserted.sorted(by: >) { set.insert(entry) }
        for entry in Int64(0)..<1_100 { #expect(set.contains(entry) == inserted.contains(entry), "\(entry)") }
        #expect(set.contains(99_999))
        #expect(!set.contains(100_000_000))
    }
}
