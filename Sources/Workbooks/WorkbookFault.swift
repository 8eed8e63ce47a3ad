import Text

/// Why a workbook cannot be used.
package struct WorkbookFault: Error, Sendable, Hashable {
    /// What kind of trouble it is.
    package enum Kind: Sendable, Hashable {
        /// The file is cut, damaged, protected, or made to do harm.
        case unusable
        /// A sheet that was asked for is not there, or none can be seen.
        case noSheet
        /// A row is larger than allowed.
        case tooLarge
    }

    /// What kind of trouble it is.
    package var kind: Kind
    /// What is wrong, in one sentence.
    package var problem: String
    /// What to do about it.
    package var remedy: String
    /// The row it was met in, as the spreadsheet numbers it.
    package var row: Int?

    init(_ kind: Kind, _ problem: String, _ remedy: String, row: Int? = nil) {
        (self.kind, self.problem, self.remedy, self.row) = (kind, problem, remedy, row)
    }

    private static let anew =
        "Open it in a spreadsheet program and save it anew, or get it anew from where it came from."

    /// The file is not whole, or not what a spreadsheet program writes; `what` completes "The workbook is damaged:".
    static func damaged(_ what: String, row: Int? = nil) -> WorkbookFault {
        WorkbookFault(.unusable, "The workbook is damaged: \(what).", anew, row: row)
    }

    /// The file would do harm; `what` is a sentence.
    static func harmful(_ what: String) -> WorkbookFault {
        WorkbookFault(
            .unusable, "\(what), which no spreadsheet program writes.",
            "Do not open it; get the list from somebody you know.")
    }

    /// Only a password opens it.
    static let protected = WorkbookFault(
        .unusable, "The workbook has a password.", "Open it with its password, and save it without one.")

    /// A row, or a text that rows share, is larger than allowed.
    static func tooLarge(row: Int?) -> WorkbookFault {
        WorkbookFault(
            .tooLarge,
            row.map { "Row \($0) is larger than allowed." } ?? "A text of the workbook is larger than allowed.",
            "Shorten it, or raise \(option: .maxRowSize).", row: row)
    }
}
