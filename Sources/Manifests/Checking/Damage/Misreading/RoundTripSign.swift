/// What makes bytes of UTF-8 that were read in another encoding more than a chance.
enum RoundTripSign {
    private static let mathematics = Set("πµ∞Ω∑∂∫≥≤≠±∏∆".unicodeScalars.map(\.value))
    /// What may follow a capital letter by right, and quotes and dashes that begin a word with it by mistake.
    private static let punctuation = Set("‘’“”–—…›‹«»²³·\u{A0}®™©°".unicodeScalars.map(\.value))
    private static let opening = Set("“‘”–—".unicodeScalars.map(\.value))

    /// Where a run of such characters begins that is typical; nil when it may be a chance.
    static func place(_ run: [UTF8Round], _ scalars: [UInt32], _ byte: (UInt32) -> UInt8?) -> Int? {
        let usual = run.filter(\.isUsual)
        if usual.count == run.count, isLong(run, scalars) { return run.first?.start }
        return usual.first { isTypical($0, scalars, byte) }?.start
    }

    /// A run of several that are letters of one script, or that have three bytes each.
    private static func isLong(_ run: [UTF8Round], _ scalars: [UInt32]) -> Bool {
        guard let first = run.first, let last = run.last, run.count >= 2 else { return false }
        if run.allSatisfy({ $0.count >= 3 }) { return true }
        let scripts = Set(run.map { Self.group($0.meant) }).subtracting([.none])
        // Signs of mathematics and boxes do not stand before letters by twos.
        if scripts == [.latin], run.allSatisfy({ Letter(scalars[$0.start]) == .none && Script($0.meant) == .latin }) {
            return true
        }
        guard run.count >= 3, scripts.count == 1 else { return false }
        // A word of letters of one script that has such letters may be one.
        let own = Set(scalars[first.start..<last.end].map { Script($0) })
        return own != [.cyrillic] && own != [.latin]
    }

    private static func group(_ scalar: UInt32) -> Script {
        let script = Script(scalar)
        return script.isEastAsian ? .ideograph : script
    }

    private static func isTypical(_ round: UTF8Round, _ scalars: [UInt32], _ byte: (UInt32) -> UInt8?) -> Bool {
        let (lead, second) = (scalars[round.start], scalars[round.start + 1])
        let before = round.start > 0 ? scalars[round.start - 1] : 0x20
        let after = round.end < scalars.count ? scalars[round.end] : 0x20
        switch byte(lead) ?? 0 {
        // Quotes, dashes, the euro sign: as â€™ in Windows-1252.
        case 0xE2: return [0x80, 0x82, 0x84].contains(byte(second))
        case 0xEF: return round.meant == 0xFEFF || round.meant == 0xFFFD
        case 0xF0: return byte(second) == 0x9F && round.meant >= 0x1F300
        case 0xC2: return second == 0x2020 && lead == 0xAC
        case 0xC3, 0xC4, 0xC5, 0xC8:
            if Letter(round.meant) == .none { return false }
            return Letter(lead) == .none
                ? isTypicalSign(lead, second, before, after) : isTypicalLetter(lead, second, before, after)
        default: return false
        }
    }

    /// `√©` and `├®` behind a letter, or before the rest of the word.
    private static func isTypicalSign(_ lead: UInt32, _ second: UInt32, _ before: UInt32, _ after: UInt32) -> Bool {
        let isRoot = lead == 0x221A
        if isRoot, second == 0x2020 { return true }
        let isInside = Letter(before) != .none && Letter(after) != .none
        if mathematics.contains(second), !isInside { return false }
        if Letter(before) != .none, before < 0x80 { return true }
        return (isRoot || lead == 0x2248) && Letter(before) == .none && after < 0x80 && Letter(after) == .small
    }

    /// `Ă©` and `Г©`: a capital behind a small letter, or with a sign behind it inside a word.
    private static func isTypicalLetter(_ lead: UInt32, _ second: UInt32, _ before: UInt32, _ after: UInt32) -> Bool {
        // A letter of another script behind a Latin one, and a sign behind that.
        if !Script(lead).isLatin, Script(before).isLatin, Letter(second) == .none { return true }
        guard Letter(lead) == .capital else { return false }
        if second == 0xA0, Script(lead) == .latin { return Letter(before) == .small }
        if Letter(before) == .small { return true }
        if Letter(second) == .none, !punctuation.contains(second) {
            return Letter(before) != .none || Letter(after) == .small
        }
        return Letter(before) == .none && Letter(after) == .small
            && (Letter(second) == .capital || opening.contains(second))
    }
}
