/// The row that a row of a file to be sent again was written for, and no longer is: it was corrected, or the batch is another.
package struct StatedRow: Sendable, Hashable {
    /// The first half of the row's key.
    package var digest: UInt64
    /// Its number among equal rows.
    package var ordinal: Int

    /// Names a row.
    package init(digest: UInt64, ordinal: Int) {
        self.digest = digest
        self.ordinal = ordinal
    }
}
