/// Counts how often each 64-bit hash was seen, and keeps what came with its first time, in sixteen bytes a slot.
///
/// A hash is known by its place, where its highest bits point to or soon behind, and by its lower 48 bits. Two different
/// hashes are taken for equal with a chance of about 1 in a million for ten million of them.
struct OccurrenceTable {
    private struct Slot {
        /// The lower 48 bits of a hash above its count; zero is an empty slot.
        var tag: UInt64
        var first: UInt64
    }

    /// A table that never grows, because a slot does not tell where it would stand in a larger one.
    private struct Segment {
        var slots: [Slot]
        var room: Int

        init(capacity: Int) {
            slots = Array(repeating: Slot(tag: 0, first: 0), count: capacity)
            // Above this, runs of taken slots become very long.
            room = capacity / 20 * 17
        }

        /// The slot of the hash, or the empty one where it belongs.
        func find(_ hash: UInt64) -> (slot: Int, isThere: Bool) {
            var slot = Int(hash.multipliedFullWidth(by: UInt64(slots.count)).high)
            while true {
                let found = slots[slot].tag
                if found == 0 { return (slot, false) }
                if (found ^ hash << 16) >> 16 == 0 { return (slot, true) }
                slot += 1
                if slot == slots.count { slot = 0 }
            }
        }
    }

    private static let countMask: UInt64 = 0xFFFF
    private static let smallest = 1 << 10
    private static let roomyCapacity = 1 << 22
    /// Full segments.
    private var earlier: [Segment] = []
    private var current: Segment
    /// How often hashes were seen whose count does not fit into a slot.
    private var overflow: [UInt64: Int] = [:]
    /// How many different hashes were seen.
    private(set) var distinctCount = 0

    /// `expected` different hashes fit without a second segment; memory is spared only where there are millions of them.
    init(expecting expected: Int = 0) {
        let roomy = min(expected * 2, Self.roomyCapacity)
        current = Segment(capacity: max(roomy, expected / 17 * 20, Self.smallest))
    }

    /// Counts a hash; tells how often it was seen, this time included, and what was given with its first time.
    mutating func count(_ hash: UInt64, with given: UInt64 = 0) -> (count: Int, first: UInt64) {
        for index in earlier.indices {
            let place = earlier[index].find(hash)
            if place.isThere { return Self.countAgain(hash, &earlier[index].slots[place.slot], &overflow) }
        }
        var place = current.find(hash)
        if place.isThere { return Self.countAgain(hash, &current.slots[place.slot], &overflow) }
        if current.room == 0 {
            earlier.append(current)
            current = Segment(capacity: earlier.reduce(0) { $0 + $1.slots.count })
            place = current.find(hash)
        }
        distinctCount += 1
        current.slots[place.slot] = Slot(tag: hash << 16 | 1, first: given)
        current.room -= 1
        return (1, given)
    }

    private static func countAgain(
        _ hash: UInt64, _ slot: inout Slot, _ overflow: inout [UInt64: Int]
    ) -> (count: Int, first: UInt64) {
        let seen = slot.tag & countMask
        if seen < countMask {
            slot.tag += 1
            return (Int(seen) + 1, slot.first)
        }
        let total = overflow[hash, default: Int(countMask)] + 1
        overflow[hash] = total
        return (total, slot.first)
    }
}
