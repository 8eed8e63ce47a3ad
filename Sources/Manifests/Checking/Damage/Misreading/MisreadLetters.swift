/// Letters that stand where no language puts them, as in "CafŽ ÒopenÓ": text of one 8-bit encoding read as another.
enum MisreadLetters {
    /// The first place where a letter stands so.
    static func first(in scalars: [UInt32]) -> Int? {
        var start = 0
        for index in scalars.indices where scalars[index] >= 0x80 || Letter(scalars[index]) == .none {
            switch Letter(scalars[index]) {
            case .none:
                if isMisplaced(scalars, index) { return index }
                if isOtherScript(scalars[start..<index]) { return start }
                start = index + 1
            case .capital:
                if isMisplacedCapital(scalars, index) { return index }
            case .small, .other: break
            }
        }
        return isOtherScript(scalars[start...]) ? start : nil
    }

    /// A word of accented Latin letters alone: Cyrillic or Greek read as Windows-1252, as in "Ïðèâåò".
    private static func isOtherScript(_ word: ArraySlice<UInt32>) -> Bool {
        guard word.count >= 5, word.allSatisfy({ (0xC0...0xFF).contains($0) }) else { return false }
        let letters = Set(word.map { $0 < 0xDF ? $0 + 0x20 : $0 })
        return letters.count >= 4 && !areSample(letters)
    }

    /// Whether letters are those that people list to see whether those of their own language arrive.
    static func areSample(_ letters: Set<UInt32>) -> Bool { samples.contains { letters.isSubset(of: $0) } }

    private static let samples = ["äöüßåæøéèêëàâîïôùûçÿ", "áéíóúñüãõâêôçà"].map { Set($0.unicodeScalars.map(\.value)) }

    /// An accented capital that ends a word behind a small letter: CafŽ, openÓ. (Irish begins words so: na nÓg.)
    private static func isMisplacedCapital(_ scalars: [UInt32], _ index: Int) -> Bool {
        guard index > 0, Letter(scalars[index - 1]) == .small, isLatin(scalars[index]) else { return false }
        let after = index + 1 < scalars.count ? Letter(scalars[index + 1]) : .none
        if after == .none { return true }
        // Nothing but a wrong encoding puts these inside a word: fŸr, SpŠt, itÕs.
        return after == .small && [0x178, 0x160, 0x17D, 0x152, 0xD5].contains(scalars[index])
    }

    /// A sign between two letters that never stands there: Stra§e, sch‰dlich, f¸r.
    private static func isMisplaced(_ scalars: [UInt32], _ index: Int) -> Bool {
        guard [0xA7, 0xB8, 0x2C6, 0x2030, 0x2021].contains(scalars[index]) else { return false }
        guard index > 0, index + 1 < scalars.count, Letter(scalars[index - 1]) == .small else { return false }
        return Letter(scalars[index + 1]) == .small
    }

    private static func isLatin(_ scalar: UInt32) -> Bool { (0xC0...0x24F).contains(scalar) }
}
