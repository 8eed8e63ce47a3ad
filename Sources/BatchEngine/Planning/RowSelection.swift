import Manifests

/// Which rows of the manifest a run sends.
package struct RowSelection: Sendable, Hashable {
    /// Only rows with these numbers, as a spreadsheet has them.
    package var rows: ClosedRange<Int>?
    /// Only the first so many of them.
    package var limit: Int?
    /// Recipients who are never written to.
    package var suppressed = SuppressedUsers()
    /// Send everything to this user instead; nothing is recorded as sent to the real ones.
    package var testRecipient: String?
    /// Send valid rows although others are invalid.
    package var skipInvalid = false

    /// Selects every row.
    package init() {}

    /// Whether it may leave out rows by their place.
    var isPartial: Bool { rows != nil || limit != nil }

    /// Decides row by row, in manifest order.
    struct Cursor {
        private let selection: RowSelection
        private var taken = 0

        init(_ selection: RowSelection) { self.selection = selection }

        /// Whether no later row can be selected.
        var isExhausted: Bool { selection.limit.map { taken >= $0 } ?? false }

        mutating func takes(row: Int) -> Bool {
            guard selection.rows?.contains(row) ?? true, !isExhausted else { return false }
            taken += 1
            return true
        }
    }
}
