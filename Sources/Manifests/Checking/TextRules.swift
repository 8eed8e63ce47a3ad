import BatchModel

/// What may stand in a user, a sender and a message.
enum TextRules {
    /// What was found in a user or sender.
    struct Findings: OptionSet, Hashable {
        let rawValue: UInt8
        static let control = Findings(rawValue: 1)
        static let edgeBlank = Findings(rawValue: 2)
        static let invisible = Findings(rawValue: 4)
        /// A blank inside that is not the one of the space bar.
        static let oddBlank = Findings(rawValue: 8)
    }

    /// Looks for control characters, blanks at either end, and invisible characters.
    ///
    /// `isPlain` says that `SuspiciousBytes` found nothing in it.
    static func findings(in text: Span<UInt8>, isPlain: Bool = false) -> Findings {
        if isPlain || SuspiciousBytes.isPlain(name: text),
            text.isEmpty || (text[0] != 0x20 && text[text.count - 1] != 0x20)
        {
            return []
        }
        var findings: Findings = []
        let scalars = String(copying: text).unicodeScalars
        for scalar in scalars {
            if DisplayText.isControl(scalar) {
                findings.insert(.control)
            } else if DisplayText.isInvisible(scalar) {
                findings.insert(.invisible)
            } else if DisplayText.isOddBlank(scalar) {
                findings.insert(.oddBlank)
            }
        }
        if let first = scalars.first, let last = scalars.last, isBlank(first) || isBlank(last) {
            findings.insert(.edgeBlank)
        }
        return findings
    }

    /// A user's or sender's invisible characters by name, and what to do.
    static func invisibleWords(_ text: Span<UInt8>, _ field: ManifestField) -> (String, String) {
        var names: [String] = []
        for scalar in String(copying: text).unicodeScalars where DisplayText.isInvisible(scalar) {
            let name = DisplayText.name(of: scalar)
            if !names.contains(name) { names.append(name) }
        }
        let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and others" : "")
        return (
            "The \(field.name) holds \(shown), which cannot be seen: \(DisplayText.revealed(String(copying: text), limit: 60)).",
            "Remove it unless it belongs there."
        )
    }

    /// A user's blanks that are none of the space bar, by name, and what to do.
    static func oddBlankWords(_ text: Span<UInt8>, _ field: ManifestField) -> (String, String) {
        let blank = String(copying: text).unicodeScalars.first(where: DisplayText.isOddBlank)
        let name = blank.map(DisplayText.name) ?? ""
        let shown = DisplayText.revealed(String(copying: text), limit: 60, blanks: true)
        return (
            "The \(field.name) holds \(name), which looks like a blank: \(shown).",
            "Write a plain blank, unless the name has this one."
        )
    }

    /// Whether nothing but white space and characters that cannot be seen stands in the text.
    static func isBlank(_ text: Span<UInt8>) -> Bool {
        if text.isEmpty { return true }
        if text[0] > 0x20, text[0] < 0x7F { return false }
        return String(copying: text).unicodeScalars.allSatisfy { isBlank($0) || isUnseen($0) }
    }

    /// The first character that is no white space and cannot be seen.
    static func firstUnseen(in text: Span<UInt8>) -> Unicode.Scalar? {
        String(copying: text).unicodeScalars.first { !isBlank($0) && isUnseen($0) }
    }

    /// Whether a character is invisible, or only changes the look of the one before it.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        DisplayText.isInvisible(scalar) || scalar.properties.isVariationSelector
    }

    /// What matters about a message besides its length.
    static func messageFlags(_ text: Span<UInt8>) -> (hasNUL: Bool, hasBraces: Bool) {
        (text.holds(0), text.holds(UInt8(ascii: "{")) && holdsBraces(text))
    }

    private static func holdsBraces(_ text: Span<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "{"), previous == byte { return true }
            previous = byte
        }
        return false
    }

    /// How many characters the text has, counted as Unicode scalars.
    static func scalarCount(_ text: Span<UInt8>) -> Int {
        var count = 0
        for index in text.indices where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
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
