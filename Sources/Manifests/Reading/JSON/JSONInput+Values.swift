extension JSONInput {
    /// Appends a string's content; the next byte must be its opening quote.
    mutating func readString(into output: inout [UInt8], keeps: Bool = true) throws {
        let first = try need()
        if first == 10, staysInLine { throw JSONFault.cutLine }
        guard first == UInt8(ascii: "\"") else { throw quoteFault(first, JSONFault("A text in quotes is missing.")) }
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
            throw try plainFault(word)
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
