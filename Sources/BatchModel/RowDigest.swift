/// What the report's column `row_digest` says: a row's identity, its place among equal rows included.
///
/// `r1:`, the thirty-two digits of the key, and eight digits of the ordinal, all lower-case hexadecimal.
package struct RowDigest: Sendable, Hashable {
    /// The digest of what makes the row.
    package var key: MessageKey
    /// Which of the equal rows of its manifest it is, counted from 1.
    package var ordinal: UInt32

    private static let prefix = Array("r1:".utf8)

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
        let bytes = text.utf8.span
        guard bytes.count == 43 else { return nil }
        for (place, expected) in Self.prefix.enumerated() where bytes[place] != expected { return nil }
        guard let high = Self.number(bytes, 3..<19), let low = Self.number(bytes, 19..<35),
            let ordinal = Self.number(bytes, 35..<43)
        else { return nil }
        self.init(key: MessageKey(high: high, low: low), ordinal: UInt32(ordinal))
    }

    private static func number(_ bytes: borrowing Span<UInt8>, _ places: Range<Int>) -> UInt64? {
        var number: UInt64 = 0
        for place in places {
            switch bytes[place] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(bytes[place] - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                number = number << 4 | UInt64(bytes[place] - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
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
