import BatchModel

/// How column names are compared.
enum ColumnName {
    /// The name without case, spaces, `_` and `-`: two headers with the same folded name mean the same column.
    static func folded(_ name: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in name.lowercased().unicodeScalars {
            if scalar == "_" || scalar == "-" || scalar.properties.isWhitespace { continue }
            kept.append(scalar)
        }
        return String(kept)
    }

    /// The candidate most like a mistyped name; nil when none is near enough to be what was meant, or the name is one of them.
    static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
        let names = Dictionary(candidates.map { (folded($0), $0) }) { first, _ in first }
        if names[folded(name)] != nil { return nil }
        return Spelling.nearest(to: folded(name), among: names.keys.sorted()).flatMap { names[$0] }
    }
}
