/// How a manifest is written, as far as another one must be written alike to be read alike.
package struct OriginalForm: Sendable, Hashable {
    /// What stands around the rows.
    package enum Shape: Sendable, Hashable {
        /// Lines of cells below a header, in UTF-8, that lacks the columns we added. `promised` is the delimiter a first
        /// line `sep=` names.
        case table(header: [[UInt8]], delimiter: UInt8, promised: UInt8?)
        /// An array, or an object with `messages` and perhaps with the text of `defaults`.
        case array(isDocument: Bool, defaults: [UInt8]?)
        /// One element a line.
        case lines
    }

    /// What stands around the rows.
    package var shape: Shape
    /// The encoding's name as iconv knows it.
    package var encoding: String
    /// Whether the file begins with a byte-order mark.
    package var hasMark: Bool

    /// Describes a form.
    package init(_ shape: Shape = .lines, encoding: String = "UTF-8", hasMark: Bool = false) {
        self.shape = shape
        self.encoding = encoding
        self.hasMark = hasMark
    }

    /// Whether every character can be written.
    package var isUnicode: Bool { encoding.hasPrefix("UTF-") }
}
