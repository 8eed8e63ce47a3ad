/// The likeliest encodings of a file, shown by a piece of it that tells them apart.
struct EncodingEvidence {
    /// What most people would try, and should see the result of where something else is right.
    private static let customary = "windows-1252"
    /// How much of the score of the best another one must have to be its rival.
    private static let rivalShare = 0.6

    private(set) var readings: [EncodingGuess.Reading] = []

    /// Takes candidates, the likeliest first, cells of the file, the first offending one first, and pieces of those that are too
    /// long to be shown whole.
    init(_ ranked: [EncodingGuess.Candidate], cells: [[UInt8]], pieces: [[UInt8]]) {
        guard let best = ranked.first, let first = cells.first else { return }
        let rivals = best.encoding == Self.customary ? [] : Self.rivals(of: best, ranked)
        // In a name of two letters the encodings may agree, and differ in a message.
        func piece(from rivals: [EncodingGuess.Candidate]) -> [UInt8]? {
            cells.first { Self.tells(best, from: rivals, by: $0) }
                ?? pieces.first { Self.tells(best, from: rivals, by: $0) }
        }
        let shown = piece(from: rivals) ?? piece(from: Array(rivals.suffix(1))) ?? first
        for next in [best] + rivals + ranked {
            guard let text = EncodingGuess.decodeBeginning(shown, next.encoding),
                !readings.contains(where: { $0.text == text })
            else { continue }
            // A control character is no reading that anybody can judge.
            if !readings.isEmpty, text.unicodeScalars.contains(where: { (0x80...0x9F).contains($0.value) }) { continue }
            // The third must deserve its place; the second shows what the first is better than.
            let isRival = rivals.contains { $0.encoding == next.encoding }
            if readings.count == EncodingGuess.most || (readings.count == 2 && next.score <= 0 && !isRival) { break }
            readings.append(EncodingGuess.Reading(encoding: next.encoding, text: text))
        }
    }

    /// The next best, if it is any good, and the customary one.
    private static func rivals(
        of best: EncodingGuess.Candidate, _ ranked: [EncodingGuess.Candidate]
    ) -> [EncodingGuess.Candidate] {
        let others = ranked.filter { $0.text != best.text }
        let customary = others.first { $0.encoding == Self.customary }
        let next = others.first {
            $0.score > 0 && $0.score >= rivalShare * best.score && $0.text != customary?.text
        }
        return [next, customary].compactMap { $0 }
    }

    private static func tells(
        _ best: EncodingGuess.Candidate, from rivals: [EncodingGuess.Candidate], by cell: [UInt8]
    ) -> Bool {
        guard let text = EncodingGuess.decodeBeginning(cell, best.encoding) else { return false }
        return rivals.allSatisfy { EncodingGuess.decodeBeginning(cell, $0.encoding) != text }
    }
}
