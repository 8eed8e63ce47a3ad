import ArgumentParser
import BatchEngine
import Manifests

/// Which part of the manifest is sent, and to whom.
struct SelectionArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Only the first N rows of your list.", valueName: "n"))
    var limit: Int?

    @Option(
        help: ArgumentHelp("Only these rows, as a spreadsheet numbers them: 5-20, 7 or 5-.", valueName: "range"),
        transform: RowRange.read)
    var rows: RowRange?

    @Option(
        help: ArgumentHelp(
            "List of users never to write to: one a line, # begins a comment, or a table with such a column (.csv, .json, .xlsx, .ods); repeatable.",
            valueName: "file"), completion: .file())
    var exclude: [String] = []

    @Option(help: ArgumentHelp("Send everything to this user instead; recorded for nobody.", valueName: "user"))
    var testTo: String?

    @Flag(help: "Send the valid rows although others are invalid.")
    var skipInvalid = false

    @Flag(help: "Send edited rows to recipients who were already served: a second message for them.")
    var resendEdited = false

    @Flag(
        help: """
            Leave out rows of recipients who were already served: edited rows, and those that another file, or a report beside this \
            one, counts as served through this site and batch.
            """)
    var keepServed = false

    func validate() throws {
        guard !(resendEdited && keepServed) else {
            throw ValidationError("--resend-edited and --keep-served exclude each other.")
        }
        if let limit, limit < 1 { throw ValidationError("--limit takes a number of rows above 0.") }
        if let testTo, testTo.isEmpty { throw ValidationError("--test-to needs a user's name.") }
    }

    /// How many rows a test send takes without `--limit`: enough to judge by, few enough to receive.
    private static let testRows = 10

    /// What to do with edited rows of recipients who were already served.
    var editedRows: EditedRowsChoice { resendEdited ? .resend : keepServed ? .keepServed : .refuse }

    /// Whether rows may be left out.
    var isPartial: Bool { rows != nil || limit != nil || testTo != nil || !exclude.isEmpty }

    /// What the engine is told, the lists read; `reading` is how the manifest is read.
    func rowSelection(_ reading: ReadingOptions, _ environment: [String: String]) throws -> RowSelection {
        var selected = RowSelection()
        selected.rows = rows?.rows
        selected.limit = limit ?? (testTo == nil ? nil : Self.testRows)
        selected.testRecipient = testTo
        selected.skipInvalid = skipInvalid
        selected.suppressed = try SuppressionLists(reading, environment).read(exclude)
        return selected
    }
}
