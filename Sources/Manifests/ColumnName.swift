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

    /// The candidate most like a mistyped name; nil when none is near enough to be what was meant.
    static func suggestion(for name: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(folded(name).unicodeScalars)
        let allowed = typed.count < 4 ? 1 : 2
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(typed, Array(folded(candidate).unicodeScalars), limit: allowed)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many insertions, removals, replacements and swaps of neighbours turn one text into the other; anything
    /// above `limit` may be reported as just above it.
    static func editDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar], limit: Int) -> Int {
        if abs(one.count - other.count) > limit { return limit + 1 }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var current = [row + 1]
            for column in other.indices {
                let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
                var distance = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    distance = min(distance, beforeLast[column - 1] + 1)
                }
                current.append(distance)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
