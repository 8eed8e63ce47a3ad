/// A fast 64-bit hash for finding equal rows within one file. Not stable between versions; never stored.
enum FastHash {
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let second: UInt64 = 0xD6E8_FEB8_6659_FD93

    /// Mixes bytes into a hash.
    static func combine(_ seed: UInt64, _ bytes: Span<UInt8>) -> UInt64 {
        var hash = fold(seed ^ UInt64(truncatingIfNeeded: bytes.count), factor)
        var index = 0
        let raw = unsafe bytes.bytes
        while index + 8 <= bytes.count {
            // Checked against the bounds; any eight bytes are a number.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = fold(hash ^ word, second)
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        return fold(hash ^ rest, factor)
    }

    /// Mixes a number into a hash.
    static func combine(_ seed: UInt64, _ number: UInt64) -> UInt64 { fold(seed ^ number, second) }

    @inline(__always)
    private static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = (one ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
