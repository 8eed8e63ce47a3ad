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

    /// The first word that is UTF-8 read in one of the usual encodings, in the one that mends it best.
    static func first(in scalars: [UInt32]) -> RoundTrip? {
        var best: (trip: RoundTrip, left: Int)?
        func take(_ place: Int, _ encoding: String, _ name: String, _ byte: (UInt32) -> UInt8?) {
            let (word, meant, left) = mended(scalars, at: place, byte)
            let trip = RoundTrip(shown: word, meant: left == 0 ? meant : nil, encoding: encoding, name: name)
            if left < best?.left ?? .max { best = (trip, left) }
        }
        if let place = MisreadUTF8.first(in: scalars) { take(place, "windows-1252", "Windows-1252", Windows1252.byte) }
        let possible = possibleEncodings(scalars)
        if possible == 0 { return best?.trip }
        for encoding in UTF8Misreader.encodings.indices where possible & 1 << UInt8(encoding) != 0 {
            let byte = { UTF8Misreader.byte($0, encoding) }
            if let place = typicalPlace(scalars, byte) {
                take(place, UTF8Misreader.encodings[encoding], UTF8Misreader.names[encoding], byte)
            }
        }
        return best?.trip
    }

    /// The encodings in which a first byte of UTF-8 is followed by a further one, a bit each.
    private static func possibleEncodings(_ scalars: [UInt32]) -> UInt8 {
        var (possible, before): (UInt8, UInt8) = (0, 0)
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

    /// The word around a place as it was before, and how many of its characters that leaves unexplained.
    private static func mended(
        _ scalars: [UInt32], at place: Int, _ byte: (UInt32) -> UInt8?
    ) -> (word: String, meant: String, left: Int) {
        let word = Array(scalars[Excerpt.range(scalars, at: place)])
        var (meant, left, index): ([UInt32], Int, Int) = ([], 0, 0)
        while index < word.count {
            if word[index] >= 0x80, let round = UTF8Round(word, index, byte), round.isUsual {
                meant.append(round.meant)
                index = round.end
                continue
            }
            // Quotes around a word may be right.
            if word[index] >= 0x80, index > 0, index + 1 < word.count { left += 1 }
            meant.append(word[index])
            index += 1
        }
        return (Excerpt.text(word), Excerpt.text(meant), left)
    }
}
