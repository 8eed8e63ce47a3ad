/// A value of JSON whose numbers and words are kept as they are written.
package indirect enum JSONValue: Sendable, Hashable {
    /// A text, a number, `true` or `false`.
    case text(String)
    /// `null`.
    case null
    /// An array.
    case list([JSONValue])
    /// An object; of a key that stands twice the last value.
    case object([String: JSONValue])

    /// The value as a text; nil for any other.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The values of an array; none of any other value.
    package var list: [JSONValue] { if case .list(let values) = self { values } else { [] } }

    /// The value under a key of an object.
    package subscript(_ key: String) -> JSONValue? { if case .object(let members) = self { members[key] } else { nil } }
}

extension JSONInput {
    /// Uses a whole value of any kind and returns it; memory follows its size.
    mutating func readValue(depth: Int = 0) throws -> JSONValue {
        if depth > 32 { throw JSONFault("Values are nested more than 32 deep.") }
        var text: [UInt8] = []
        switch try skipBlanks() {
        case UInt8(ascii: "\""):
            try readString(into: &text)
            return .text(String(decoding: text, as: UTF8.self))
        case UInt8(ascii: "{"):
            advance()
            var members: [String: JSONValue] = [:]
            if try skip(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                let key = try readKey()
                members[key] = try readValue(depth: depth + 1)
            } while try skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"), "A comma or a closing brace")
            return .object(members)
        case UInt8(ascii: "["):
            advance()
            var values: [JSONValue] = []
            if try skip(UInt8(ascii: "]")) { return .list(values) }
            repeat { values.append(try readValue(depth: depth + 1)) } while try skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"), "A comma or a closing bracket")
            return .list(values)
        default:
            try readPlainValue(into: &text)
            let word = String(decoding: text, as: UTF8.self)
            return word == "null" ? .null : .text(word)
        }
    }
}
