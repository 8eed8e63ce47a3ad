/// Recognises UTF-7, which writes letters beyond ASCII as `+APw-`.
enum ShiftedText {
    /// Whether the pluses of a text begin letters in UTF-7, all of them: those of telephone numbers do not.
    static func isIn(_ text: [UInt8]) -> Bool {
        var found = 0
        var index = 0
        while let plus = text[index...].firstIndex(of: UInt8(ascii: "+")) {
            let digits = text[(plus + 1)...].prefix { digit($0) != nil }
            index = digits.endIndex
            if digits.isEmpty {
                // A plus itself is +-.
                guard index < text.count, text[index] == UInt8(ascii: "-") else { return false }
                continue
            }
            // The sample may end within one.
            if index == text.count { break }
            guard areLetters(digits) else { return false }
            found += 1
        }
        return found > 0
    }

    /// Whether digits of base 64 are characters beyond ASCII in UTF-16, and nothing is left over.
    private static func areLetters(_ digits: ArraySlice<UInt8>) -> Bool {
        var units: [UInt16] = []
        var (bits, count) = (UInt32(0), 0)
        for byte in digits {
            bits = bits << 6 | UInt32(digit(byte) ?? 0)
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        guard bits == 0, count < 6, !units.isEmpty else { return false }
        let scalars = String(decoding: units, as: UTF16.self).unicodeScalars
        return scalars.contains { !$0.isASCII } && scalars.allSatisfy { $0.isASCII || UTF8Round.isUsual($0.value) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x47
        case 0x30...0x39: byte + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
