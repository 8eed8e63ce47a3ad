/// UTF-8 that was read in another encoding, by the round trip: back to bytes, and read as UTF-8.
struct RoundTrip {
    /// The word as it stands there.
    var shown: String
    /// What it was before; nil when that cannot be told for the whole word.
    var meant: String?
    /// The encoding it was read in, by the name that candidates have.
    var encoding: String
    /// What sentences call that.
    var name: String
    /// Whether so much of the word is mended that it was UTF-8, if perhaps read in another encoding.
    var isSure = true

    /// The first word that is UTF-8 read in one of the usual encodings, in the one that mends the text best.
    static func first(in scalars: [UInt32]) -> RoundTrip? {
        var found: [(place: Int, encoding: String, name: String, byte: (UInt32) -> UInt8?)] = []
        if let place = MisreadUTF8.first(in: scalars) {
            found.append((place, "windows-1252", Windows1252.name(scalars), Windows1252.byte))
        }
        let possible = possibleEncodings(scalars)
        for encoding in UTF8Misreader.encodings.indices where possible & 1 << encoding != 0 {
            let byte: (UInt32) -> UInt8? = { UTF8Misreader.byte($0, encoding) }
            if let place = typicalPlace(scalars, byte) {
                found.append((place, UTF8Misreader.encodings[encoding], UTF8Misreader.name(encoding), byte))
            }
        }
        guard let best = best(of: found.map { MendedText(scalars, $0.byte) }) else { return nil }
        let (place, encoding, name, byte) = found[best]
        let word = Array(scalars[Excerpt.range(scalars, at: place)])
        let mended = MendedText(word, byte)
        return RoundTrip(
            shown: Excerpt.text(word), meant: mended.left == 0 ? Excerpt.text(mended.scalars) : nil, encoding: encoding,
            name: name, isSure: mended.left == 0 || mended.left * 2 <= mended.count)
    }

    /// The place of the text that leaves least unexplained; of several the one that looks most like text.
    private static func best(of texts: [MendedText]) -> Int? {
        guard let least = texts.map(\.left).min() else { return nil }
        let places = texts.indices.filter { texts[$0].left == least }
        if places.count == 1 { return places.first }
        let scores = places.map { Plausibility(texts[$0].scalars, encoding: "utf-8").score }
        return zip(places, scores).max { $0.1 < $1.1 || $0.1 == $1.1 && $0.0 > $1.0 }?.0
    }

    /// The encodings in which a first byte of UTF-8 is followed by a further one.
    private static func possibleEncodings(_ scalars: [UInt32]) -> UTF8Misreader.Places {
        var (possible, before): (UTF8Misreader.Places, UTF8Misreader.Places) = (0, 0)
        for scalar in scalars {
            if scalar < 0x80 {
                before = 0
                continue
            }
            let roles = UTF8Misreader.roles(scalar)
            possible |= before & roles.further
            before = roles.first
        }
        return possible
    }

    private static func typicalPlace(_ scalars: [UInt32], _ byte: (UInt32) -> UInt8?) -> Int? {
        var index = 0
        while index < scalars.count {
            var run: [UTF8Round] = []
            while index < scalars.count, scalars[index] >= 0x80, let next = UTF8Round(scalars, index, byte) {
                run.append(next)
                index = next.end
            }
            if run.isEmpty { index += 1 }
            if let place = RoundTripSign.place(run, scalars, byte) { return place }
        }
        return nil
    }
}
