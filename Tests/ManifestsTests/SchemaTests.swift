import Foundation
import Manifests
import Testing

@Suite("The published JSON Schema says what the program does")
struct SchemaTests {
    static let rows = [
        #"{"user":"ann","sender":"bob","message":"hi"}"#,
        #"{"user":"ann b","sender":"bob","message":" hi\nthere ","id":7,"age":7,"vip":true,"gif_url":null}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"https://media.tenor.com/a-b_c.gif?x=1#y"}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"HTTPS://GIPHY.com"}"#,
        #"{"user":"é","sender":"👩‍👩‍👧","message":"."}"#,
        #"{"sender":"bob","message":"hi"}"#, #"{"user":"","sender":"bob","message":"hi"}"#,
        #"{"user":7,"sender":"bob","message":"hi"}"#, #"{"user":" ann","sender":"bob","message":"hi"}"#,
        #"{"user":"ann","sender":"bob ","message":"hi"}"#, #"{"user":"a\u0001b","sender":"bob","message":"hi"}"#,
        #"{"user":"a\u0085b","sender":"bob","message":"hi"}"#, #"{"user":"ann","sender":"bob","message":" \t"}"#,
        #"{"user":"ann","sender":"bob","message":"a\u0000b"}"#, #"{"user":"ann","sender":"bob","message":["hi"]}"#,
        #"{"user":"ann","sender":"bob","message":"hi","id":true}"#,
        #"{"user":"ann","sender":"bob","message":"hi","x":{}}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"http://tenor.com/x"}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"https://eviltenor.com/x"}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"https://tenor.com@evil.org/"}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"https://tenor.com/a b"}"#,
        #"{"user":"ann","sender":"bob","message":"hi","gif_url":"https://tenor.com/a\"b"}"#, #"["user"]"#,
    ]

    @Test("Schema and reader accept and refuse the same rows", arguments: rows)
    func agreement(row: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../samples/manifest-row.schema.json")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(row.utf8))
        let accepts = try Sample("[\(row)]", name: "m.json").check().isValid
        #expect(try Schema(schema).accepts(value) == accepts)
    }
}

/// A JSON value that keeps booleans apart from numbers.
private enum JSONValue: Decodable {
    case null, boolean, number
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if (try? container.decode(Bool.self)) != nil {
            self = .boolean
        } else if (try? container.decode(Double.self)) != nil {
            self = .number
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    var type: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .text: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// As much of JSON Schema as the published file uses; another keyword is an error.
private struct Schema {
    let rules: [String: Any]

    struct UnknownKeyword: Error { var keyword: String }

    init(_ rules: [String: Any]) { self.rules = rules }

    func accepts(_ value: JSONValue) throws -> Bool {
        for (keyword, rule) in rules where try !holds(keyword, rule, value) { return false }
        return true
    }

    private func holds(_ keyword: String, _ rule: Any, _ value: JSONValue) throws -> Bool {
        let text: String? = if case .text(let text) = value { text } else { nil }
        let object: [String: JSONValue]? = if case .object(let object) = value { object } else { nil }
        switch keyword {
        case "$schema", "title", "description", "additionalProperties": return true
        case "type": return ((rule as? [String]) ?? [rule as? String ?? ""]).contains(value.type)
        case "minLength": return try text.map { $0.unicodeScalars.count >= (try #require(rule as? Int)) } ?? true
        case "maxLength": return try text.map { $0.unicodeScalars.count <= (try #require(rule as? Int)) } ?? true
        case "pattern":
            let pattern = try NSRegularExpression(pattern: #require(rule as? String))
            return text.map { pattern.firstMatch(in: $0, range: NSRange($0.startIndex..., in: $0)) != nil } ?? true
        case "required": return try #require(rule as? [String]).allSatisfy { object?[$0] != nil }
        case "properties":
            let known = try #require(rule as? [String: [String: Any]])
            let others = try #require(rules["additionalProperties"] as? [String: Any])
            for (key, value) in object ?? [:] where try !Schema(known[key] ?? others).accepts(value) { return false }
            return true
        default: throw UnknownKeyword(keyword: keyword)
        }
    }
}
