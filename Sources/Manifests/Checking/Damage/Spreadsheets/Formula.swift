/// The text of a spreadsheet's formula, where a program has copied that and not what came out of it: `=VLOOKUP(A1;B1)`.
enum Formula {
    private static let signs = Set("+-*/^&:=<>;,)%".utf8)

    static func damage(_ cell: String) -> Damage? {
        let bytes = Array(cell.utf8)
        guard bytes.first == UInt8(ascii: "="), isFormula(bytes.dropFirst()) else { return nil }
        return Damage(
            kind: .formula, finding: "is \(cell.prefix(60)), a spreadsheet's formula and not its result",
            remedy: "Copy the column's values in the spreadsheet (paste special), and save the file again.",
            spoilsUser: true)
    }

    private static func isFormula(_ content: ArraySlice<UInt8>) -> Bool {
        let rest = content.drop { "+-( ".utf8.contains($0) }
        if rest.first == UInt8(ascii: "#") {
            return SpreadsheetError.damage(String(decoding: rest, as: UTF8.self)) != nil
        }
        if rest.first == UInt8(ascii: "\"") { return joins(rest) }
        return isCall(rest) || isReference(withoutSheet(rest))
    }

    /// `"Hello "&A1`
    private static func joins(_ text: ArraySlice<UInt8>) -> Bool {
        guard let end = text.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else { return false }
        return text[(end + 1)...].first { $0 != 0x20 } == UInt8(ascii: "&")
    }

    /// `SUM(A1:A9)`: spreadsheets write the names of functions in capitals.
    private static func isCall(_ text: ArraySlice<UInt8>) -> Bool {
        guard let open = text.firstIndex(of: UInt8(ascii: "(")), text.contains(UInt8(ascii: ")")) else { return false }
        let name = String(decoding: text[..<open], as: UTF8.self)
        return name.count > 1 && name.first?.isUppercase == true
            && name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "." || $0 == "_" }
    }

    /// `A1`, `$B$2&" hello"`
    private static func isReference(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func skipSign() { if rest.first == UInt8(ascii: "$") { rest.removeFirst() } }
        skipSign()
        let letters = rest.prefix { $0 &- 0x41 < 26 }
        rest = rest[letters.endIndex...]
        skipSign()
        let digits = rest.prefix { $0 &- 0x30 < 10 }
        guard (1...3).contains(letters.count), (1...7).contains(digits.count), digits.first != UInt8(ascii: "0") else {
            return false
        }
        return rest[digits.endIndex...].first { $0 != 0x20 }.map(signs.contains) ?? true
    }

    /// The text behind `Sheet1!` and `'My sheet'!`.
    private static func withoutSheet(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let mark = text.firstIndex(of: UInt8(ascii: "!")) else { return text }
        let sheet = text[..<mark]
        let isName = sheet.allSatisfy {
            $0 | 0x20 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_") || $0 >= 0x80
        }
        let isQuoted = sheet.first == UInt8(ascii: "'") && sheet.last == UInt8(ascii: "'")
        return isName || isQuoted ? text[(mark + 1)...] : text
    }
}
