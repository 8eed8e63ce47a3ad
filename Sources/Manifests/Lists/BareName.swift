import Foundation

/// What a text on a list is as a name alone: without quotes and other signs around it, in the plain form of its characters, and
/// of an address in a link the address.
///
/// People never type these as part of a name; programs and word processors put them there.
enum BareName {
    /// What differs from the text in this way, each once; none for nearly every name.
    static func of(_ text: String) -> [String] {
        if isBare(text) { return [] }
        var names: [String] = []
        func add(_ name: String) {
            if !name.isEmpty, name != text, !names.contains(name) { names.append(name) }
        }
        for form in forms(of: text) {
            add(form)
            add(stripped(form))
            for address in addresses(in: form) { add(address) }
        }
        return names
    }

    /// The text, and what it is in the plain form of its characters.
    static func forms(of text: String) -> [String] {
        var forms = [text]
        let plainText = plain(text)
        if plainText != text { forms.append(plainText) }
        if text.contains("\\") { forms.append(text.replacing("\\", with: "")) }
        if text.contains("%"), let decoded = text.removingPercentEncoding { forms.append(plain(decoded)) }
        return forms
    }

    /// The text without the signs at its ends.
    static func stripped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        // A local part may begin with - and _, and no address ends in one: what ends so is wrapped in them.
        let isAddress = scalars.contains("@")
        let isWrapped =
            isAddress && (scalars.last { isOfName($0) || $0 == "-" }).map { "-_".unicodeScalars.contains($0) } ?? false
        func mayStart(_ scalar: Unicode.Scalar) -> Bool {
            isWrapped ? isOfName(scalar) && scalar != "_" : isOfName(scalar) || scalar == "-"
        }
        func mayEnd(_ scalar: Unicode.Scalar) -> Bool {
            isAddress ? isOfName(scalar) && scalar != "_" : isOfName(scalar) || scalar == "-"
        }
        guard let start = scalars.firstIndex(where: mayStart), let end = scalars.lastIndex(where: mayEnd) else {
            return ""
        }
        return start <= end ? String(scalars[start...end]) : ""
    }

    /// Whether nothing can be taken away from it or replaced; may be false of a bare name all the same.
    private static func isBare(_ text: String) -> Bool {
        let utf8 = text.utf8
        guard let first = utf8.first, let last = utf8.last, isPlainEnd(first), isPlainEnd(last) else { return false }
        if last == UInt8(ascii: "_") || last == UInt8(ascii: "-"), utf8.contains(UInt8(ascii: "@")) { return false }
        return utf8.allSatisfy { $0 < 0x80 && !isInnerSign($0) }
    }

    /// Signs between the parts of a link or an escaped name.
    private static func isInnerSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "%"),
            UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    private static func isPlainEnd(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte | 0x20 &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// Signs at an end that belong to names: letters, their marks, numbers, and `_`.
    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            !scalar.properties.isDefaultIgnorableCodePoint
        default: scalar == "_"
        }
    }

    // MARK: Plain characters

    /// The text in plain characters: full-width signs, ligatures and the like (NFKC), dashes, apostrophes and full stops of
    /// other keyboards.
    static func plain(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            scalars.append(likeness[scalar] ?? (isDash(scalar) ? "-" : scalar))
        }
        return String(scalars)
    }

    /// Whether a name may have another plain form; nearly always false without one.
    static func mayBePlainer(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            guard scalar.value >= 0x80 else { return false }
            if likeness[scalar] != nil || isDash(scalar) { return true }
            // True of capitals as well.
            return scalar.properties.changesWhenNFKCCaseFolded && !scalar.properties.isUppercase
        }
    }

    private static let likeness: [Unicode.Scalar: Unicode.Scalar] = [
        "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "′": "'", "´": "'", "。": ".", "․": ".", "⁄": "/", "∕": "/",
    ]

    private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "−" || scalar.value >= 0x80 && scalar.properties.generalCategory == .dashPunctuation
    }

    // MARK: Addresses

    /// The addresses in a text that is more than one.
    private static func addresses(in text: String) -> [String] {
        let scalars = text.unicodeScalars
        return scalars.indices.filter { scalars[$0] == "@" }.compactMap { sign in
            let local = scalars[..<sign].reversed().prefix { isOfName($0) || "._+-'".unicodeScalars.contains($0) }
            let domain = scalars[scalars.index(after: sign)...].prefix { isOfName($0) || $0 == "." || $0 == "-" }
            guard !local.isEmpty, domain.contains(".") else { return nil }
            var address = String.UnicodeScalarView(local.reversed().drop { $0 == "." || $0 == "'" })
            address.append("@")
            address.append(contentsOf: domain)
            return stripped(String(address))
        }
    }
}
