import BatchModel

/// What may stand in a user, a sender and a message.
enum TextRules {
    /// What was found in a user or sender.
    struct Findings: OptionSet, Hashable {
        let rawValue: UInt8
        static let control = Findings(rawValue: 1)
        static let edgeBlank = Findings(rawValue: 2)
        static let invisible = Findings(rawValue: 4)
    }

    /// Looks for control characters, blanks at either end, and invisible characters.
    static func findings(in text: Span<UInt8>) -> Findings {
        if isPlain(text), text.isEmpty || (text[0] != 0x20 && text[text.count - 1] != 0x20) { return [] }
        var findings: Findings = []
        let scalars = String(copying: text).unicodeScalars
        for scalar in scalars {
            if DisplayText.isControl(scalar) {
                findings.insert(.control)
            } else if isInvisible(scalar) {
                findings.insert(.invisible)
            }
        }
        if let first = scalars.first, let last = scalars.last, isBlank(first) || isBlank(last) {
            findings.insert(.edgeBlank)
        }
        return findings
    }

    /// Whether nothing but white space stands in the text.
    static func isBlank(_ text: Span<UInt8>) -> Bool {
        if text.isEmpty { return true }
        if text[0] > 0x20, text[0] < 0x7F { return false }
        return String(copying: text).unicodeScalars.allSatisfy(isBlank)
    }

    /// What matters about a message besides its length.
    static func messageFlags(_ text: Span<UInt8>) -> (hasNUL: Bool, hasBraces: Bool) {
        var hasNUL = false
        var hasBraces = false
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == 0 { hasNUL = true }
            if byte == UInt8(ascii: "{"), previous == byte { hasBraces = true }
            previous = byte
        }
        return (hasNUL, hasBraces)
    }

    /// How many characters the text has, counted as Unicode scalars.
    static func scalarCount(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private static func isPlain(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] &- 0x20 > 0x5E { return false }
        return true
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    /// Characters that take no place on a screen: format characters, fillers and variation selectors.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.generalCategory == .format { return true }
        switch scalar.value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0: return true
        default: return false
        }
    }
}

extension String {
    /// The text of bytes that are known to be UTF-8.
    init(copying bytes: Span<UInt8>) {
        if let text = try? UTF8Span(validating: bytes) {
            self.init(copying: text)
        } else {
            self.init(decoding: Array(copying: bytes), as: UTF8.self)
        }
    }
}
