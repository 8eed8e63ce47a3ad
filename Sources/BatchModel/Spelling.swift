/// Finds what a mistyped name was meant to be.
package enum Spelling {
    /// A shorter beginning says too little of what was meant.
    private static let shortestBeginning = 3

    /// The candidate most like the typed name; nil when none is near enough to be what was meant.
    ///
    /// The only candidate that the typed name begins comes first, unless another is one slip away. Otherwise near is one slip
    /// where the shorter of both names has at least three characters, two slips from six on; of shorter names nothing is known.
    /// Both sides are compared as given: fold case and the like before.
    package static func nearest(to typed: String, among candidates: some Sequence<String>) -> String? {
        let scalars = Array(typed.unicodeScalars)
        var best: (name: String, distance: Int)?
        var begun: Set<String> = []
        for candidate in candidates {
            if scalars.count >= shortestBeginning, candidate.hasPrefix(typed) { begun.insert(candidate) }
            let other = Array(candidate.unicodeScalars)
            let allowed = min(min(scalars.count, other.count) / 3, 2)
            let distance = editDistance(scalars, other, limit: allowed)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        if let best, best.distance <= 1 { return best.name }
        return begun.count == 1 ? begun.first : best?.name
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
