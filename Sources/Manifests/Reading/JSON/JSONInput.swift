/// The text of a JSON manifest as a strict parser reads it: RFC 8259 and nothing more.
struct JSONInput {
    private let source: TextSource?
    private var block: [UInt8] = []
    private var index = 0
    private var end = 0
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

    private mutating func need() throws -> UInt8 {
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

    // MARK: Values

    /// Appends a string's content; the next byte must be its opening quote.
    mutating func readString(into output: inout [UInt8], keeps: Bool = true) throws {
        let first = try need()
        if first == 10, staysInLine { throw JSONFault.cutLine }
        guard first == UInt8(ascii: "\"") else { throw JSONFault("A text in quotes is missing.") }
        index += 1
        while true {
            let plain = block.span.extracting(index..<end).plainCount
            if plain > 0, keeps { output.append(copying: block.span.extracting(index..<index + plain)) }
            index += plain
            switch try need() {
            case UInt8(ascii: "\""):
                index += 1
                return
            case UInt8(ascii: "\\"):
                index += 1
                try readEscape(into: &output)
                if !keeps { output.removeAll(keepingCapacity: true) }
            case 0..<0x20:
                throw JSONFault(
                    "A text holds a line break or another control character as it is.",
                    "Write it as \\n, \\t or \\u00XX.")
            default: continue
            }
        }
    }

    private mutating func readEscape(into output: inout [UInt8]) throws {
        let byte = try need()
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(8)
        case UInt8(ascii: "f"): output.append(12)
        case UInt8(ascii: "n"): output.append(10)
        case UInt8(ascii: "r"): output.append(13)
        case UInt8(ascii: "t"): output.append(9)
        case UInt8(ascii: "u"): try readScalar(into: &output)
        default:
            // It may be the end of the line, behind which the next row stands.
            index -= 1
            throw JSONFault("A text holds an unknown escape (\\).", "Write a backslash as \\\\.")
        }
    }

    /// A half of a pair that stands alone becomes U+FFFD, and is remembered.
    private mutating func readScalar(into output: inout [UInt8]) throws {
        var value = try readHex()
        while value & 0xFC00 == 0xD800, try need() == UInt8(ascii: "\\") {
            index += 1
            guard try need() == UInt8(ascii: "u") else {
                append(value, to: &output)
                return try readEscape(into: &output)
            }
            index += 1
            let low = try readHex()
            if low & 0xFC00 == 0xDC00 {
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
                break
            }
            append(value, to: &output)
            value = low
        }
        append(value, to: &output)
    }

    private mutating func append(_ value: UInt32, to output: inout [UInt8]) {
        let scalar = Unicode.Scalar(value)
        if scalar == nil { hasLoneSurrogate = true }
        output += UTF8.encode(scalar ?? "\u{FFFD}").map(Array.init) ?? []
    }

    private mutating func readHex() throws -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try need()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: throw JSONFault("\\u is not followed by four hexadecimal digits.")
            }
            index += 1
        }
        return value
    }

    /// Appends a number, `true`, `false` or `null` as the file writes it.
    mutating func readPlainValue(into output: inout [UInt8]) throws {
        let start = output.count
        while let byte = try peek(), Self.isPlain(byte) {
            output.append(byte)
            index += 1
            if output.count - start > 1_000 { break }
        }
        let word = output[start...]
        if word.elementsEqual("null".utf8) || word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) {
            return
        }
        guard JSONNumber.isValid(word) else {
            if try peek() == nil { throw JSONFault.cut }
            throw JSONFault("A value is neither a text in quotes nor a number, true, false or null.")
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension Span where Element == UInt8 {
    /// How many bytes stand before the first quote, backslash or control character.
    fileprivate var plainCount: Int {
        for index in indices {
            let byte = self[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
        }
        return count
    }
}
