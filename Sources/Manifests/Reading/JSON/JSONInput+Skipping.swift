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

    /// Uses a string without keeping it.
    private mutating func skipString() throws {
        var ignored: [UInt8] = []
        try readString(into: &ignored, keeps: false)
    }
}
