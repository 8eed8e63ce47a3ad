/// The letters beyond ASCII that a language uses, small ones only, and the encodings it is written in.
struct Alphabet {
    let name: String
    let script: Script
    let usual: Set<UInt32>
    let rare: Set<UInt32>
    /// The points of the usual letters: of a script without ASCII letters the more frequent have more.
    private let points: [UInt32: Double]
    let encodings: [String]

    init(_ name: String, _ script: Script, _ usual: String, _ rare: String, _ encodings: [String]) {
        (self.name, self.script, self.encodings) = (name, script, encodings)
        let letters = usual.unicodeScalars.map(\.value)
        self.usual = Set(letters)
        self.rare = Set(rare.unicodeScalars.map(\.value))
        let isRanked = script == .cyrillic || script == .greek
        // Of letters that the table does not rank any mixture has as many points.
        let flat = script == .latin ? 3 : 2.6
        points = Dictionary(letters.enumerated().map { ($1, isRanked ? 3.2 - 0.07 * Double($0) : flat) }) { first, _ in
            first
        }
    }

    /// What a usual letter is worth; nil for any other.
    func points(_ letter: UInt32) -> Double? { points[letter] }

    /// Whether a language has all of some small letters.
    func covers(_ letters: Set<UInt32>) -> Bool { letters.allSatisfy { usual.contains($0) || rare.contains($0) } }

    /// Whether some Latin language has all of some small letters, as sound text hardly ever lacks.
    static func someLatinCovers(_ letters: Set<UInt32>) -> Bool {
        var left = UInt64.max
        for letter in letters {
            left &= latinOwners[letter] ?? 0
            if left == 0 { return false }
        }
        return true
    }

    /// Whether any language has a letter, in either case.
    static func someHas(_ letter: UInt32) -> Bool { all.contains(lowercase(letter)) }

    private static let all = AlphabetTable.rows.reduce(into: Set<UInt32>()) { $0.formUnion($1.usual.union($1.rare)) }

    /// The languages of each letter, a bit each.
    private static let latinOwners: [UInt32: UInt64] = {
        var owners: [UInt32: UInt64] = [:]
        for (place, row) in AlphabetTable.rows.enumerated() where row.script == .latin {
            for letter in row.usual.union(row.rare) { owners[letter, default: 0] |= 1 << UInt64(place) }
        }
        return owners
    }()

    /// The small letter of a letter; the dotted capital of Turkish counts as its undotted one, which is beyond ASCII too.
    static func lowercase(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar + 0x20 : scalar }
        switch scalar {
        // Most letters are of these, and asking Unicode is dear.
        case 0xC0...0xDE where scalar != 0xD7: return scalar + 0x20
        case 0xDF...0xFF, 0x430...0x44F: return scalar
        case 0x410...0x42F: return scalar + 0x20
        case 0x130: return 0x131
        default: break
        }
        return Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
    }
}
