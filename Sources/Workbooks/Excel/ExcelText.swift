/// Texts as Excel stores them: characters that XML cannot hold stand as `_x000D_` (ECMA-376 part 1, 22.9.2.19).
enum ExcelText {
    private static let length = 7

    /// Undoes the escapes behind a place.
    static func unescape(_ bytes: inout [UInt8], from start: Int) {
        var place = start
        var output: [UInt8] = []
        var copied = start
        while place + length <= bytes.count {
            guard bytes[place] == UInt8(ascii: "_"), let unit = unit(bytes, place) else {
                place += 1
                continue
            }
            var used = length
            var scalar = Unicode.Scalar(unit)
            if unit >> 10 == 0x36, let low = Self.unit(bytes, place + length), low >> 10 == 0x37 {
                scalar = Unicode.Scalar(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)))
                used += length
            }
            if let scalar {
                output += bytes[copied..<place]
                output += UTF8.encode(scalar).map(Array.init) ?? []
                copied = place + used
            }
            place += used
        }
        guard copied > start else { return }
        output += bytes[copied...]
        bytes.replaceSubrange(start..., with: output)
    }

    /// The number of `_xHHHH_` at a place.
    private static func unit(_ bytes: [UInt8], _ place: Int) -> UInt16? {
        guard place + length <= bytes.count, bytes[place] == UInt8(ascii: "_"), bytes[place + 1] == UInt8(ascii: "x"),
            bytes[place + 6] == UInt8(ascii: "_")
        else { return nil }
        let digits = bytes[place + 2..<place + 6]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
