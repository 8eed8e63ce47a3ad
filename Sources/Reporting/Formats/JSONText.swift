import BatchModel

/// Writes values as JSON (RFC 8259) at the end of a text.
///
/// Text keeps its value; characters that a terminal could act on are written as `\u` escapes.
package enum JSONText {
    private static let hexadecimal = Array("0123456789abcdef".unicodeScalars)

    /// Adds a string, or `null`.
    package static func add(_ text: String?, to line: inout String) {
        guard let text else {
            line += "null"
            return
        }
        line += "\""
        if text.utf8.allSatisfy(isPlain) { line += text } else { addEscaped(text, to: &line) }
        line += "\""
    }

    /// Adds a number, or `null`.
    package static func add(_ number: Int?, to line: inout String) { line += number.map(String.init) ?? "null" }

    /// Adds an instant as a string, or `null`.
    static func add(instant milliseconds: Int64?, to line: inout String) {
        add(milliseconds.map(Timestamp.iso8601), to: &line)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func addEscaped(_ text: String, to line: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            default: addShown(scalar, to: &line)
            }
        }
    }

    /// Adds a character that needs no escape by the rules of JSON, escaped where a terminal could act on it.
    package static func addShown(_ scalar: Unicode.Scalar, to line: inout String) {
        guard DisplayText.isHarmful(scalar) else { return line.unicodeScalars.append(scalar) }
        for unit in String(scalar).utf16 { addUnit(unit, to: &line) }
    }

    private static func addUnit(_ unit: UInt16, to line: inout String) {
        line += "\\u"
        for shift in [12, 8, 4, 0] as [UInt16] { line.unicodeScalars.append(hexadecimal[Int(unit >> shift & 0xF)]) }
    }
}
