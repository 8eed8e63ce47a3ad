/// A strict reader of JSON (RFC 8259) that checks every byte and keeps nothing; depth is limited to 64.
///
/// Each method starts at `position`, moves it past what it read, and returns false or nil where the bytes are no JSON.
struct JSONScanner {
    /// The text under the reader, which must be valid UTF-8.
    let bytes: ArraySlice<UInt8>
    /// The next byte to read.
    private(set) var position: Int

    private static let maximumDepth = 64

    /// Starts at the beginning of the bytes.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Whether only white space is left.
    mutating func isAtEnd() -> Bool {
        skipBlanks()
        return position == bytes.endIndex
    }

    /// Reads an object and reports each member's decoded name and the place of its value; the report may refuse.
    mutating func object(
        depth: Int = 0, member report: (String, ArraySlice<UInt8>) -> Bool = { _, _ in true }
    ) -> Bool {
        guard depth < Self.maximumDepth, take("{") else { return false }
        skipBlanks()
        if take("}") { return true }
        while true {
            skipBlanks()
            guard let name = string() else { return false }
            skipBlanks()
            guard take(":") else { return false }
            skipBlanks()
            let start = position
            guard value(depth: depth + 1), report(name, bytes[start..<position]) else { return false }
            skipBlanks()
            if take("}") { return true }
            guard take(",") else { return false }
        }
    }

    /// Reads a string and decodes it; a lone surrogate becomes U+FFFD.
    mutating func string() -> String? {
        guard take("\"") else { return nil }
        var plainStart = position
        var decoded: [UInt8] = []
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                decoded += bytes[plainStart..<position]
                position += 1
                return String(decoding: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"):
                decoded += bytes[plainStart..<position]
                position += 1
                guard let scalar = escape() else { return nil }
                decoded += Array(String(scalar).utf8)
                plainStart = position
            case ..<0x20:
                return nil
            default:
                position += 1
            }
        }
        return nil
    }

    private mutating func value(depth: Int) -> Bool {
        switch peek() {
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): array(depth: depth)
        case UInt8(ascii: "\""): string() != nil
        case UInt8(ascii: "t"): take("true")
        case UInt8(ascii: "f"): take("false")
        case UInt8(ascii: "n"): take("null")
        default: number()
        }
    }

    private mutating func array(depth: Int) -> Bool {
        guard depth < Self.maximumDepth, take("[") else { return false }
        skipBlanks()
        if take("]") { return true }
        while true {
            skipBlanks()
            guard value(depth: depth + 1) else { return false }
            skipBlanks()
            if take("]") { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func number() -> Bool {
        _ = take("-")
        if !take("0") {
            guard digits() else { return false }
        }
        if take("."), !digits() { return false }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = position
        while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
        return position > start
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let byte = peek() else { return nil }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return unicodeEscape()
        default: return nil
        }
    }

    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = fourHexDigits() else { return nil }
        if let scalar = Unicode.Scalar(first) { return scalar }
        let afterFirst = position
        if first < 0xDC00, take("\\u") {
            guard let second = fourHexDigits() else { return nil }
            if (0xDC00...0xDFFF).contains(second) {
                return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + UInt32(second) - 0xDC00)
            }
            position = afterFirst
        }
        return "\u{FFFD}"
    }

    private mutating func fourHexDigits() -> UInt16? {
        guard bytes.endIndex - position >= 4 else { return nil }
        var number: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            number = number << 4 | UInt16(digit)
        }
        position += 4
        return number
    }

    private func peek() -> UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func take(_ text: StaticString) -> Bool {
        let wanted = text.description.utf8
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }
}
