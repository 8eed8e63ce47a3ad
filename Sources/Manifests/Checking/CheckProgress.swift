/// How far the check of a manifest has come.
package struct CheckProgress: Sendable, Hashable {
    /// Rows checked so far.
    package var rows: Int
    /// The share of the file's bytes, from 0 to 1; nil when the file's encoding does not let it be told.
    package var share: Double?

    /// Says how far a check is.
    package init(rows: Int, share: Double?) {
        self.rows = rows
        self.share = share
    }
}
