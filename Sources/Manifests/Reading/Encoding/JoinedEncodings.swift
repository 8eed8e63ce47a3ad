import BatchModel
import Text

/// A file of lines in UTF-8 and of lines in another encoding, as joining two exports makes one: no single encoding reads it.
struct JoinedEncodings {
    /// Longer lines are none of a table.
    private static let longestLine = 1 << 20
    private static let blockSize = 1 << 18
    /// Enough lines of the other encoding to tell which it is.
    private static let sampleSize = 1 << 13

    /// Lines of one of the two encodings, by their numbers as editors count them.
    private struct Lines {
        var first = 0
        var last = 0
        var count = 0

        mutating func add(_ number: Int) {
            if count == 0 { first = number }
            last = number
            count += 1
        }
    }

    private var unicode = Lines()
    private var others = Lines()
    private var sample: [UInt8] = []

    /// Looks through the file; nil where it is of one piece, but for a single line that may be a slip.
    init?(_ file: ManifestFile) {
        guard read(file) else { return nil }
        let isSlip = others.count == 1 && unicode.count > 1 || unicode.count == 1 && isInTurns
        if unicode.count == 0 || others.count == 0 || isSlip { return nil }
    }

    private var isInTurns: Bool { unicode.first < others.last && others.first < unicode.last }

    /// What the file is, and what to do about it.
    var advice: String {
        let best = sample.contains(0) ? nil : EncodingGuess.ranked(sample, besides: "utf-8").first
        let other = best?.encoding ?? (sample.contains(0) ? "UTF-16" : "another encoding")
        let what =
            if isInTurns {
                "lines in UTF-8 and lines in \(other) (the first of them line \(Numbers.grouped(others.first)))"
            } else if unicode.first < others.first {
                "UTF-8, and from line \(Numbers.grouped(others.first)) on \(other)"
            } else {
                "\(other), and from line \(Numbers.grouped(unicode.first)) on UTF-8"
            }
        return
            "The file holds two encodings, \(what), which no \(option: .encoding) reads: save both parts as UTF-8, and join them again."
    }

    // MARK: Lines

    private mutating func read(_ file: ManifestFile) -> Bool {
        var block = [UInt8](repeating: 0, count: Self.blockSize)
        var line: [UInt8] = []
        var (number, offset, endedAtReturn) = (1, Int64(0), false)
        while let count = try? file.read(into: &block, from: 0, at: offset), count > 0 {
            offset += Int64(count)
            var start = 0
            for index in 0..<count where block[index] == 10 || block[index] == 13 {
                let isSecondHalf = block[index] == 10 && endedAtReturn && index == start && line.isEmpty
                endedAtReturn = block[index] == 13
                if !isSecondHalf {
                    line += block[start..<index]
                    take(line, number)
                    number += 1
                    line.removeAll(keepingCapacity: true)
                }
                start = index + 1
            }
            if start < count { endedAtReturn = false }
            line += block[start..<count]
            if line.count > Self.longestLine { return false }
        }
        take(line, number)
        return true
    }

    private mutating func take(_ line: [UInt8], _ number: Int) {
        if IdentityText.isASCII(line.span) { return }
        guard (try? UTF8Span(validating: line.span)) != nil else {
            others.add(number)
            if sample.count < Self.sampleSize { sample += line + [10] }
            return
        }
        var scalars: [UInt32] = []
        scalars.append(decoding: line.span)
        // Bytes of another encoding that are UTF-8 by chance become letters that nobody writes.
        if scalars.allSatisfy({ $0 < 0x80 || UTF8Round.isUsual($0) }) { unicode.add(number) }
    }
}
