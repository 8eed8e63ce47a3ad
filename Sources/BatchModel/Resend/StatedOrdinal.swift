/// What a row of a file to be sent again says of its number among equal rows.
///
/// A number holds only for the row it was written for: one that was corrected since is another message, and is counted as
/// rows of any other file are.
package enum StatedOrdinal: Sendable, Hashable {
    /// Nothing is said: the row is counted.
    case unstated
    /// The row's number, from 1, and the digest of the row it was given to; nil for any row.
    case number(Int, of: UInt64?)
    /// An earlier row had the recipient of this digest already, and `--unique-users` was on.
    case secondOfRecipient(UInt64)
    /// What stands there, which is none of this.
    case malformed(String)

    private static let mark = UInt8(ascii: "#")

    /// The number of a row that is known.
    package init(_ digest: RowDigest) { self = .number(Int(digest.ordinal), of: digest.key.high) }

    /// Reads what a cell says.
    package init(_ cell: some Collection<UInt8>) {
        guard !cell.isEmpty else {
            self = .unstated
            return
        }
        let parts = cell.split(separator: Self.mark, maxSplits: 1, omittingEmptySubsequences: false)
        let digest = parts.count == 2 ? Self.digest(parts[1]) : nil
        switch (Self.number(parts[0]), digest) {
        case (let number?, _) where number > 0 && (parts.count == 1 || digest != nil):
            self = .number(number, of: digest)
        case (0, let digest?): self = .secondOfRecipient(digest)
        default: self = .malformed(String(decoding: cell, as: UTF8.self))
        }
    }

    /// What the cell says; nil for nothing.
    package var text: String? {
        switch self {
        case .unstated: nil
        case .malformed(let text): text
        case .number(let number, let digest): digest.map { "\(number)#\(Self.hexadecimal($0))" } ?? "\(number)"
        case .secondOfRecipient(let digest): "0#\(Self.hexadecimal(digest))"
        }
    }

    /// The number a row with this key has; nil when it is to be counted.
    package func number(for key: MessageKey) -> Int? {
        guard case .number(let number, let digest) = self, digest ?? key.high == key.high else { return nil }
        return number
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func digest(_ digits: some Collection<UInt8>) -> UInt64? {
        guard digits.count == 16 else { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func hexadecimal(_ digest: UInt64) -> String {
        let digits = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
