/// Using values that nobody wants to have, as strictly as the others.
extension JSONInput {
    private static let depthLimit = 512

    /// Reads the key of a member and the colon behind it.
    mutating func readKey() throws -> String {
        var key: [UInt8] = []
        if try skipBlanks() == UInt8(ascii: "}") {
            throw JSONFault("A comma stands behind the last key of an object.", "Remove the comma.")
        }
        try readString(into: &key)
        try expect(UInt8(ascii: ":"), "The colon behind a key")
        return String(decoding: key, as: UTF8.self)
    }

    /// Uses a whole value of any kind.
    mutating func skipValue(depth: Int = 0) throws {
        if depth > Self.depthLimit { throw JSONFault("Values are nested more than \(Self.depthLimit) deep.") }
        var ignored: [UInt8] = []
        switch try skipBlanks() {
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "{"):
            advance()
            if try skip(UInt8(ascii: "}")) { return }
            repeat {
                _ = try skipBlanks()
                try skipString()
                try expect(UInt8(ascii: ":"), "The colon behind a key")
                try skipValue(depth: depth + 1)
            } while try skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"), "A comma or a closing brace")
        case UInt8(ascii: "["):
            advance()
            try skipElements(depth: depth)
        default: try readPlainValue(into: &ignored)
        }
    }

    /// Uses the rest of an array whose bracket is open.
    mutating func skipElements(depth: Int = 0) throws {
        if try skip(UInt8(ascii: "]")) { return }
        repeat { try skipValue(depth: depth + 1) } while try skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"), "A comma or a closing bracket")
    }

    /// Uses a few characters up to an array or an object; whether they are what a script has before it.
    mutating func isScript() throws -> Bool {
        var last: UInt8 = 0
        for _ in 0..<200 {
            guard let byte = try peek(), byte != UInt8(ascii: "["), byte != UInt8(ascii: "{") else { break }
            if byte > 0x20 { last = byte }
            advance()
        }
        let next = try peek()
        // `name = [`, `name([`, and the )]}' that keeps a page from running it.
        return (next == UInt8(ascii: "[") || next == UInt8(ascii: "{"))
            && [UInt8(ascii: "="), UInt8(ascii: "("), UInt8(ascii: "'")].contains(last)
    }

    /// The words for nothing, true and false of languages that print something like JSON.
    private static let foreignWords = ["None", "True", "False", "NaN", "Infinity", "undefined", "nil", "NULL"]

    /// What to say of a value that is none, of which so much could be read.
    mutating func plainFault(_ word: ArraySlice<UInt8>) throws -> JSONFault {
        guard let next = try peek() else { return .cut }
        let name = String(decoding: word, as: UTF8.self)
        if Self.foreignWords.contains(name) {
            return JSONFault("The value \(name) is no JSON.", "Write null, true or false; Python does with json.dump.")
        }
        let other = JSONFault("A value is neither a text in quotes nor a number, true, false or null.")
        return word.isEmpty ? quoteFault(next, other) : other
    }

    /// What to say where a text does not begin with its quote: other programs and word processors write other ones.
    func quoteFault(_ first: UInt8, _ missing: JSONFault) -> JSONFault {
        switch first {
        case UInt8(ascii: "'"):
            JSONFault(
                "A text stands in single quotes.", "Write double quotes, as in \"user\"; Python does with json.dump.")
        // The curly ones begin so.
        case 0xE2:
            JSONFault("A text stands in curly quotes, as word processors set them.", "Write plain ones: \"user\".")
        case UInt8(ascii: "/"): JSONFault("A comment stands in the JSON, which has none.", "Remove the comments.")
        case _ where first | 0x20 &- 0x61 < 26:
            JSONFault("A key or a text stands without quotes.", "Write it in double quotes, as in \"user\".")
        default: missing
        }
    }

    /// Uses a string without keeping it.
    private mutating func skipString() throws {
        var ignored: [UInt8] = []
        try readString(into: &ignored, keeps: false)
    }
}
