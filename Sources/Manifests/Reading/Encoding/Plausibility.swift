/// How much a text looks like one that somebody wrote, judged by its characters beyond ASCII and their neighbours.
///
/// Letters count by the language that fits all of them best: a wrong encoding makes letters of several languages.
struct Plausibility {
    /// Points for signs and East Asian characters, and against what stands where nobody writes it.
    private(set) var base = 0.0
    /// Points of the language that fits best.
    private(set) var language = 0.0
    /// How many characters are beyond ASCII.
    private(set) var count = 0

    /// Positive for plausible text, the higher the better; negative for text read in a wrong encoding.
    var score: Double { base + language }

    /// A letter in the way its points depend on.
    private struct Kind: Hashable {
        var letter: UInt32
        var script: Script
        /// A capital behind a capital: some encodings have the capitals where others have the small letters.
        var isShouted: Bool
        var isBesideLatin: Bool
    }
    private var letters: [Kind: Int] = [:]

    /// Judges a text as an encoding reads it.
    init(_ scalars: [UInt32], encoding: String) {
        let words = WordFaults(scalars)
        var consonants = 0
        for index in scalars.indices {
            if scalars[index] < 0x80 {
                consonants = 0
                continue
            }
            count += 1
            look(scalars, index, words, encoding, &consonants)
        }
        if letters.isEmpty { return }
        language = AlphabetTable.rows.map { points($0, encoding) }.max() ?? 0
    }

    private mutating func look(
        _ scalars: [UInt32], _ index: Int, _ words: WordFaults, _ encoding: String, _ consonants: inout Int
    ) {
        let scalar = scalars[index]
        if scalar < 0xA0 || scalar == 0xFFFD || (0xE000...0xF8FF).contains(scalar) {
            base -= 10
            return
        }
        let before = index > 0 ? scalars[index - 1] : 0x20
        let after = index + 1 < scalars.count ? scalars[index + 1] : 0x20
        let script = Script(scalar)
        if script == .none {
            base += SignPlace.points(scalar, before, after)
            consonants = 0
            return
        }
        let (left, right) = (Script(before), Script(after))
        if script.isEastAsian {
            base += Self.eastAsian(scalar, script, left, right, encoding)
            return
        }
        if let fault = words.points(index, script) ?? LetterPlace.points(scalar, script, before, after) {
            base += fault
            return
        }
        if script == .cyrillic || script == .greek {
            consonants = LetterPlace.isVowel(scalar) ? 0 : consonants + 1
            if consonants >= 4 { base -= 3 }
        }
        if left == .none, right == .none {
            if script == .latin, !LetterPlace.mayStandAlone(scalar, before, after) { base -= 1 }
            return
        }
        let isShouted = script != .latin && Letter(scalar) == .capital && Letter(before) == .capital
        letters[
            Kind(
                letter: Alphabet.lowercase(scalar), script: script, isShouted: isShouted,
                isBesideLatin: script == .latin && left == .latin), default: 0] += 1
    }

    private static func eastAsian(
        _ scalar: UInt32, _ script: Script, _ left: Script, _ right: Script, _ encoding: String
    ) -> Double {
        if left.isLatin || right.isLatin { return -4 }
        switch script {
        // Each is two bytes, of which two Latin letters would have their points too.
        case .kana: return UsualCharacters.areJapanese(encoding) ? 8 : 6
        case .halfKana: return left == .halfKana || right == .halfKana ? 1.5 : -2
        default: return UsualCharacters.contain(scalar, in: encoding) ? 6 : 0
        }
    }

    private func points(_ alphabet: Alphabet, _ encoding: String) -> Double {
        var total = alphabet.encodings.contains(encoding) ? 2.0 : -6
        for (kind, times) in letters {
            total += Double(times) * Self.points(alphabet, kind)
        }
        return total
    }

    private static func points(_ alphabet: Alphabet, _ kind: Kind) -> Double {
        if alphabet.script != kind.script { return -3 }
        if let points = alphabet.points(kind.letter) { return kind.isShouted ? points - 0.5 : points }
        // Two rare letters side by side are two bytes of something else.
        if alphabet.rare.contains(kind.letter) { return kind.isBesideLatin ? -3 : 1 }
        return -4
    }
}
