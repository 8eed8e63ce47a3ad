import BatchModel

/// What the check says about one row.
package struct CheckedRow: Sendable, Hashable {
    /// Whether and as what the row can be sent.
    package enum Disposition: Sendable, Hashable {
        /// Passed every check. `ordinal` counts equal keys from 1; `recipient` is a digest of the user.
        case ready(key: MessageKey, ordinal: Int, recipient: UInt64)
        /// Failed a check: the first problem's code and its text.
        case invalid(code: String, problem: String)
    }

    /// The row's place among the data rows, from 0.
    package var position: Int
    /// The row as a spreadsheet numbers it; for JSON the 1-based element.
    package var row: Int
    /// The physical line it starts on.
    package var line: Int
    /// What the check says.
    package var disposition: Disposition
    /// What a ledger of the earlier rule may call it; nil when nobody asked, or it has no other name there.
    package var earlier: EarlierSpellings?
    /// Whether its user is never to be written to.
    package var isSuppressed = false
    /// The row it was written for, where it states one and is another now.
    package var stated: StatedRow?
}
