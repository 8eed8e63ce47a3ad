/// The part of a file by which its encoding is guessed: lines with characters beyond ASCII, as others tell nothing.
struct EncodingSample {
    /// Enough for every language to show its letters.
    private static let size = 1 << 13
    private static let mostCells = 200

    private(set) var bytes: [UInt8] = []

    /// Takes lines from the one on that holds a place.
    init(_ block: [UInt8], from place: Int) {
        var start = place
        while start > 0, !Self.isLineEnd(block[start - 1]) { start -= 1 }
        while start < block.count, bytes.count < Self.size {
            var end = start
            while end < block.count, !Self.isLineEnd(block[end]) { end += 1 }
            end = min(end + 1, block.count)
            if block[start..<end].contains(where: { $0 >= 0x80 }) {
                bytes += block[start..<min(end, start + Self.size - bytes.count)]
            }
            start = end
        }
    }

    /// The cells with characters beyond ASCII, the one of a place first; the bytes `ends` stand between cells.
    ///
    /// `byPieces`: what is too long for a line comes in pieces, instead of its first piece alone.
    static func cells(
        _ block: [UInt8], from place: Int, ends: Set<UInt8>, byPieces: Bool = false, _ cell: (Int) -> Range<Int>
    ) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var index = place
        while index < block.count, found.count < mostCells {
            if block[index] >= 0x80 {
                let range = cell(index)
                found.append(Array(block[range]))
                index = range.upperBound
                while !byPieces, index < block.count, !ends.contains(block[index]) { index += 1 }
            }
            index += 1
        }
        return found
    }

    /// No encoding but UTF-16 and UTF-32 has these bytes inside a character.
    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
}
