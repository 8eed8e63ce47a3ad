/// Central European, Turkish or Baltic text that was read as Windows-1252: "toplantý baþlýyor".
///
/// Its letters are those of no language then, and in the right encoding of one. Sound text that mixes languages could
/// be so by chance; what is asked for beyond that is what such mixtures lack.
struct MisreadAlphabet {
    /// Where the first changed letter stands.
    var place: Int
    /// The encoding the text was in.
    var encoding: String
    /// The whole text as it was.
    var meant: [UInt32]

    private static let encodings = ["windows-1250", "windows-1254", "windows-1257"]
    private static let tables = encodings.map { SingleByteTable($0) }
    /// The languages, each with ASCII letters that it lacks.
    private static let languages: [String: String] = [
        "Polish": "qxv", "Czech": "qxw", "Slovak": "qxw", "Hungarian": "qxw", "Romanian": "qwky",
        "Croatian and Slovene": "qxwy", "Turkish": "qxw", "Lithuanian": "qxw", "Latvian": "qxwy",
    ]
    private static let hungarian = ["gy", "sz", "cs", "ny"]
    /// Signs of Windows-1252 that are letters in the others.
    private static let signs = Set("ºª¿¡¹¾¼³¶±²µ¢£¥¨¦".unicodeScalars.map(\.value))
    private static let initialSigns = Set("ºª³¹¼".unicodeScalars.map(\.value))

    /// What was misread in a text; nil where nothing shows it.
    static func first(in scalars: [UInt32]) -> MisreadAlphabet? {
        let letters = letters(scalars)
        guard letters.count >= 2, !Alphabet.someLatinCovers(letters) else { return nil }
        var bytes: [UInt8?] = []
        for scalar in scalars {
            let byte = scalar < 0x80 ? nil : Windows1252.byte(scalar)
            if byte == nil, scalar >= 0x80, Letter(scalar) != .none { return nil }
            bytes.append(byte)
        }
        for (encoding, table) in zip(encodings, tables) {
            guard let table else { continue }
            var meant = scalars
            var isReadable = true
            for (place, byte) in bytes.enumerated() {
                guard let byte else { continue }
                guard let scalar = table.scalar(byte) else {
                    isReadable = false
                    break
                }
                meant[place] = scalar
            }
            if isReadable, let place = isMended(scalars, meant, encoding) {
                return MisreadAlphabet(place: place, encoding: encoding, meant: meant)
            }
        }
        return nil
    }

    /// The first changed letter, when the changes make a language of it.
    private static func isMended(_ scalars: [UInt32], _ meant: [UInt32], _ encoding: String) -> Int? {
        let changed = scalars.indices.filter { scalars[$0] != meant[$0] }
        guard let first = changed.first, changed.allSatisfy({ Script(meant[$0]) == .latin }) else { return nil }
        for place in meant.indices.dropFirst()
        where Letter(meant[place]) == .capital && Letter(meant[place - 1]) == .small {
            return nil
        }
        let letters = letters(meant)
        let small = Excerpt.text(scalars).lowercased()
        let kinds = Set(changed.lazy.map { scalars[$0] }.filter { Letter($0) != .capital }).count
        for alphabet in AlphabetTable.rows where alphabet.encodings.contains(encoding) && alphabet.covers(letters) {
            guard let lacks = languages[alphabet.name], !small.contains(where: lacks.contains) else { continue }
            guard changed.allSatisfy({ alphabet.usual.contains(Alphabet.lowercase(meant[$0])) }) else { continue }
            // All these languages but Romanian write k in every sentence, others do in few.
            guard changed.count >= 4 || small.contains("k") else { continue }
            let isEnough =
                switch alphabet.name {
                case "Hungarian": kinds > 2 || kinds == 2 && hungarian.contains(where: small.contains)
                case "Turkish": kinds > 2 || kinds == 2 && changed.count >= 4
                case "Croatian and Slovene": kinds > 2 || kinds == 2 && letters.count >= 4 && changed.count >= 3
                default: kinds > 2
                }
            if isEnough { return first }
        }
        return nil
    }

    /// The small letters beyond ASCII, with signs that stand where letters do.
    private static func letters(_ scalars: [UInt32]) -> Set<UInt32> {
        var found: Set<UInt32> = []
        for index in scalars.indices where scalars[index] >= 0x80 {
            let scalar = scalars[index]
            if signs.contains(scalar) {
                let isBefore = index + 1 < scalars.count && Letter(scalars[index + 1]) == .small
                let isBehind = index > 0 && Letter(scalars[index - 1]) == .small
                if isBefore && (isBehind || initialSigns.contains(scalar)) { found.insert(scalar) }
            } else if Script(scalar) == .latin {
                found.insert(Alphabet.lowercase(scalar))
            }
        }
        return found
    }
}
