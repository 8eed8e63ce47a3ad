import LedgerStore
import Testing

@Suite("A set of recipients")
struct RecipientSetTests {
    @Test("has what was inserted, and nothing beside it")
    func recipients() {
        var set = RecipientSet()
        #expect(set.isEmpty)
        for digest in [7, UInt64.max, 3, 7, 0, 3] { set.insert(digest) }
        set.seal()
        #expect(!set.isEmpty)
        for digest in [0, 3, 7, UInt64.max] { #expect(set.contains(digest)) }
        for digest in [1, 2, 4, 6, 8, UInt64.max - 1] { #expect(!set.contains(digest)) }
    }
}
