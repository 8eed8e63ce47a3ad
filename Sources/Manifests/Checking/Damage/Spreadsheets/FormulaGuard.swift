/// `="0234"`, which keeps a spreadsheet from reading a number, and is no text to anybody else.
enum FormulaGuard {
    static func damage(_ cell: String) -> Damage? {
        guard cell.hasPrefix("=\""), cell.utf8.count > 3, cell.utf8.last == UInt8(ascii: "\"") else { return nil }
        let inner = cell.dropFirst(2).dropLast()
        guard !inner.contains("\"") else { return nil }
        return Damage(
            kind: .formulaGuard, finding: "is \(cell.prefix(60)), a spreadsheet's guard =\"…\" around the text itself",
            remedy: "Write \(inner.prefix(60)).", spoilsUser: true)
    }
}
