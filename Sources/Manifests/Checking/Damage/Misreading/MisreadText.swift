import BatchModel
import Text

/// Looks for text that was read in a wrong encoding before it got here, or is now.
struct MisreadText {
    /// The name of the encoding the user gave; nil for UTF-8.
    private let encoding: String?
    /// Its name among the encodings that are compared.
    private let known: String?
    /// Compares the encoding given with others; without one, the encoding that text is usually misread as.
    private var better: BetterReading
    /// What reads the words of this file that stood out.
    private var likely: String?

    init(encoding: String?) {
        self.encoding = encoding
        known = encoding.flatMap(EncodingGuess.candidateName)
        better = encoding.map { BetterReading(than: $0) } ?? BetterReading(than: "windows-1252")
    }

    /// The first sign of it in a text.
    mutating func find(in scalars: [UInt32], _ place: DamagePlace) -> Damage? {
        let isLong = place == .message || place == .value
        if encoding != nil, let other = better.find(scalars, isLong: isLong) {
            return damage(readsBetter: other.encoding, scalars)
        }
        if let trip = roundTrip(in: scalars) { return trip }
        if let trip = CodePageTrip.first(in: scalars), known == nil || known == trip.reader.encoding {
            return damage(trip, scalars)
        }
        if place != .user, place != .sender, let sign = C1Sign.damage(in: scalars) {
            return damage(
                "holds \(sign.finding)", encoding == nil ? sign.remedy : "Try \(option: .encoding) windows-1252.")
        }
        if let found = MisreadAlphabet.first(in: scalars) { return damage(found, scalars) }
        if let place = MisreadLetters.first(in: scalars) { return damage(wordAt: place, scalars) }
        if let place = MixedScripts.first(in: scalars) { return damage(mixedWordAt: place, scalars) }
        if encoding == nil, isLong, ForeignRun.isIn(scalars), let other = better.find(scalars, isLong: true) {
            return damage(readsBetter: other.encoding, scalars)
        }
        return nil
    }

    /// UTF-8 that was read in another encoding.
    func roundTrip(in scalars: [UInt32]) -> Damage? {
        guard let trip = RoundTrip.first(in: scalars) ?? DoubleByteTrip.first(in: scalars), isPossible(trip) else {
            return nil
        }
        return damage(trip)
    }

    /// Whether bytes read in the encoding given can be so; in another they are, but for old damage, there by chance.
    private func isPossible(_ trip: RoundTrip) -> Bool {
        known == nil || known == trip.encoding
    }

    private func damage(_ finding: String, _ remedy: String) -> Damage {
        Damage(kind: .misreadEncoding, finding: finding, remedy: remedy)
    }

    private func damage(_ trip: RoundTrip) -> Damage {
        if !trip.isSure, encoding == nil {
            return damage(
                "holds “\(trip.shown)”, which looks like text read in a wrong encoding",
                "Take the text from its source again, and save it as UTF-8.")
        }
        // What is not mended as a whole was read in an encoding of its own.
        let reader = encoding ?? (trip.meant == nil ? "another encoding" : trip.name)
        let what = trip.meant.map { "is “\($0)” in UTF-8 read as" } ?? "looks like UTF-8 read as"
        return damage(
            "holds “\(trip.shown)”, which \(what) \(reader)",
            encoding == nil
                ? "Import the text as UTF-8 where it was read wrongly, and save it again."
                : "If all of the file is UTF-8, leave \(option: .encoding) out; else save its other parts as UTF-8 too."
        )
    }

    private func damage(_ trip: CodePageTrip, _ scalars: [UInt32]) -> Damage {
        let range = Excerpt.range(scalars, at: trip.place)
        let (shown, meant) = (Excerpt.text(scalars[range]), Excerpt.text(trip.meant[range]))
        return encoding == nil
            ? damage(
                "holds “\(shown)”, which is “\(meant)” in \(trip.source.name) read as \(trip.reader.name)",
                "Import the text as \(trip.source.name) where it was read wrongly, and save it again.")
            : damage(shown: shown, meant: meant, in: trip.source.encoding, isGiven: true)
    }

    private func damage(_ found: MisreadAlphabet, _ scalars: [UInt32]) -> Damage {
        let range = Excerpt.range(scalars, at: found.place)
        return damage(
            shown: Excerpt.text(scalars[range]), meant: Excerpt.text(found.meant[range]), in: found.encoding,
            isGiven: known == "windows-1252")
    }

    /// Shows the first word that the better encoding changes.
    private func damage(readsBetter other: String, _ scalars: [UInt32]) -> Damage {
        let current = encoding == nil ? "windows-1252" : known ?? ""
        var index = 0
        while index < scalars.count {
            guard scalars[index] >= 0x80 else {
                index += 1
                continue
            }
            let range = Excerpt.range(scalars, at: index)
            let word = Array(scalars[range])
            if let bytes = EncodingGuess.bytes(of: word, in: current), let meant = EncodingGuess.decode(bytes, other),
                meant != Excerpt.text(word)
            {
                return damage(shown: Excerpt.text(word), meant: meant, in: other, isGiven: encoding != nil)
            }
            index = range.upperBound
        }
        let word = scalars.firstIndex { $0 >= 0x80 }.map { Excerpt.word(scalars, at: $0) } ?? ""
        return damage(
            "holds “\(word)”, which looks like text read in a wrong encoding", "Try \(option: .encoding) \(other).")
    }

    private func damage(shown: String, meant: String, in other: String, isGiven: Bool) -> Damage {
        isGiven
            ? damage(
                "holds “\(shown)”, which looks like text read in a wrong encoding",
                "Try \(option: .encoding) \(other), which reads “\(meant)”.")
            : damage(
                "holds “\(shown)”, which is “\(meant)” in \(other) read as Windows-1252",
                "Import the text as \(other) where it was read wrongly, and save it again.")
    }

    private func damage(mixedWordAt place: Int, _ scalars: [UInt32]) -> Damage {
        damage(
            "holds “\(Excerpt.word(scalars, at: place))”, a word with letters of two scripts, as text read in a wrong "
                + "encoding has",
            encoding == nil
                ? "Write the word anew, or take the text from its source again." : "Name another \(option: .encoding).")
    }

    private mutating func damage(wordAt place: Int, _ scalars: [UInt32]) -> Damage {
        let range = Excerpt.range(scalars, at: place)
        return damage(
            "holds “\(Excerpt.text(scalars[range]))”, which looks like text read in a wrong encoding",
            remedy(for: Array(scalars[range]), in: scalars))
    }

    private mutating func remedy(for word: [UInt32], in scalars: [UInt32]) -> String {
        guard let encoding else { return "Take the text from its source again, and save it as UTF-8." }
        let name = known ?? encoding
        guard let bytes = EncodingGuess.bytes(of: word, in: name) else { return "Name another \(option: .encoding)." }
        let current = EncodingGuess.candidate(name, Excerpt.text(word), bytes).score
        // The whole text tells more than the word; what fitted the last word is tried first, as looking is dear.
        if likely.flatMap({ EncodingGuess.candidate($0, bytes) }).map({ $0.score <= max(0, current) }) ?? true {
            let whole = EncodingGuess.bytes(of: scalars, in: name) ?? bytes
            likely = EncodingGuess.ranked(whole, besides: encoding).first?.encoding
        }
        guard let likely, let other = EncodingGuess.candidate(likely, bytes), other.score > max(0, current) else {
            return "Name another \(option: .encoding)."
        }
        return "Try \(option: .encoding) \(likely), which reads “\(other.text)”."
    }
}
