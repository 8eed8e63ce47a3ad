/// Where in the user's input something stands.
public struct SourceLocation: Sendable, Hashable {
    /// The file as the user named it.
    public var file: String
    /// The row as a spreadsheet numbers it (the header is row 1), for JSON the 1-based element; nil for the whole file.
    public var row: Int?
    /// The 1-based physical line the row starts on; nil where lines do not apply.
    public var line: Int?
    /// The column as the file's own header writes it; nil for the whole row.
    public var column: String?

    /// Names a place in a file.
    public init(file: String, row: Int? = nil, line: Int? = nil, column: String? = nil) {
        self.file = file
        self.row = row
        self.line = line
        self.column = column
    }
}
