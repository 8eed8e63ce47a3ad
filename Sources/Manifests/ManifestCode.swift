import Text

/// The stable name of everything that can be wrong, or worth knowing, about a manifest.
///
/// A row's code becomes its `error_key` in the report.
package enum ManifestCode: String, Sendable, Hashable, CaseIterable {
    // The file as a whole.
    case unreadable = "manifest.unreadable"
    case changed = "manifest.changed"
    case unknownFormat = "manifest.unknown_format"
    case badOption = "manifest.bad_option"
    case empty = "manifest.empty"
    case noRows = "manifest.no_rows"
    case undecodable = "manifest.undecodable"
    case openQuote = "manifest.open_quote"
    case strayQuote = "manifest.stray_quote"
    case textAfterQuote = "manifest.text_after_quote"
    case rowTooLarge = "manifest.row_too_large"
    case tooManyColumns = "manifest.too_many_columns"
    case jsonSyntax = "manifest.json_syntax"
    case jsonShape = "manifest.json_shape"
    case zeroBytes = "manifest.zero_bytes"
    case badTemplate = "manifest.bad_template"
    case resultsReport = "manifest.results_report"
    case workbook = "manifest.workbook"
    case mergedCells = "manifest.merged_cells"
    case hiddenRow = "manifest.hidden_row"
    case cellFormat = "manifest.cell_format"
    // Its columns.
    case missingColumn = "manifest.missing_column"
    case duplicateColumn = "manifest.duplicate_column"
    case unnamedColumn = "manifest.unnamed_column"
    case unknownVariable = "manifest.unknown_variable"
    // One row.
    case raggedRow = "manifest.ragged_row"
    case repeatedHeader = "manifest.repeated_header"
    case notAnObject = "manifest.not_an_object"
    case duplicateKey = "manifest.duplicate_key"
    case notText = "manifest.not_text"
    case nestedValue = "manifest.nested_value"
    case loneSurrogate = "manifest.lone_surrogate"
    case missingUser = "manifest.missing_user"
    case missingSender = "manifest.missing_sender"
    case missingMessage = "manifest.missing_message"
    case controlCharacter = "manifest.control_character"
    case edgeBlank = "manifest.edge_blank"
    case emptyVariable = "manifest.empty_variable"
    case gifURL = "manifest.gif_url"
    case attachmentMissing = "manifest.attachment_missing"
    case attachmentNotRegular = "manifest.attachment_not_regular"
    case attachmentUnreadable = "manifest.attachment_unreadable"
    case attachmentOutsideRoot = "manifest.attachment_outside_root"
    case attachmentTooLarge = "manifest.attachment_too_large"
    case attachmentEmpty = "manifest.attachment_empty"
    case duplicateUser = "manifest.duplicate_user"
    case badOrdinal = "manifest.bad_ordinal"
    case errorCell = "manifest.error_cell"
    case noValue = "manifest.no_value"
    case longNumber = "manifest.long_number"
    // Warnings: the row can be sent.
    case unknownColumn = "manifest.unknown_column"
    case blankLines = "manifest.blank_lines"
    case emptyRow = "manifest.empty_row"
    case emptyColumn = "manifest.empty_column"
    case endMark = "manifest.end_mark"
    case workbookNote = "manifest.workbook_note"
    case repeatedRecipient = "manifest.repeated_recipient"
    case repeatedMessage = "manifest.repeated_message"
    case invisibleCharacter = "manifest.invisible_character"
    case unrenderedBraces = "manifest.unrendered_braces"
    // Damaged text: warnings, but for what makes a user nobody can be reached by.
    case replacementCharacter = "manifest.replacement_character"
    case misreadEncoding = "manifest.misread_encoding"
    case spreadsheetError = "manifest.spreadsheet_error"
    case cutNumber = "manifest.cut_number"
    case formulaGuard = "manifest.formula_guard"
    case escapedLineBreak = "manifest.escaped_line_break"
    case quotedName = "manifest.quoted_name"
    case htmlEntity = "manifest.html_entity"
    case foreignMergeTag = "manifest.foreign_merge_tag"
    case strayControl = "manifest.stray_control"
    case formula = "manifest.formula"
    case missingValue = "manifest.missing_value"
    case severalNames = "manifest.several_names"
    case lostLetter = "manifest.lost_letter"
    case escapedCharacter = "manifest.escaped_character"
    case unlikelyName = "manifest.unlikely_name"

    /// What the code says about the manifest, as the documentation lists it.
    package var meaning: String {
        switch self {
        case .unreadable: "The manifest, its template or its attachments' folder cannot be read."
        case .changed: "The manifest changed while it was being used."
        case .unknownFormat: "The file's name does not tell its format, or its content contradicts it."
        case .badOption: "A reading option does not fit this manifest."
        case .empty: "The file is empty."
        case .noRows: "The file holds no rows."
        case .undecodable: "Bytes of the file are not text in its encoding."
        case .openQuote: "A quoted cell is never closed."
        case .strayQuote: "A quote stands inside a cell that is not quoted."
        case .textAfterQuote: "Text follows the closing quote of a cell."
        case .rowTooLarge: "A row is larger than \(option: .maxRowSize)."
        case .tooManyColumns: "The file has more than 1,000 columns."
        case .jsonSyntax: "The file, or the line, is not JSON."
        case .jsonShape: "The file is JSON, but its rows are not where a manifest has them."
        case .zeroBytes: "Zero bytes, as a power cut leaves them, end the file in the middle of a row."
        case .badTemplate: "A template cannot be understood."
        case .resultsReport: "The file is a results report, not a list of messages."
        case .workbook: "The workbook is cut, damaged, protected by a password, or made to do harm."
        case .mergedCells: "Cells of a workbook's column that is used are merged."
        case .hiddenRow:
            "A row of a workbook is hidden or filtered out, and \(option: .hiddenRows) does not say what becomes of it."
        case .cellFormat:
            "A workbook's cell that goes into a message shows something else than it holds, and \(option: .cellValues) does not say which, or what it shows cannot be told; or a cell of `user`, `sender` or `id` does."
        case .missingColumn: "A required column is missing."
        case .duplicateColumn: "Two columns stand for the same field."
        case .unnamedColumn: "A column without a name holds something."
        case .unknownVariable: "A template names a column the file does not have."
        case .raggedRow: "The row has more or fewer cells than the header."
        case .repeatedHeader: "The row is the header once more: two files were joined."
        case .notAnObject: "The element is not a JSON object."
        case .duplicateKey: "A key, or two keys for one field, appear twice in an object."
        case .notText: "A field that must be text holds something else."
        case .nestedValue: "A value that is used is an object or an array."
        case .loneSurrogate: "A text in JSON holds half a character (a lone surrogate)."
        case .missingUser: "The row has no recipient."
        case .missingSender: "The row has no sender."
        case .missingMessage: "The row has no message."
        case .controlCharacter: "A control character stands where none may."
        case .edgeBlank: "A user or sender begins or ends with a blank."
        case .emptyVariable: "A column that the template needs is empty."
        case .gifURL: "The GIF's address is not https on tenor.com, gfycat.com or giphy.com."
        case .attachmentMissing: "The attachment does not exist."
        case .attachmentNotRegular: "The attachment is a folder, a pipe, a device or a socket."
        case .attachmentUnreadable: "The attachment cannot be read."
        case .attachmentOutsideRoot: "The attachment lies outside \(option: .attachmentsRoot)."
        case .attachmentTooLarge: "The attachment is larger than \(option: .maxAttachmentSize)."
        case .attachmentEmpty: "The attachment holds no bytes."
        case .duplicateUser: "The recipient already has a row, and \(option: .uniqueUsers) is on."
        case .badOrdinal: "The row's number among equal rows is not one, or an earlier row has it."
        case .errorCell: "A workbook's cell that is used is an error, such as #N/A, or a date that never was."
        case .noValue: "A workbook's cell that is used is a formula whose result is not stored."
        case .longNumber: "A user, sender or id in a workbook is a number of more than 15 digits."
        case .workbookNote:
            "A workbook holds more than the rows that are read: other sheets, macros, hidden rows or columns (warning)."
        case .unknownColumn: "A column is used by no field (warning)."
        case .emptyRow: "The file has rows without content, which are skipped (warning)."
        case .emptyColumn: "The file has columns without name and content, which are ignored (warning)."
        case .endMark: "The file ends with a Ctrl-Z, which is ignored (warning)."
        case .blankLines: "The file has blank lines, which are skipped (warning)."
        case .repeatedRecipient: "A recipient has more than one row (warning)."
        case .repeatedMessage: "A recipient gets exactly the same more than once (warning)."
        case .invisibleCharacter: "A user or sender holds an invisible character (warning)."
        case .unrenderedBraces:
            "A message holds {{...}} and is sent as it is, or what a template fills in does (warning)."
        case .replacementCharacter: "A character was lost before the text got here: U+FFFD stands for it (warning)."
        case .misreadEncoding: "Text was read in a wrong encoding before it got here, or is now (warning)."
        case .spreadsheetError: "A cell is a spreadsheet's error value, #N/A or ####; in a user an error (warning)."
        case .cutNumber: "A spreadsheet has cut a number: 4.479E+11; in a user an error (warning)."
        case .formulaGuard:
            "A cell is =\"0234\", a spreadsheet's guard; in a user, or without quotes around it, an error (warning)."
        case .escapedLineBreak: "A message holds \\n as two characters (warning)."
        case .quotedName: "A user or sender stands in quotes (warning)."
        case .htmlEntity: "A text holds a character as HTML writes it, such as &amp; (warning)."
        case .foreignMergeTag:
            "A text holds a field of another service, such as %recipient%; in a user {{...}} is an error (warning)."
        case .strayControl: "A text holds a control character that nobody types, such as U+0007 (warning)."
        case .formula:
            "A cell is the text of a spreadsheet's formula, not its result; in a user an error (warning)."
        case .missingValue:
            "A cell is what programs write for no value: NULL, \\N, nan; of a user often an error; or a message begins \"Dear None\" (warning)."
        case .severalNames:
            "A user holds more than a name: several addresses, or an address beside a name (warning)."
        case .lostLetter: "A ? stands where a letter was lost, as in jos? and Stra?e (warning)."
        case .escapedCharacter:
            "A text holds a character as mails, addresses or programs write it: =C3=BC, %C3%BC, \\u00fc (warning)."
        case .unlikelyName:
            "A user is a date, a share, a number such as 12345.0, or begins with # (warning)."
        }
    }

    /// Whether it is about a cell of a workbook, which concerns nobody as long as its column is not used.
    var isOfCell: Bool {
        switch self {
        case .errorCell, .noValue, .longNumber, .cellFormat: true
        default: false
        }
    }

    /// Whether a row with it spoils the whole file, because it is not known what was meant.
    var spoilsFile: Bool { self == .hiddenRow || self == .cellFormat || self == .unnamedColumn }
}
