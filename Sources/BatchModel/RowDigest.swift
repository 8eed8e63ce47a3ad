/// What the report's column `row_digest` says: a row's identity, its place among equal rows included.
///
/// `r1:`, the thirty-two digits of the key, and eight digits of the ordinal, all lower-case hexadecimal.
package struct RowDigest: Sendable, Hashable {
    /// The digest of what makes the row.
    package var key: MessageKey
    /// Which of the equal rows of its manifest it is, counted from 1.
    package var ordinal: UInt32

    private static let prefix = Array("r1:".utf8)
    private static let digits = Array("0123456789abcdef".utf8)

    /// Puts a digest together.
    package init(key: MessageKey, ordinal: UInt32) {
        self.key = key
        self.ordinal = ordinal
    }

    /// The same for an ordinal as the check counts it; nil where no manifest can have so many rows.
    package init?(key: MessageKey, ordinal: Int) {
        guard let ordinal = UInt32(exactly: ordinal) else { return nil }
        self.init(key: key, ordinal: ordinal)
    }

    /// Reads what `text` writes; nil for anything else.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 43, bytes.starts(with: Self.prefix), bytes.dropFirst(3).allSatisfy(Self.digits.contains),
            let key = MessageKey(text: String(decoding: bytes[3..<35], as: UTF8.self)),
            let ordinal = UInt32(String(decoding: bytes[35...], as: UTF8.self), radix: 16)
        else { return nil }
        self.init(key: key, ordinal: ordinal)
    }

    /// `r1:` and forty digits.
    package var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(43)
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text as ASCII.
    package func append(to bytes: inout [UInt8]) {
        bytes += Self.prefix
        Self.append(key.high, digits: 16, to: &bytes)
        Self.append(key.low, digits: 16, to: &bytes)
        Self.append(UInt64(ordinal), digits: 8, to: &bytes)
    }

    private static func append(_ number: UInt64, digits count: Int, to bytes: inout [UInt8]) {
        for place in (0..<count).reversed() {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(place * 4)) & 0xF
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
