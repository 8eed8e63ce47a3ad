/// Places to fill in, as other services write them: `*|FNAME|*`, `%recipient%`, `[[name]]`, `<<name>>`, `${name}`.
enum MergeTag {
    private static let forms: [(open: [UInt8], close: [UInt8])] = [
        ("*|", "|*"), ("%%", "%%"), ("%", "%"), ("[[", "]]"), ("<<", ">>"), ("${", "}"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
    private static let longest = 60

    static func first(in text: Span<UInt8>) -> Damage? {
        for index in text.indices where isStart(text[index]) {
            for form in forms where text.has(form.open, at: index) {
                guard let end = end(of: form, text, from: index + form.open.count) else { continue }
                return Damage(
                    kind: .foreignMergeTag,
                    finding: "holds \(Excerpt.text(text, index..<end)), which looks like a field of another service",
                    remedy: "Write {{column}} and add --render if it is to be filled in.")
            }
        }
        return nil
    }

    private static func isStart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "$"): true
        default: false
        }
    }

    /// Where the tag ends whose name begins at `start`; nil when it is none.
    private static func end(of form: (open: [UInt8], close: [UInt8]), _ text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count, index - start <= longest {
            if text.has(form.close, at: index) {
                guard index > start, text[index - 1] != 0x20 else { return nil }
                // In an address, %C3%BC is a letter.
                // Where no « is at hand, people quote so: <<bonjour>>.
                if form.open == [UInt8(ascii: "<"), UInt8(ascii: "<")], !isFieldName(text, start..<index) {
                    return nil
                }
                let isEncoded = form.open == [UInt8(ascii: "%")] && isHex(text, start) && isHex(text, index + 1)
                return isEncoded ? nil : index + form.close.count
            }
            guard isNamePart(text[index], isFirst: index == start, form.open) else { return nil }
            index += 1
        }
        return nil
    }

    /// Whether a text names a field: it holds a sign that only such names have, or is a word that they are made of.
    private static func isFieldName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let name = String(copying: text.extracting(range))
        if name.utf8.contains(where: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 &- 0x30 < 10 }) {
            return true
        }
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        return words.count <= 3 && words.contains { fieldWords.contains($0) || $0.hasSuffix("name") }
    }

    private static let fieldWords: Set<String> = [
        "name", "nom", "nombre", "nome", "naam", "navn", "namn", "mail", "address", "adresse", "company", "firma",
        "city",
        "ort", "anrede", "title", "titel", "amount", "date", "datum", "user", "username", "recipient", "link", "url",
        "phone",
        "salutation", "betrag", "montant",
    ]

    private static func isNamePart(_ byte: UInt8, isFirst: Bool, _ open: [UInt8]) -> Bool {
        let isLetter = (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
        if isFirst { return isLetter || byte == UInt8(ascii: "_") }
        if isLetter || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") { return true }
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") { return true }
        // A percent sign has other uses: 50% off and 20% more.
        return byte == 0x20 && open != [UInt8(ascii: "%")]
    }

    private static func isHex(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index + 1 < text.count else { return false }
        return [text[index], text[index + 1]].allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
    }
}

extension Span where Element == UInt8 {
    /// Whether bytes stand at a place.
    func has(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index + bytes.count <= count else { return false }
        for offset in bytes.indices where self[index + offset] != bytes[offset] { return false }
        return true
    }
}
