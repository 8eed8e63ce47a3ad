/// A set of 64-bit hashes in six bytes a slot: ten million take 75 MB.
///
/// A hash is known by its place and 48 of its bits. The place is where its 24 or so highest bits point to, or one of the next few, so two
/// hashes are confused only when all of that agrees: among ten million with a chance of about 1 in a million.
struct FingerprintSet {
    /// Where a hash stands.
    struct Place: Hashable {
        var segment: Int
        var slot: Int
        /// Whether it was not in the set before.
        var isNew: Bool
    }

    /// A table that never grows, because a fingerprint does not tell where it would stand in a larger one.
    private struct Segment {
        /// The lower 32 bits of the fingerprints; zero is an empty slot.
        var low: [UInt32]
        var high: [UInt16]
        var room: Int

        init(capacity: Int) {
            low = Array(repeating: 0, count: capacity)
            high = Array(repeating: 0, count: capacity)
            // Above four fifths, runs of taken slots become long.
            room = capacity / 5 * 4
        }

        /// The slot of the hash, or the empty one where it belongs.
        func find(_ hash: UInt64) -> (slot: Int, isThere: Bool) {
            var slot = Int(hash.multipliedFullWidth(by: UInt64(low.count)).high)
            let (wantedLow, wantedHigh) = Self.fingerprint(hash)
            while low[slot] != 0 {
                if low[slot] == wantedLow, high[slot] == wantedHigh { return (slot, true) }
                slot += 1
                if slot == low.count { slot = 0 }
            }
            return (slot, false)
        }

        mutating func put(_ hash: UInt64, in slot: Int) {
            (low[slot], high[slot]) = Self.fingerprint(hash)
            room -= 1
        }

        private static func fingerprint(_ hash: UInt64) -> (low: UInt32, high: UInt16) {
            let low = UInt32(truncatingIfNeeded: hash)
            return (low == 0 ? 1 : low, UInt16(truncatingIfNeeded: hash >> 32))
        }
    }

    private static let smallest = 1 << 10
    private var segments: [Segment]
    /// How many different hashes were inserted.
    private(set) var count = 0

    /// `expected` hashes fit without a second segment.
    init(expecting expected: Int = 0) {
        segments = [Segment(capacity: max(expected / 4 * 5, Self.smallest))]
    }

    /// The slots of a segment.
    func capacity(of segment: Int) -> Int { segments[segment].low.count }

    /// Inserts a hash, or finds it.
    mutating func insert(_ hash: UInt64) -> Place {
        let last = segments.count - 1
        for index in 0..<last {
            let found = segments[index].find(hash)
            if found.isThere { return Place(segment: index, slot: found.slot, isNew: false) }
        }
        let found = segments[last].find(hash)
        if found.isThere { return Place(segment: last, slot: found.slot, isNew: false) }
        count += 1
        guard segments[last].room > 0 else {
            segments.append(Segment(capacity: segments.reduce(0) { $0 + $1.low.count }))
            let slot = segments[last + 1].find(hash).slot
            segments[last + 1].put(hash, in: slot)
            return Place(segment: last + 1, slot: slot, isNew: true)
        }
        segments[last].put(hash, in: found.slot)
        return Place(segment: last, slot: found.slot, isNew: true)
    }
}
