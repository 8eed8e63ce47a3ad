/// A set of recipients' digests in eight bytes each.
package struct RecipientSet: Sendable {
    private var digests: [UInt64] = []
    private var distinct = 0

    /// Holds nobody.
    package init() {}

    /// Whether nothing was inserted.
    package var isEmpty: Bool { digests.isEmpty }

    /// Adds a digest; repeated ones are dropped now and then, so that memory follows the recipients.
    package mutating func insert(_ digest: UInt64) {
        digests.append(digest)
        if digests.count >= 2 * distinct + 1_000_000 { seal() }
    }

    /// Sorts what was inserted. Call it between the last insertion and the first question.
    package mutating func seal() {
        digests.sort()
        var kept = 0
        for digest in digests where kept == 0 || digests[kept - 1] != digest {
            digests[kept] = digest
            kept += 1
        }
        digests.removeSubrange(kept...)
        distinct = kept
    }

    /// How many different digests there are, once sealed.
    package var count: Int { distinct }

    /// How many of them pass, once sealed.
    package func count(where isCounted: (UInt64) -> Bool) -> Int { digests.count(where: isCounted) }

    /// Whether the digest was inserted.
    package func contains(_ digest: UInt64) -> Bool { index(of: digest) != nil }

    /// The digest's place among all of them; nil when it was not inserted.
    package func index(of digest: UInt64) -> Int? {
        var low = 0
        var high = digests.count
        while low < high {
            let middle = (low + high) / 2
            if digests[middle] < digest { low = middle + 1 } else { high = middle }
        }
        return low < digests.count && digests[low] == digest ? low : nil
    }
}
