import Testing
import Text

@Suite("A set of bits")
struct BitSetTests {
    @Test("has what was inserted, and nothing beside it")
    func members() {
        var set = BitSet()
        #expect(set.isEmpty && set.count == 0)
        let inserted: Set<Int> = [0, 1, 63, 64, 65, 1_000, 99_999]
        for number in inserted.sorted(by: >) { set.insert(number) }
        set.insert(64)
        for number in 0..<1_100 { #expect(set.contains(number) == inserted.contains(number), "\(number)") }
        #expect(set.contains(99_999))
        #expect(!set.contains(100_000_000))
        #expect(!set.isEmpty && set.count == inserted.count)
    }
}
