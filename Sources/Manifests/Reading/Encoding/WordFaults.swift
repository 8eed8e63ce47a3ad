/// What is wrong with the words of a text as a whole.
struct WordFaults {
    private struct Faults: OptionSet {
        let rawValue: UInt8
        static let mixesScripts = Faults(rawValue: 1)
        static let lacksASCII = Faults(rawValue: 2)
        static let lacksAccent = Faults(rawValue: 4)
    }

    private var faults: [Faults]

    init(_ scalars: [UInt32]) {
        faults = Array(repeating: [], count: scalars.count)
        var index = 0
        while index < scalars.count {
            var end = index
            while end < scalars.count, Self.isOfWord(scalars[end]) { end += 1 }
            guard end > index else {
                index += 1
                continue
            }
            let found = Self.look(scalars[index..<end])
            if !found.isEmpty { for place in index..<end { faults[place] = found } }
            index = end
        }
    }

    /// The points of a letter for its word; nil where nothing is wrong.
    func points(_ index: Int, _ script: Script) -> Double? {
        if faults[index].contains(.mixesScripts) { return -4 }
        // A word of none but accented letters is one of another script.
        if script == .latin, faults[index].contains(.lacksASCII) { return -2 }
        // Greek words of several syllables have an accent.
        if script == .greek, faults[index].contains(.lacksAccent) { return 2 }
        return nil
    }

    private static func isOfWord(_ scalar: UInt32) -> Bool { Letter(scalar) != .none || Thai.isMark(scalar) }

    private static func look(_ word: ArraySlice<UInt32>) -> Faults {
        if word.allSatisfy({ $0 < 0x80 }) { return [] }
        let scripts = Set(word.map { Script($0) }).subtracting([.none])
        let others = scripts.filter { !$0.isLatin }
        var found: Faults = []
        let hasLatin = others.count < scripts.count
        if hasLatin && !others.isEmpty || others.subtracting([.kana, .halfKana, .ideograph]).count > 1 {
            found.insert(.mixesScripts)
        }
        guard word.count >= 4 else { return found }
        if scripts.contains(.latin), !scripts.contains(.ascii) { found.insert(.lacksASCII) }
        if scripts == [.greek], word.contains(where: { Letter($0) == .small }),
            !word.contains(where: { LetterPlace.greekAccents.contains($0) })
        {
            found.insert(.lacksAccent)
        }
        return found
    }
}
