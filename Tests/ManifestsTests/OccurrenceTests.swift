import TestSupport
import Testing

@testable import Manifests

@Suite("Repeats are counted exactly, in tables that grow by a segment at a time")
struct OccurrenceTests {
    @Test("The table counts what a dictionary counts", arguments: [0, 1_000, 100_000])
    func counts(expecting: Int) {
        var table = OccurrenceTable(expecting: expecting)
        var model: [UInt64: Int] = [:]
        var random = SeededGenerator(seed: 11)
        for step in 0..<60_000 {
            let hash =
                step % 3 == 0 ? UInt64.random(in: 0..<900, using: &random) &* 0x9E37_79B9_7F4A_7C15 : random.next()
            model[hash, default: 0] += 1
            #expect(table.count(hash) == model[hash])
        }
    }

    @Test("More than 255 of one are counted on")
    func many() {
        var table = OccurrenceTable()
        for count in 1...700 { #expect(table.count(42) == count) }
        #expect(table.count(0) == 1)
        #expect(table.count(0) == 2)
    }

    @Test("A set knows what it has, through several segments")
    func set() {
        var set = FingerprintSet(expecting: 0)
        var random = SeededGenerator(seed: 3)
        let hashes = (0..<20_000).map { _ in random.next() }
        for hash in hashes { #expect(set.insert(hash).isNew) }
        for hash in hashes { #expect(!set.insert(hash).isNew) }
        #expect(set.count == hashes.count)
    }
}
