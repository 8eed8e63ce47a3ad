/// Counts how often each 64-bit hash was seen, in seven bytes a slot: ten million different hashes take 88 MB.
///
/// Two different rows are taken for equal with a chance of about 1 in a million for ten million rows (`FingerprintSet`); they would
/// then be reported as repeated, and the later one would be known by an ordinal that depends on the earlier.
struct OccurrenceTable {
    private var hashes: FingerprintSet
    /// For each segment, how often the hash in each of its slots was seen; 255 and more are in `overflow`.
    private var counts: [[UInt8]] = []
    private var overflow: [UInt64: Int] = [:]

    /// `expected` different hashes fit without a second segment.
    init(expecting expected: Int = 0) { hashes = FingerprintSet(expecting: expected) }

    /// Counts a hash and returns how often it was seen, this time included.
    mutating func count(_ hash: UInt64) -> Int {
        let place = hashes.insert(hash)
        while counts.count <= place.segment {
            counts.append(Array(repeating: 0, count: hashes.capacity(of: counts.count)))
        }
        let seen = counts[place.segment][place.slot]
        if seen < .max { counts[place.segment][place.slot] = seen + 1 }
        if seen < .max - 1 { return Int(seen) + 1 }
        let total = overflow[hash, default: Int(UInt8.max) - 1] + 1
        overflow[hash] = total
        return total
    }
}
