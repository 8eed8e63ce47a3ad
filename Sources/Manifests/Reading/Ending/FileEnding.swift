/// Where the text of a file ends, and what stands behind it: the zero bytes that a power cut leaves, an old editor's Ctrl-Z.
struct FileEnding: Sendable, Hashable {
    private static let chunkSize = 1 << 16
    /// More zero bytes than this are left to the reader, who will not take them for a row.
    private static let limit: Int64 = 1 << 24

    /// Where the text ends, in bytes from the beginning of the file.
    var contentEnd = Int64.max
    /// How many zero bytes stand behind the text.
    var zeroByteCount: Int64 = 0
    /// Whether a Ctrl-Z ends the text, which shows that it is whole.
    var hasEndMark = false

    /// Looks at the end of a file in an encoding.
    static func find(in file: ManifestFile, encoding: String) throws(ManifestFault) -> FileEnding {
        let unit = unitSize(of: encoding)
        let size = unit == 1 ? try endOfZeros(in: file) : file.status.byteCount
        // What ends a character of several bytes is text.
        let start = (try paddingStart(in: file, before: size) + unit - 1) / unit * unit
        guard start < size else { return FileEnding() }
        var first = [UInt8](repeating: 0, count: Int(unit))
        let count = try file.read(into: &first, from: 0, at: start)
        var ending = FileEnding(contentEnd: start)
        ending.hasEndMark = first.prefix(count).contains(0x1A)
        ending.zeroByteCount = ending.hasEndMark ? 0 : size - start
        return ending
    }

    /// The end of the file, without a line end that an editor has put behind zero bytes.
    private static func endOfZeros(in file: ManifestFile) throws(ManifestFault) -> Int64 {
        let size = file.status.byteCount
        var tail = [UInt8](repeating: 0, count: Int(min(size, 8)))
        let count = try file.read(into: &tail, from: 0, at: size - Int64(tail.count))
        let text = tail.prefix(count)
        let ends = text.reversed().prefix { $0 == 10 || $0 == 13 }.count
        // A single one may be a slip in the last row.
        let zeros = text.dropLast(ends).reversed().prefix { $0 == 0 }.count
        return zeros > 3 ? size - Int64(ends) : size
    }

    /// Where the zero bytes and Ctrl-Zs begin that a file ends in, up to a line end behind them.
    private static func paddingStart(in file: ManifestFile, before size: Int64) throws(ManifestFault) -> Int64 {
        var end = size
        var chunk = [UInt8](repeating: 0, count: chunkSize)
        while end > 0, size - end < limit {
            let start = max(0, end - Int64(chunkSize))
            let count = min(try file.read(into: &chunk, from: 0, at: start), Int(end - start))
            if let last = chunk[..<count].lastIndex(where: { $0 != 0 && $0 != 0x1A }) {
                return start + Int64(last) + 1
            }
            end = start
        }
        return end == 0 ? 0 : size
    }

    private static func unitSize(of encoding: String) -> Int64 {
        if encoding.hasPrefix("UTF-16") || encoding.hasPrefix("UTF16") || encoding.hasPrefix("UCS-2") { return 2 }
        return encoding.hasPrefix("UTF-32") || encoding.hasPrefix("UTF32") || encoding.hasPrefix("UCS-4") ? 4 : 1
    }
}
