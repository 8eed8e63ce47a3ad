/// `&amp;`, `&#39;` and the like: what HTML writes for a character.
enum HTMLEntity {
    private static let names: Set<String> = [
        "AMP", "LT", "GT", "QUOT", "NBSP", "amp", "lt", "gt", "quot", "apos", "nbsp", "iexcl", "cent", "pound",
        "curren", "yen", "sect", "uml", "copy",
        "ordf",
        "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup1", "sup2", "sup3", "acute", "micro", "para",
        "middot",
        "cedil", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest", "times", "divide", "szlig", "AElig", "aelig",
        "OElig", "oelig", "ETH", "eth", "THORN", "thorn", "euro", "ndash", "mdash", "lsquo", "rsquo", "sbquo", "ldquo",
        "rdquo", "bdquo", "lsaquo", "rsaquo", "hellip", "bull", "trade", "larr", "rarr", "uarr", "darr", "hearts",
        "minus",
        "ensp", "emsp", "thinsp", "zwnj", "zwj", "lrm", "rlm", "infin", "asymp", "ne", "le", "ge", "check",
    ]
    private static let accents = ["uml", "acute", "grave", "circ", "tilde", "cedil", "ring", "slash", "caron"]

    static func first(in text: Span<UInt8>) -> Damage? {
        for index in text.indices where text[index] == UInt8(ascii: "&") {
            let end = (index + 1..<min(index + 12, text.count)).first { text[$0] == UInt8(ascii: ";") }
            guard let end, end > index + 1 else { continue }
            let name = String(copying: text.extracting(index + 1..<end))
            guard isEntity(name) else { continue }
            return Damage(
                kind: .htmlEntity, finding: "holds &\(name);, which is how HTML writes a character",
                remedy: "Write the character itself.")
        }
        return nil
    }

    private static func isEntity(_ name: String) -> Bool {
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            return name.count > 2 && UInt32(name.dropFirst(2), radix: 16) != nil
        }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()) != nil }
        if names.contains(name) { return true }
        guard let letter = name.first, letter.isASCII, letter.isLetter else { return false }
        return accents.contains { name.dropFirst() == $0 }
    }
}
