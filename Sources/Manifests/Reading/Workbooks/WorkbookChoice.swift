/// What becomes of rows of a workbook that are hidden, or filtered out.
package enum HiddenRows: String, Sendable, Codable, Hashable, CaseIterable {
    /// They are rows like others.
    case send
    /// They are no rows.
    case skip
}

/// What counts of a cell of a workbook whose format shows something else than its value, where it goes into a message.
package enum CellValues: String, Sendable, Codable, Hashable, CaseIterable {
    /// What is stored: 0.25.
    case stored
    /// What the format shows: 25%.
    case shown
}
