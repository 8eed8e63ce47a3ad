/// Finds the pieces of a body in chunks (RFC 9112, 7.1). Pure.
struct ChunkReader: Sendable {
    /// What the next bytes belong to.
    enum Stage: Sendable, Hashable {
        /// The line that tells a chunk's size.
        case size
        /// A chunk, of which so many bytes are still to come.
        case data(left: Int64)
        /// The line end behind a chunk, of which so many bytes came.
        case dataEnd(count: Int)
        /// The fields behind the last chunk.
        case trailer
    }

    /// The longest line that tells a size, with its extensions.
    static let longestLine = 4_096

    /// What the next bytes belong to.
    var stage = Stage.size

    /// Reads the line that tells a chunk's size, given without its line end: what of it is no size; nil if it is none.
    ///
    /// Blanks may stand behind a size: old servers fill up with them. Extensions say nothing that matters here.
    mutating func takeSize(_ bytes: [UInt8]) -> Int? {
        let line = bytes.span
        var size: Int64 = 0
        var count = 0
        while count < line.count, let digit = Self.digit(line[count]) {
            guard count < 20, size <= Int64.max >> 4 else { return nil }
            size = size << 4 | digit
            count += 1
        }
        var end = count
        while end < line.count, FieldLine.isBlank(line[end]) { end += 1 }
        guard count > 0, end == line.count || (end == count && line[end] == UInt8(ascii: ";")),
            FieldLine.isText(line.extracting(end...))
        else { return nil }
        stage = size == 0 ? .trailer : .data(left: size)
        return line.count - count
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int64(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int64(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
