/// A name in quotes that a word processor, or a second export, has put around it.
enum QuotedName {
    private static let pairs: [(Character, Character)] = [
        ("“", "”"), ("„", "“"), ("„", "”"), ("”", "”"), ("‘", "’"), ("‚", "‘"), ("‚", "’"), ("’", "’"), ("«", "»"),
        ("»", "«"), ("‹", "›"), ("›", "‹"), ("\"", "\""), ("'", "'"),
    ]

    static func damage(_ cell: String) -> Damage? {
        guard let first = cell.first, let last = cell.last, cell.dropFirst(2).first != nil,
            pairs.contains(where: { $0 == (first, last) })
        else { return nil }
        let name = cell.dropFirst().dropLast()
        return Damage(
            kind: .quotedName, finding: "stands in quotes: \(cell.prefix(60))", remedy: "Write \(name.prefix(60)).")
    }
}
