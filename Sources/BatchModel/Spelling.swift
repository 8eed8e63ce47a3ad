/// Finds what a mistyped name was meant to be.
package enum Spelling {
    /// The candidate most like the typed name; nil when none is near enough to be what was meant.
    ///
    /// Near is one slip in a name of up to three characters, two in a longer one. Both sides are compared as given: fold
    /// case and the like before.
    package static func nearest(to typed: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(typed.unicodeScalars)
        let allowed = typed.count < 4 ? 1 : 2
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(typed, Array(candidate.unicodeScalars), limit: allowed)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many insertions, removals, replacements and swaps of neighbours turn one text into the other; anything
    /// above `limit` may be reported as just above it.
    package static func editDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar], limit: Int) -> Int {
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
