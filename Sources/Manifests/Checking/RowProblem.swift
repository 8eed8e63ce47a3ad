import BatchModel
import Text

/// One thing that is wrong with one row; its words are put together only when somebody reads them.
struct RowProblem {
    var code: ManifestCode
    /// The column concerned, if the file has it.
    var column: Int?
    /// The field concerned.
    var field: ManifestField?
    /// The key a template asks for, which the object does not have.
    var missingKey: String?
    /// Whether it makes the rows below it what they are not, so that nothing of the file may be sent.
    var spoilsFile = false
    /// Words that only the place of discovery knows.
    var words: (problem: String, remedy: String)?

    /// The row of this number is the header once more.
    static func repeatedHeader(_ row: Int) -> RowProblem {
        RowProblem(
            code: .repeatedHeader,
            words: (
                "Row \(row) repeats the header: two files were joined?",
                "Delete it, and see that the rows below it have the same columns in the same order."
            ))
    }

    /// The row of this number is a header whose columns are others, or stand in another order.
    static func strangeHeader(_ row: Int) -> RowProblem {
        RowProblem(
            code: .repeatedHeader, spoilsFile: true,
            words: (
                "Row \(row) is a header with other columns, or in another order: the rows below it would be misread.",
                "Divide the file there and send each part by itself."
            ))
    }

    /// The row is the `count`th of its kind.
    static func repeatedMessage(_ count: Int) -> RowProblem {
        RowProblem(
            code: .repeatedMessage, field: .user,
            words: (
                "An earlier row is exactly the same: it is sent \(count) times so far.", "Remove it unless it is meant."
            ))
    }

    /// The reference is an object or an array, and only by chance one.
    static func unusedID(_ column: Int, _ columns: ColumnTable) -> RowProblem {
        RowProblem(
            code: .unknownColumn, column: column,
            words: (
                "The value of \"\(columns.names[column])\" is an object or an array, so the row has no id.",
                "Nothing to do, or choose another column with \(option: .map) id=COLUMN."
            ))
    }

    /// The column's name as the file writes it, or the field's own.
    func columnName(_ columns: ColumnTable) -> String? {
        if let column, column < columns.count { return columns.names[column] }
        return field?.name ?? missingKey
    }

    /// What is wrong, in one sentence.
    var problem: String {
        if let words { return words.problem }
        let name = field?.name ?? "cell"
        return switch code {
        case .missingUser, .missingSender, .missingMessage: "The \(name) is missing."
        case .controlCharacter: "The \(name) holds a control character, such as a line break."
        case .edgeBlank: "The \(name) begins or ends with a blank."
        case .gifURL: "The site does not take this GIF address."
        case .duplicateUser: "An earlier row has the same user."
        case .badOrdinal: "The column \(AddedColumns.ordinal) does not hold a number that we wrote."
        case .invisibleCharacter: "The \(name) holds a character that cannot be seen."
        case .unrenderedBraces: "The message holds {{...}} and is sent as it is."
        default: code.meaning
        }
    }

    /// What to do about it.
    var remedy: String {
        if let words { return words.remedy }
        return switch code {
        case .missingUser: "Enter the recipient's user name or e-mail address."
        case .missingSender: "Enter a sender, or name one for all rows with \(option: .sender)."
        case .missingMessage:
            "Enter a message, or give one for all rows with \(option: .message) or \(option: .template)."
        case .controlCharacter: "Remove it."
        case .edgeBlank: "Remove the blank."
        case .gifURL: "Use an https address on \(GIFAddress.domains.joined(separator: ", "))."
        case .badOrdinal: "Put the number back, or empty the cell."
        case .duplicateUser: "Remove one of the rows, or leave \(option: .uniqueUsers) out."
        case .invisibleCharacter: "Check that it belongs there."
        case .unrenderedBraces: "Add \(option: .render) if it is a template."
        default: "Correct the row."
        }
    }

    /// The problem as a line of the check page.
    func diagnostic(
        _ severity: Diagnostic.Severity, file: String, _ row: RecordPage.Row, _ columns: ColumnTable
    ) -> Diagnostic {
        Diagnostic(
            severity, code: code.rawValue,
            at: SourceLocation(file: file, row: row.number, line: row.line, column: columnName(columns)),
            problem: problem, remedy: remedy)
    }
}
