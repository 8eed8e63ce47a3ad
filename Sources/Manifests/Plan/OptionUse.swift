/// How many rows of a manifest get their value from an option, because they have none of their own.
///
/// Counted over the rows that pass every check of a row by itself, whether or not they are selected, left out or sent.
package struct OptionUse: Sendable, Hashable {
    /// The rows of one option.
    package struct Count: Sendable, Hashable {
        /// The option.
        package var option: RowDefault
        /// How many rows use it.
        package var used: Int
        /// How many invalid rows have no value of their own: they would use it once they are corrected.
        package var mayUse: Int
        /// The columns that win over it, as the file writes them; empty when every row uses it.
        package var columns: [String]
        /// Why no row could be sent with it; nil when one could.
        package var fault: String?

        /// Counts an option.
        package init(_ option: RowDefault, used: Int, mayUse: Int = 0, columns: [String]) {
            self.option = option
            self.used = used
            self.mayUse = mayUse
            self.columns = columns
        }
    }

    /// How many rows were counted.
    package var rows: Int
    /// Every option that was given.
    package var counts: [Count]
    /// Other options that do nothing to any row, whatever rows there are.
    package var idle: [IdleOption]

    /// Puts counts together; without arguments no option was given.
    package init(rows: Int = 0, counts: [Count] = [], idle: [IdleOption] = []) {
        self.rows = rows
        self.idle = idle
        self.counts = counts
    }
}
