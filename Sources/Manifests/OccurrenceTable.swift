/// Counts how often each 64-bit hash was seen, in nine bytes a slot: ten million hashes take 150 MB.
///
/// Two different rows share a hash with a chance of about 3 in a million for ten million rows; they would then be
/// reported as repeated, and the later one would be known by an ordinal that depends on the earlier.
struct OccurrenceTable {
    private var slots: [UInt64]
    private var counts: [UInt8]
    private var overflow: [UInt64: Int] = [:]
    /// How many different hashes were seen.
    private(set) var distinctCount = 0

    /// `expected` hashes fit without growing.
    init(expecting expected: Int = 0) {
        var capacity = 1 << 10
        while capacity * 3 / 4 < expected { capacity *= 2 }
        slots = Array(repeating: 0, count: capacity)
        counts = Array(repeating: 0, count: capacity)
    }

    /// Counts a hash and returns how often it was seen, this time included.
    mutating func count(_ hash: UInt64) -> Int {
        if distinctCount >= slots.count / 4 * 3 { grow() }
        let slot = place(of: hash)
        if counts[slot] == 0 {
            slots[slot] = hash
            counts[slot] = 1
            distinctCount += 1
            return 1
        }
        if counts[slot] < .max {
            counts[slot] += 1
            if counts[slot] < .max { return Int(counts[slot]) }
        }
        let total = overflow[hash, default: Int(UInt8.max) - 1] + 1
        overflow[hash] = total
        return total
    }

    private func place(of hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash >> 7) & mask
        while counts[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let oldSlots = slots
        let oldCounts = counts
        slots = Array(repeating: 0, count: oldSlots.count * 2)
        counts = Array(repeating: 0, count: oldCounts.count * 2)
        for old in oldSlots.indices where oldCounts[old] != 0 {
            let slot = place(of: oldSlots[old])
            slots[slot] = oldSlots[old]
            counts[slot] = oldCounts[old]
        }
    }
}
