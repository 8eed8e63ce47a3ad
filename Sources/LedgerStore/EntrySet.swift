/// A set of entry numbers in one bit each.
struct EntrySet {
    private var words: [UInt64] = []

    /// Adds a number; it must not be negative.
    mutating func insert(_ entry: Int64) {
        let word = Int(entry >> 6)
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
        }
        words[word] |= 1 << UInt64(entry & 63)
    }

    /// Whether the number was added.
    func contains(_ entry: Int64) -> Bool {
        let word = Int(entry >> 6)
        return word < words.count && words[word] & (1 << UInt64(entry & 63)) != 0
    }
}
