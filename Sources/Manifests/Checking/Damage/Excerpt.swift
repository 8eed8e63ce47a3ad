/// Short pieces of a text, to show what was found.
enum Excerpt {
    private static let limit = 24

    /// The word around a place, cut to what fits a line.
    static func word(_ scalars: [UInt32], at place: Int) -> String { text(scalars[range(scalars, at: place)]) }

    /// Where the word around a place lies.
    static func range(_ scalars: [UInt32], at place: Int) -> Range<Int> {
        var (start, end) = (place, place + 1)
        while start > 0, place - start < limit, scalars[start - 1] > 0x20 { start -= 1 }
        while end < scalars.count, end - place < limit, scalars[end] > 0x20 { end += 1 }
        return start..<end
    }

    /// Scalars as a text.
    static func text(_ scalars: some Sequence<UInt32>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
        return String(text)
    }

    /// Bytes of a text as they stand there, at most as many as fit a line.
    static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        String(copying: bytes.extracting(range.lowerBound..<min(range.upperBound, range.lowerBound + 40)))
    }
}
