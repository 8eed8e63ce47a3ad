import Text

/// A letter to nobody: `Dear None,`, `Hi nan!`, `Dear ,` - what a merge makes of a name that is not there.
enum MissingName {
    /// How letters begin, with a name behind or without one.
    private static let greetings: Set<String> = [
        "hi", "hello", "hey", "hallo", "moin", "servus", "bonjour", "salut", "hola", "ciao", "olá", "hej", "ahoj",
        "cześć",
        "welcome", "willkommen",
    ]
    /// How letters begin in which a name must follow.
    private static let addresses: Set<String> = [
        "dear", "liebe", "lieber", "cher", "chère", "querido", "querida", "estimado", "estimada", "caro", "cara",
        "gentile",
        "beste", "geachte", "kære", "kjære", "kära",
    ]
    /// What stands between that and the name.
    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "mr.", "mrs.", "ms.", "dr", "dr.", "herr", "frau", "m.", "mme",
    ]
    private static let nothing: Set<String> = [
        "None", "nan", "NaN", "NAN", "null", "NULL", "Null", "undefined", "(null)", "N/A", "n/a", "nil",
    ]
    private static let longest = 60

    private static let nothingBytes = nothing.map { Array($0.utf8) }
    private static let titleBytes = ["Mr ", "Mrs ", "Ms ", "Mr. ", "Mrs. ", "Ms. ", "Herr ", "Frau "].map {
        Array($0.utf8)
    }

    /// Whether a message may begin so, by the word behind its first blank; every message is asked.
    static func mayBe(_ text: Span<UInt8>) -> Bool {
        let end = min(text.count, 12)
        var index = 2
        while index < end, text[index] != 0x20 { index += 1 }
        guard index < end, index + 1 < text.count else { return false }
        index += 1
        switch text[index] {
        case UInt8(ascii: ","): return true
        case UInt8(ascii: "M"), UInt8(ascii: "H"), UInt8(ascii: "F"):
            // Few names go on as these titles do.
            guard index + 1 < text.count, text[index + 1] == 0x72 || text[index + 1] == 0x73 || text[index + 1] == 0x65,
                let title = titleBytes.first(where: { text.has($0, at: index) })
            else { return false }
            return mayBeNothing(text, index + title.count)
        default: return mayBeNothing(text, index)
        }
    }

    private static func mayBeNothing(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index + 2 < text.count else { return false }
        switch text[index] {
        case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "("):
            // The third letter is n or l, but for N/A, undefined and (null): most names are told apart by it.
            let third = text[index + 2] | 0x20
            guard third == 0x6E || third == 0x6C || third == 0x61 || third == 0x64 || third == 0x75 else {
                return false
            }
            return nothingBytes.contains { text.has($0, at: index) }
        default: return false
        }
    }

    static func damage(inSalutationOf text: Span<UInt8>) -> Damage? {
        guard mayBe(text) else { return nil }
        let line = String(copying: text.extracting(..<min(text.count, 2 * longest)))
            .prefix { !$0.isNewline }
        let words = line.prefix { !",!:;".contains($0) }.split(separator: " ")
        guard line.utf8.count <= longest || line.contains(where: { ",!:;".contains($0) }),
            let first = words.first?.lowercased(), addresses.contains(first) || greetings.contains(first)
        else { return nil }
        let names = words.dropFirst().drop { titles.contains($0.lowercased()) }
        if names.isEmpty {
            let isBare = addresses.contains(first) && line.dropFirst(words[0].count).hasPrefix(" ,")
            return isBare ? damage("has nobody's name in “\(words[0]) ,”") : nil
        }
        guard names.count <= 2, names.allSatisfy({ nothing.contains(String($0)) }) else { return nil }
        return damage(
            "begins with “\(words.joined(separator: " "))”: \(names.first ?? "") is what programs write where they have no value"
        )
    }

    /// Whether a place in a text is that of the name in a salutation.
    static func isSalutation(_ text: Span<UInt8>, _ index: Int) -> Bool {
        guard index <= 20 else { return false }
        let first = String(copying: text.extracting(..<index)).split(separator: " ").first?.lowercased() ?? ""
        return addresses.contains(first) || greetings.contains(first)
    }

    private static func damage(_ finding: String) -> Damage {
        Damage(
            kind: .missingValue, finding: finding,
            remedy: "Fill in the name, or leave it empty and give a default: {{name|...}}.")
    }
}
