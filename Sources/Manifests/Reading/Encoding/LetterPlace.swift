/// Where letters never stand in their words.
enum LetterPlace {
    static let greekAccents = Set("άέήίόύώϊϋΐΰΆΈΉΊΌΎΏ".unicodeScalars.map(\.value))
    private static let vowels = Set("аеёиоуыэюяіїєўαεηιουωάέήίόύώϊϋΐΰ".unicodeScalars.map(\.value))
    private static let hebrewFinals: Set<UInt32> = [0x5DA, 0x5DD, 0x5DF, 0x5E3, 0x5E5]
    /// Words of one letter.
    private static let words = Set("àáâéêèëíóúòåæøöäüùìñ".unicodeScalars.map(\.value))

    /// The points of a letter where it never stands; nil elsewhere.
    static func points(_ scalar: UInt32, _ script: Script, _ before: UInt32, _ after: UInt32) -> Double? {
        let letterCase = Letter(scalar)
        if script == .latin {
            if letterCase == .capital, Letter(before) == .small { return -4 }
            // MÅller: nobody writes two capitals and goes on in small letters.
            if letterCase == .capital, Letter(before) == .capital, Letter(after) == .small { return -3 }
            if isOddPair(scalar, after) { return -1 }
            return letterCase == .small && Letter(before) == .capital && Letter(after) == .capital ? -3 : nil
        }
        let (left, right) = (Script(before), Script(after))
        switch script {
        case .cyrillic, .greek:
            if letterCase == .capital, Letter(before) == .small { return -4 }
            if letterCase == .small, Letter(before) == .capital, Letter(after) == .capital { return -3 }
            // The last sigma of a word has a shape of its own.
            if scalar == 0x3C2, right == script { return -3 }
            return scalar == 0x3C3 && right != script ? -3 : nil
        case .hebrew: return hebrewFinals.contains(scalar) && right == script ? -4 : nil
        case .thai: return Thai.points(scalar, before, after, left, right)
        default: return nil
        }
    }

    /// Whether no language writes one letter before the other: "franáais" and "Äa va" are those of DOS with their ç.
    private static func isOddPair(_ scalar: UInt32, _ after: UInt32) -> Bool {
        switch Alphabet.lowercase(scalar) {
        case 0xE1: [0x61, 0x6F].contains(Alphabet.lowercase(after))
        case 0xE4: Alphabet.lowercase(after) == 0x61
        default: false
        }
    }

    static func isVowel(_ scalar: UInt32) -> Bool { vowels.contains(Alphabet.lowercase(scalar)) }

    /// Whether a Latin letter is a word.
    static func mayStandAlone(_ scalar: UInt32, _ before: UInt32, _ after: UInt32) -> Bool {
        words.contains(scalar) && !isDigit(before) && !isDigit(after)
    }

    private static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }
}

/// The order in which Thai is written.
enum Thai {
    /// Whether a character stands above, below or behind a consonant.
    static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xE31...0xE3A, 0xE45, 0xE47...0xE4E: true
        default: false
        }
    }

    static func points(_ scalar: UInt32, _ before: UInt32, _ after: UInt32, _ left: Script, _ right: Script) -> Double?
    {
        if isMark(scalar) { return left != .thai || isLeadingVowel(before) ? -4 : nil }
        return isLeadingVowel(scalar) && (right != .thai || isMark(after)) ? -4 : nil
    }

    private static func isLeadingVowel(_ scalar: UInt32) -> Bool { (0xE40...0xE44).contains(scalar) }
}
