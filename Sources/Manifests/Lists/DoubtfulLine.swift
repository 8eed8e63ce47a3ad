/// What a list has for a name and what may be more than a name, or something else; the rows of the manifest decide.
struct DoubtfulLine: Sendable, Hashable {
    /// The place of its list among all lists.
    var list: Int
    /// The line of a plain list, or the row of a table, as a spreadsheet numbers it.
    var number: Int
    /// Whether it is a cell of a column that is known to hold names, where blanks are nothing odd.
    var isCell: Bool
    /// The text.
    var text: String
    /// What is odd about it.
    var shape: NameShape
    /// The digest of the whole text as a name.
    var digest: UInt64
}

extension Exclusion {
    /// A line of a list that is the name of nobody in the manifest, and looks like more than a name.
    package struct Doubt: Sendable, Hashable {
        /// The list as the user named it.
        package var list: String
        /// Where it stands: `line 3`, or `row 3` of a table; nil where only the name is known.
        package var place: String?
        /// What stands there; may hold anything.
        package var text: String
        /// Whether it is written as a pattern for several people.
        package var isPattern: Bool
        /// Whether it is that user's name, with more or other signs than it has.
        package var isDecorated = false
        /// A user of the manifest whom it seems to be about; may hold anything.
        package var user: String?
        /// That user's row.
        package var row: Int?
        /// Whether that user would be written to although the list is plainly about them.
        package var isCertain: Bool
    }
}
