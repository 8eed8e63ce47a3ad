/// The text of a JSON manifest as a strict parser reads it: RFC 8259 and nothing more.
struct JSONInput {
    private let source: TextSource?
    /// The block that is being read, and what of it is not used yet.
    private(set) var block: [UInt8] = []
    var index = 0
    private(set) var end = 0
    /// Bytes of the blocks before this one.
    private var earlier = 0
    /// The 1-based line of the next byte.
    private(set) var line = 1
    /// Whether a value must end on the line it begins on.
    var staysInLine = false
    /// Whether a text read since this was last cleared held half a character, such as `\ud800` alone.
    var hasLoneSurrogate = false
    /// Reading beyond this many bytes is refused.
    var byteLimit = Int.max
    /// The text that is kept, as far as it is from earlier blocks; nil when none is.
    private var kept: [UInt8]?
    private var keptStart = 0

    init(_ source: TextSource) { self.source = source }

    /// Reads a text that is at hand.
    init(_ text: [UInt8]) {
        source = nil
        block = text
        end = text.count
    }

    /// Whether the file, as far as it was read, is UTF-8 although it is read in another encoding.
    var looksLikeUTF8: Bool { source?.looksLikeUTF8 ?? false }

    /// How many bytes were used.
    var usedByteCount: Int { earlier + index }

    /// The bytes between here and the limit are too many.
    struct TooLarge: Error {}

    /// The next byte, not used yet; nil at the end of the file.
    mutating func peek() throws -> UInt8? {
        if index < end { return block[index] }
        return try refill() ? block[index] : nil
    }

    private mutating func refill() throws -> Bool {
        if usedByteCount > byteLimit { throw TooLarge() }
        kept?.append(contentsOf: block[keptStart..<index])
        earlier += index
        (index, end, keptStart) = (0, 0, 0)
        guard let range = try source?.read(into: &block) else { return false }
        earlier -= range.lowerBound
        (index, end, keptStart) = (range.lowerBound, range.upperBound, range.lowerBound)
        return true
    }

    /// Keeps the text from here on.
    mutating func beginText() {
        kept = []
        keptStart = index
    }

    /// The text since `beginText`, up to here; empty when it was not called.
    mutating func endText() -> [UInt8] {
        guard let kept else { return [] }
        self.kept = nil
        return kept + block[keptStart..<index]
    }

    /// Uses a byte that was looked at.
    mutating func advance() { index += 1 }

    /// The next byte, not used yet, which must be there.
    mutating func need() throws -> UInt8 {
        guard let byte = try peek() else { throw JSONFault.cut }
        return byte
    }

    /// Skips white space and returns the byte behind it.
    mutating func skipBlanks() throws -> UInt8? {
        while let byte = try peek() {
            switch byte {
            case 10:
                if staysInLine { return byte }
                line += 1
            case 32, 9, 13: break
            default: return byte
            }
            index += 1
        }
        return nil
    }

    /// Skips blanks within a line.
    mutating func skipBlanksInLine() throws -> UInt8? {
        while let byte = try peek(), byte == 32 || byte == 9 || byte == 13 { index += 1 }
        return try peek()
    }

    /// Skips the rest of the line and its end.
    mutating func skipLine() throws {
        while let byte = try peek() {
            index += 1
            if byte == 10 {
                line += 1
                return
            }
        }
    }

    /// Uses the next byte after white space if it is this one.
    mutating func skip(_ byte: UInt8) throws -> Bool {
        guard try skipBlanks() == byte else { return false }
        index += 1
        return true
    }

    /// Uses the next byte after white space, which must be this one.
    mutating func expect(_ byte: UInt8, _ what: String) throws {
        if try skip(byte) { return }
        switch try peek() {
        case nil: throw JSONFault.cut
        case 10 where staysInLine: throw JSONFault.cutLine
        default: throw JSONFault("\(what) is missing.")
        }
    }
}
