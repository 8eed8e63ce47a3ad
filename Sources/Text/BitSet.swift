/// A set of small numbers, one bit each: ten million take 1.2 MB.
package struct BitSet: Sendable {
    private var words: [UInt64] = []

    /// Holds nothing yet.
    package init() {}

    /// Whether nothing was inserted.
    package var isEmpty: Bool { words.isEmpty }

    /// How many different numbers were inserted.
    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Adds a number; it must not be negative.
    package mutating func insert(_ number: Int) {
        let word = number >> 6
        if word >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
        }
        words[word] |= 1 << UInt64(number & 63)
    }

    /// Whether the number was inserted.
    package func contains(_ number: Int) -> Bool {
        let word = number >> 6
        return word < words.count && words[word] & (1 << UInt64(number & 63)) != 0
    }
}
