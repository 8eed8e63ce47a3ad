/// Thirty-two bytes of SHA-256.
package struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
    /// The digest's bytes in order, in the memory of four words.
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// A digest of zeros.
    package init() {}

    /// Takes a digest from its bytes; nil unless there are exactly thirty-two.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var parts: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { parts[index / 8] = parts[index / 8] << 8 | UInt64(byte) }
        words = (parts[0].bigEndian, parts[1].bigEndian, parts[2].bigEndian, parts[3].bigEndian)
    }

    /// The digest's thirty-two bytes.
    package var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            let big = UInt64(bigEndian: word)
            return (0..<8).map { UInt8(truncatingIfNeeded: big >> (56 - 8 * UInt64($0))) }
        }
    }

    /// The first sixteen bytes as two big-endian numbers.
    package var prefix: (high: UInt64, low: UInt64) { (UInt64(bigEndian: words.0), UInt64(bigEndian: words.1)) }

    /// Sixty-four lower-case hexadecimal digits.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Whether both digests hold the same bytes.
    package static func == (one: Self, other: Self) -> Bool { one.words == other.words }

    /// Feeds the digest's bytes to a hasher.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
