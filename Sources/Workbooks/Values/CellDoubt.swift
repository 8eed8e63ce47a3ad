/// What keeps a cell from being plainly a text.
package enum CellDoubt: Sendable, Hashable {
    /// The spreadsheet's own error, such as `#N/A`.
    case error(String)
    /// A formula whose result is not stored.
    case noStoredValue
    /// A number with more digits than a spreadsheet keeps.
    case longNumber
    /// The format shows something else than the value; nil where it cannot be told what. Both may be so: `isLong`.
    case shown([UInt8]?, isLong: Bool)
    /// The format shows something else than the text; nil where it cannot be told what.
    case shownText([UInt8]?)
    /// A truth value, which each language shows otherwise.
    case boolean
    /// A date or a time, which reads as ISO 8601; what its format shows, nil where that cannot be told.
    case date([UInt8]?)
}
