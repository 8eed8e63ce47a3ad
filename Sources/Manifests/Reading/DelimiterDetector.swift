/// Finds what separates the cells of a file.
enum DelimiterDetector {
    /// The candidates, the likeliest first.
    static let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// The delimiter a first line such as `sep=;` promises to a spreadsheet, and the bytes of that line.
    static func promisedDelimiter(_ text: [UInt8]) -> (delimiter: UInt8, byteCount: Int)? {
        guard text.count >= 5, text[4] < 0x80,
            text[..<4].elementsEqual("sep=".utf8) || text[..<4].elementsEqual("SEP=".utf8)
        else { return nil }
        if text.count == 5 { return (text[4], 5) }
        switch text[5] {
        case 10: return (text[4], 6)
        case 13: return (text[4], text.count > 6 && text[6] == 10 ? 7 : 6)
        default: return nil
        }
    }

    /// The candidate that splits the first lines into the most even columns; a comma when none splits them at all.
    ///
    /// Lines and candidates inside quotes do not count. The header decides between candidates that are equally even,
    /// because messages hold commas and names rarely do.
    static func detect(_ text: [UInt8]) -> UInt8 {
        let lines = countedLines(text)
        guard let header = lines.first else { return candidates[0] }
        var best = (index: 0, even: -1.0, columns: 0)
        for index in candidates.indices where header[index] > 0 {
            let agreeing = lines.count { $0[index] == header[index] }
            let even = Double(agreeing) / Double(lines.count)
            if even > best.even || (even == best.even && header[index] > best.columns) {
                best = (index, even, header[index])
            }
        }
        return candidates[best.index]
    }

    /// How often each candidate stands outside quotes in each of the first 20 lines.
    private static func countedLines(_ text: [UInt8]) -> [[Int]] {
        var lines: [[Int]] = []
        var counts = [Int](repeating: 0, count: candidates.count)
        var isQuoted = false
        var isBlank = true
        for byte in text {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 10 || byte == 13 {
                if !isBlank { lines.append(counts) }
                if lines.count == 20 { return lines }
                counts = [Int](repeating: 0, count: candidates.count)
                isBlank = true
            } else {
                isBlank = false
                if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
            }
        }
        // A line the sample cuts off says nothing unless it is the only one.
        if lines.isEmpty, !isBlank { lines.append(counts) }
        return lines
    }
}
