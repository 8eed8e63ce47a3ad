/// Takes a number format apart, as ECMA-376 part 1, 18.8.31 describes it.
struct FormatParser {
    private let signs: [Character]
    private var place = 0
    private var section = FormatSection()
    /// Commas that have not shown yet whether they divide thousands or the number itself.
    private var commas = 0

    /// The sections of a format, at least one.
    static func sections(of format: String) -> [FormatSection] {
        var parser = FormatParser(format)
        return parser.parse()
    }

    private init(_ format: String) { signs = Array(format) }

    private mutating func parse() -> [FormatSection] {
        var sections: [FormatSection] = []
        while place < signs.count {
            if signs[place] == ";" {
                sections.append(finish())
            } else {
                take(signs[place])
            }
            place += 1
        }
        return sections + [finish()]
    }

    private mutating func finish() -> FormatSection {
        section.thousands += commas
        commas = 0
        Self.tellMinutes(&section.tokens)
        defer { section = FormatSection() }
        return section
    }

    private mutating func take(_ sign: Character) {
        if commas > 0, sign != ",", sign != "\"", sign != "\\" {
            if "0#?".contains(sign) { section.isGrouped = true } else { section.thousands += commas }
            commas = 0
        }
        switch sign {
        case "0", "#", "?": section.tokens.append(.digit(sign.asciiValue ?? 0x30))
        case ".": takePoint()
        case ",":
            if commas > 0 { commas += 1 } else if case .digit = section.tokens.last { commas = 1 } else { literal(",") }
        case "%": section.tokens.append(.percent)
        case "\"":
            let end = signs[(place + 1)...].firstIndex(of: "\"") ?? signs.count
            literal(String(signs[(place + 1)..<end]))
            place = end
        case "\\":
            place += 1
            if place < signs.count { literal(String(signs[place])) }
        case "_":
            place += 1
            literal(" ")
        case "*": place += 1
        case "[": takeBracket()
        case "@":
            section.tokens.append(.general)
            section.hasText = true
        case "G", "g": takeWord("General") { $0.tokens.append(.general) }
        case "A", "a": takeHalf()
        case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S": takeDate(sign)
        case "/": takeSlash()
        case "E", "e", "b", "B": section.isUnknown = true
        default: literal(String(sign))
        }
    }

    private mutating func literal(_ text: String) { section.tokens.append(.literal(Array(text.utf8))) }

    /// Behind digits a slash makes a fraction of them.
    private mutating func takeSlash() {
        let isFraction = section.tokens.contains { if case .digit = $0 { true } else { false } }
        if isFraction { section.isUnknown = true } else { literal("/") }
    }

    private mutating func takePoint() {
        guard case .date(0x73, _) = section.tokens.last else { return takeDecimalPoint() }
        let zeros = signs[(place + 1)...].prefix { $0 == "0" }.count
        guard zeros > 0 else { return literal(".") }
        section.tokens.append(.fraction(zeros))
        place += zeros
    }

    private mutating func takeDecimalPoint() {
        if section.isDate { literal(".") } else { section.tokens.append(.point) }
    }

    private mutating func takeWord(_ word: String, _ use: (inout FormatSection) -> Void) {
        let found = String(signs[place...].prefix(word.count))
        guard found.lowercased() == word.lowercased() else { return section.isUnknown = true }
        place += word.count - 1
        use(&section)
    }

    private mutating func takeHalf() {
        for (word, am, pm) in [("AM/PM", "AM", "PM"), ("A/P", "A", "P")] {
            let found = String(signs[place...].prefix(word.count))
            guard found.uppercased() == word else { continue }
            section.tokens.append(.half(am: Array(am.utf8), pm: Array(pm.utf8)))
            place += word.count - 1
            return
        }
        section.isUnknown = true
    }

    private mutating func takeDate(_ sign: Character) {
        let folded = sign.lowercased()
        let count = signs[place...].prefix { $0.lowercased() == folded }.count
        section.tokens.append(.date(folded.utf8.first ?? 0, count))
        place += count - 1
    }

    /// A colour, a condition, a span of time, or a currency and its language.
    private mutating func takeBracket() {
        guard let end = signs[place...].firstIndex(of: "]") else { return section.isUnknown = true }
        let text = String(signs[(place + 1)..<end])
        place = end
        let folded = text.lowercased()
        if let first = folded.first, "hms".contains(first), folded.allSatisfy({ $0 == first }) {
            section.tokens.append(.elapsed(first == "m" ? 0x6E : first.asciiValue ?? 0, folded.count))
        } else if folded.hasPrefix("$") {
            takeCurrency(text.dropFirst())
        } else if let first = text.first, "<>=".contains(first) {
            let sign = text.prefix { "<>=".contains($0) }
            guard let number = Double(text.dropFirst(sign.count)) else { return section.isUnknown = true }
            section.condition = FormatSection.Condition(sign: String(sign), number: number)
        } else if !Self.colours.contains(folded), !folded.hasPrefix("color") {
            section.isUnknown = true
        }
    }

    private static let colours: Set<String> = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"]

    /// `[$€-407]`: a text to show, and the language; `[$-F800]` is the computer's own.
    private mutating func takeCurrency(_ text: Substring) {
        let dash = text.lastIndex(of: "-") ?? text.endIndex
        if dash > text.startIndex { literal(String(text[..<dash])) }
        let tag = text[dash...].dropFirst()
        guard !tag.isEmpty else { return }
        guard let code = UInt32(tag.prefix { $0 != "," }, radix: 16) else {
            return section.isEnglish = tag.hasPrefix("en")
        }
        if code & 0xFFFF >= 0xF000 || code >> 16 & 0xFF > 1 { section.isUnknown = true }
        // The lowest bits name the language, whatever the country.
        section.isEnglish = code & 0x3FF == 9
    }

    /// `m` is a minute behind hours and before seconds, with nothing but signs between.
    private static func tellMinutes(_ tokens: inout [FormatSection.Token]) {
        let places = tokens.indices.filter { index in
            switch tokens[index] {
            case .date, .elapsed: true
            default: false
            }
        }
        for (index, place) in places.enumerated() {
            guard case .date(0x6D, let count) = tokens[place], count < 3 else { continue }
            let before = index > 0 ? sign(tokens[places[index - 1]]) : 0
            let behind = index + 1 < places.count ? sign(tokens[places[index + 1]]) : 0
            if before == 0x68 || behind == 0x73 { tokens[place] = .date(0x6E, count) }
        }
    }

    private static func sign(_ token: FormatSection.Token) -> UInt8 {
        switch token {
        case .date(let sign, _), .elapsed(let sign, _): sign
        default: 0
        }
    }
}
