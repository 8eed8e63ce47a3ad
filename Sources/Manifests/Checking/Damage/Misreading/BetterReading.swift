/// Another encoding that makes much better text of the same bytes than the one they were read in.
struct BetterReading {
    /// Looking through all encodings is dear; after so many texts only those are tried that were better before.
    private static let mostSearches = 100
    /// What sound text has a character; misread text has less, what is right more.
    private static let rightScore = 2.3
    private var soundScore: Double { isEastAsian ? 3.2 : 2.4 }
    private var isEastAsian: Bool { encoding.map(DoubleByteRank.isRanked) ?? false }

    /// The encoding the text was read in, by the name that candidates have; nil for one that is not among them.
    private let encoding: String?
    private var likely: [String] = []
    private var searches = 0

    /// Too few characters beyond ASCII tell nothing.
    private static let (least, leastOfOthers) = (4, 6)

    init(than encoding: String) { self.encoding = EncodingGuess.candidateName(of: encoding) }

    /// The better reading of a message; of a shorter text only in an encoding that was better before.
    mutating func find(_ scalars: [UInt32], isLong: Bool) -> EncodingGuess.Candidate? {
        guard let encoding, isWorthIt(scalars, isLong) else { return nil }
        guard let bytes = EncodingGuess.bytes(of: scalars, in: encoding) else { return nil }
        let current = EncodingGuess.candidate(encoding, Excerpt.text(scalars), bytes)
        if current.score >= soundScore * Double(max(1, current.count)) { return nil }
        for name in likely {
            if let other = EncodingGuess.candidate(name, bytes), isBetter(other, than: current) { return other }
        }
        guard isLong, searches < Self.mostSearches else { return nil }
        searches += 1
        guard let best = EncodingGuess.ranked(bytes, besides: encoding).first, isBetter(best, than: current) else {
            return nil
        }
        likely.append(best.encoding)
        return best
    }

    private func isWorthIt(_ scalars: [UInt32], _ isLong: Bool) -> Bool {
        let high = scalars.filter { $0 >= 0x80 }
        // Abbreviations of other scripts look like anything.
        let isOther = high.contains { Script($0) != .latin && Script($0) != .none }
        if high.count < (isLong ? isOther ? Self.leastOfOthers : Self.least : 2) { return false }
        if !isLong && likely.isEmpty { return false }
        // The letters of a language, or several, that somebody lists are no text.
        let letters = Set(high.map(Alphabet.lowercase))
        if high.allSatisfy({ Script($0) == .latin }), MisreadLetters.areSample(letters) { return false }
        // Encodings of East Asia have letters of many languages, each in two bytes.
        return !isEastAsian || high.contains { [.ideograph, .hangul, .halfKana].contains(Script($0)) }
    }

    private func isBetter(_ other: EncodingGuess.Candidate, than current: EncodingGuess.Candidate) -> Bool {
        guard other.text != current.text, other.count > 0 else { return false }
        return other.score / Double(other.count) >= Self.rightScore
            && other.score - current.score >= max(8, other.score / 4)
    }
}
