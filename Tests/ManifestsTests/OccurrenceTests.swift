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

    @Test("More of one than a slot can count are counted on")
    func many() {
        var table = OccurrenceTable()
        for count in 1...70_000 where table.count(42) != count { Issue.record("\(count)") }
        #expect(table.count(0) == 1)
        #expect(table.count(0) == 2)
    }

    @Test("A table knows what it has, through several segments")
    func segments() {
        var table = OccurrenceTable()
        var random = SeededGenerator(seed: 3)
        let hashes = (0..<20_000).map { _ in random.next() }
        for hash in hashes { #expect(table.count(hash) == 1) }
        for hash in hashes { #expect(table.count(hash) == 2) }
        #expect(table.distinctCount == hashes.count)
    }
}
