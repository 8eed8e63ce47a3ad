import Text

/// Western text that was written in one code page and read in another, as between DOS and Windows: "Gr³▀e", "K”ln", "GrÅ·e".
///
/// What shows it are signs, and capitals, in the midst of small letters; what proves it is that the other code page makes words
/// of one language of the whole text.
struct CodePageTrip {
    /// Where the first odd character stands.
    var place: Int
    /// The whole text as it was.
    var meant: [UInt32]
    /// The encoding it was in.
    var source: CodePage
    /// The encoding it was read in.
    var reader: CodePage

    /// An encoding by the name that `--encoding` takes and the one that sentences have.
    struct CodePage {
        let encoding: String
        let name: String
        fileprivate let table: SingleByteTable

        fileprivate init?(_ encoding: String, _ name: String) {
            guard let table = SingleByteTable(encoding) else { return nil }
            (self.encoding, self.name, self.table) = (encoding, name, table)
        }
    }

    private static let pages = [
        CodePage("windows-1252", "Windows-1252"), CodePage("cp850", "CP850"), CodePage("cp437", "CP437"),
        CodePage("macintosh", "Mac Roman"),
    ].compactMap(\.self)
    /// What was read in what, the likelier first; Mac text in Windows-1252 is known by letters that stand where none do.
    private static let pairs = [(0, 1), (0, 2), (1, 0), (1, 3), (3, 1), (3, 2)]
    /// Signs that people set between letters: apostrophes, dashes, dots, marks of genders and of abbreviations.
    private static let usualSigns = Set(
        "’‘ʼ´`–—‐‑·•…/:*_\u{AD}\u{A0}\u{200B}\u{200C}\u{200D}\u{202F}×°".unicodeScalars.map(\.value))
    /// Signs of which one word may have one by intent: `a÷b`, `m³h`.
    private static let doubtful = Set("÷³²¹¶§ªº½¼¾‹›¿¡£¢€©®™".unicodeScalars.map(\.value))
    private static let quotes = Set("„“”«»".unicodeScalars.map(\.value))

    static func first(in scalars: [UInt32]) -> CodePageTrip? {
        let odd = oddPlaces(scalars)
        guard let place = odd.first else { return nil }
        let isQuoting = !quotesAreOdd(scalars)
        let sure = odd.filter {
            let scalar = scalars[$0]
            return quotes.contains(scalar) ? !isQuoting : Letter(scalar) != .capital && !doubtful.contains(scalar)
        }
        let kinds = Set(odd.lazy.map { scalars[$0] }.filter { !isQuoting || !quotes.contains($0) })
        guard !sure.isEmpty || kinds.count > 1 else { return nil }
        for (source, reader) in pairs where max(source, reader) < pages.count {
            guard let meant = mended(scalars, pages[source].table, pages[reader].table) else { continue }
            return CodePageTrip(place: place, meant: meant, source: pages[source], reader: pages[reader])
        }
        return nil
    }

    /// The signs and capitals that stand behind a letter and before a small one, alone or in a run of such.
    private static func oddPlaces(_ scalars: [UInt32]) -> [Int] {
        var found: [Int] = []
        var index = 1
        while index < scalars.count {
            guard scalars[index] >= 0x80, isOdd(scalars[index]), isASCIILetter(scalars[index - 1]) else {
                index += 1
                continue
            }
            var end = index + 1
            while end < scalars.count, scalars[end] >= 0x80, isOdd(scalars[end]) { end += 1 }
            if end < scalars.count, isSmall(scalars[end]) { found += index..<end }
            index = end
        }
        return found
    }

    private static func isSmall(_ scalar: UInt32) -> Bool { Letter(scalar) == .small }

    private static func isASCIILetter(_ scalar: UInt32) -> Bool { scalar < 0x80 && Letter(scalar) != .none }

    private static func isOdd(_ scalar: UInt32) -> Bool {
        switch Letter(scalar) {
        case .none: !usualSigns.contains(scalar) && scalar < 0x2600
        case .capital: true
        // A small n above the line.
        case .other: scalar == 0x207F
        case .small: false
        }
    }

    /// Whether quotes stand inside words more often than around them, and none around a piece of a word.
    private static func quotesAreOdd(_ scalars: [UInt32]) -> Bool {
        var (inside, around) = (0, 0)
        var opening: Int?
        for index in scalars.indices where quotes.contains(scalars[index]) {
            let isWithin =
                index > 0 && isASCIILetter(scalars[index - 1]) && index + 1 < scalars.count
                && isSmall(scalars[index + 1])
            if isWithin { inside += 1 } else { around += 1 }
            if let start = opening, !scalars[start..<index].contains(0x20), scalars[index] != scalars[start] {
                return false
            }
            opening = index
        }
        return inside > around
    }

    /// The text in the other code page; nil where that makes no words of it.
    private static func mended(
        _ scalars: [UInt32], _ source: SingleByteTable, _ reader: SingleByteTable
    ) -> [UInt32]? {
        var meant: [UInt32] = []
        for scalar in scalars {
            guard scalar >= 0x80 else {
                meant.append(scalar)
                continue
            }
            guard let byte = reader.byte(scalar) ?? ((0x80...0x9F).contains(scalar) ? UInt8(scalar) : nil),
                let other = source.scalar(byte)
            else { return nil }
            meant.append(other)
        }
        var letters: Set<UInt32> = []
        for index in meant.indices where meant[index] >= 0x80 {
            let scalar = meant[index]
            guard Script(scalar) == .latin else {
                // Punctuation may well have been there, but not within a word.
                let isWithin =
                    index > 0 && isSmall(meant[index - 1]) && index + 1 < meant.count && isSmall(meant[index + 1])
                if isWithin || scalar < 0xA0 || scalar >= 0x2500 { return nil }
                continue
            }
            if Letter(scalar) == .capital, index > 0, isSmall(meant[index - 1]) { return nil }
            letters.insert(Alphabet.lowercase(scalar))
        }
        return !letters.isEmpty && Alphabet.someLatinCovers(letters) ? meant : nil
    }
}
