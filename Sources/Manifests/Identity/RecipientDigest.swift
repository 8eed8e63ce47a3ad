import BatchModel

/// A digest of a recipient alone, the same in every file, site and batch, however the name is spelt (`ComparedName`).
package struct RecipientDigest {
    private var keys = KeyBuilder(tag: "grupo-batch recipient 1")
    private var compared: [UInt8] = []

    /// Prepares digests.
    package init() {}

    /// The digest of a name.
    package mutating func of(_ name: String) -> UInt64 { of(name.utf8.span) }

    /// The digest of a name given as UTF-8.
    mutating func of(_ name: Span<UInt8>) -> UInt64 {
        if ComparedName.isCompared(name) { return ofBytes(name) }
        compared.removeAll(keepingCapacity: true)
        ComparedName.append(name, to: &compared)
        let compared = compared
        return ofBytes(compared.span)
    }

    /// The digest of exactly these bytes: what ledgers of the earlier rule hold for a name.
    mutating func ofBytes(_ name: Span<UInt8>) -> UInt64 {
        keys.begin()
        keys.add(name)
        return keys.finish().high
    }
}
