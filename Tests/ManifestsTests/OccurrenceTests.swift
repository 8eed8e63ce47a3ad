import TestSupport
import Testing
import Text

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
            #expect(table.count(hash).count == model[hash])
        }
    }

    @Test("More of one than a slot can count are counted on")
    func many() {
        var table = OccurrenceTable()
        for count in 1...70_000 where table.count(42).count != count { Issue.record("\(count)") }
        #expect(table.count(0).count == 1)
        #expect(table.count(0).count == 2)
    }

    @Test("A table knows what it has, through several segments")
    func segments() {
        var table = OccurrenceTable()
        var random = SeededGenerator(seed: 3)
        let hashes = (0..<20_000).map { _ in random.next() }
        for hash in hashes { #expect(table.count(hash).count == 1) }
        for hash in hashes { #expect(table.count(hash).count == 2) }
        #expect(table.distinctCount == hashes.count)
    }

    @Test("What came with a hash's first time is told every time")
    func first() {
        var table = OccurrenceTable()
        #expect(table.count(7, with: 1) == (1, 1))
        #expect(table.count(7, with: 2) == (2, 1))
    }

    @Test("Recipients and rows are counted as two dictionaries count them", arguments: [0, 100_000])
    func rows(expecting: Int) {
        var repeats = RepeatCount(expecting: expecting)
        var (recipients, contents): ([UInt64: Int], [UInt64: Int]) = ([:], [:])
        var random = SeededGenerator(seed: 5)
        for _ in 0..<60_000 {
            let recipient = UInt64.random(in: 0..<20_000, using: &random) &* 0x9E37_79B9_7F4A_7C15
            let content = recipient ^ UInt64.random(in: 1...3, using: &random)
            recipients[recipient, default: 0] += 1
            contents[content, default: 0] += 1
            let seen = repeats.count(recipient: recipient, content: content)
            #expect(seen.ofRecipient == recipients[recipient])
            #expect(seen.ofContent == contents[content])
        }
        #expect(repeats.distinctRecipients == recipients.count)
    }
}
