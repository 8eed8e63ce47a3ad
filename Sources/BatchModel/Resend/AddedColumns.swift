/// The columns that a file to be sent again has besides the manifest's own: what became of each row, and its number.
///
/// They stand first, so that a cell too many in a row never gets into one of them.
package enum AddedColumns {
    /// The error's name, ours or the site's.
    package static let errorKey = "error_key"
    /// The error in words.
    package static let errorMessage = "error_message"
    /// What became of the row.
    package static let outcome = "outcome"
    /// The row's number among equal rows (`StatedOrdinal`). Its name is the mark of all of them.
    package static let ordinal = "grupo_batch_ordinal"

    /// All of them, in their order.
    package static let names = [errorKey, errorMessage, outcome, ordinal]

    /// The most bytes they add to a row, by which rows of a file with them may be larger.
    package static let byteLimit = 1 << 14
    /// The most characters of an error in words; with the site's key they stay below `byteLimit`.
    package static let characterLimit = 1_000

    /// Where they stand in a header; empty when there are none.
    ///
    /// A manifest's own column `outcome` is not ours unless ours stand around it.
    package static func range(in header: [String]) -> Range<Int> {
        guard let last = header.firstIndex(of: ordinal) else { return 0..<0 }
        let first = last - names.count + 1
        return first >= 0 && Array(header[first...last]) == names ? first..<last + 1 : last..<last + 1
    }
}
