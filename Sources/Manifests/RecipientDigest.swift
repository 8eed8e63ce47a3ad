/// A digest of a recipient's name alone, the same in every file, site and batch; for lists of recipients to compare with.
package enum RecipientDigest {
    /// The digest that a row's `CheckedRow` has for the same user.
    package static func of(_ user: String) -> UInt64 {
        var keys = KeyBuilder(tag: "grupo-batch recipient 1")
        keys.begin()
        keys.add(user.utf8.span)
        return keys.finish().high
    }
}
