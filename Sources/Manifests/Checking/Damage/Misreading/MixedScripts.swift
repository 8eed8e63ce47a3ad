/// Letters of two scripts inside one word: "Dzieс" is Polish read as Windows-1251.
enum MixedScripts {
    /// Endings that Russian puts behind a foreign word have a vowel: "emailы".
    private static let cyrillicConsonants = Set("бвгджзйклмнпрстфхцчшщъьэ".unicodeScalars.map(\.value))
    /// Greek letters that stand in formulas.
    private static let symbols = Set("αβγδεθλμπρστφχψωηκ".unicodeScalars.map(\.value))

    /// The first letter of another script that stands between small Latin ones, or ends their word.
    static func first(in scalars: [UInt32]) -> Int? {
        for index in scalars.indices where scalars[index] >= 0x370 && scalars[index] < 0x530 {
            guard index > 1, isSmallLatin(scalars[index - 1]), Letter(scalars[index]) != .none else { continue }
            let after = index + 1 < scalars.count ? scalars[index + 1] : 0x20
            let isCyrillic = Script(scalars[index]) == .cyrillic
            if isSmallLatin(after), isCyrillic || !symbols.contains(Alphabet.lowercase(scalars[index])) { return index }
            if isCyrillic, cyrillicConsonants.contains(scalars[index]), Letter(after) == .none,
                isSmallLatin(scalars[index - 2])
            {
                return index
            }
        }
        return nil
    }

    private static func isSmallLatin(_ scalar: UInt32) -> Bool { Letter(scalar) == .small && Script(scalar).isLatin }
}
