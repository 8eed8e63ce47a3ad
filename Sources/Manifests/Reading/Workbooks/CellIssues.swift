import BatchModel
import Text
import Workbooks

/// What a workbook's cell comes to that is not plainly a text, and what is said of it.
struct CellIssues {
    let columns: ColumnTable
    let mode: CellValues?
    /// The row's index in the page.
    let row: Int

    /// The text of a cell; what is wrong with it becomes an issue of the page.
    func text(_ stored: ArraySlice<UInt8>, _ doubt: CellDoubt, _ column: Int, _ page: inout RecordPage) -> ArraySlice<
        UInt8
    > {
        let field = columns.fields[column]
        let isName = field == .user || field == .sender || field == .id
        switch doubt {
        case .error(let name):
            page.issues.append(error(name, column))
            return Array(name.utf8)[...]
        case .noStoredValue:
            page.issues.append(
                issue(
                    .noValue, column, "The cell is a formula whose result is not stored.",
                    "Open the workbook in a spreadsheet program, and save it there."))
            return []
        case .longNumber:
            if isName { page.issues.append(longNumber(stored, column)) }
            return stored
        case .shown(let shown, let isLong):
            guard field == nil || field == .message else {
                if isName { page.issues.append(isLong ? longNumber(stored, column) : noName(stored, shown, column)) }
                return stored
            }
            return chosen(stored, shown, column, isDoubt: true, &page)
        case .shownText(let shown):
            guard field == nil || field == .message else {
                if isName { page.issues.append(otherName(stored, shown, column)) }
                return stored
            }
            return chosen(stored, shown, column, isDoubt: true, &page)
        case .boolean:
            if isName { page.issues.append(noName(stored, nil, column)) }
            return stored
        case .date(let shown):
            guard field == nil || field == .message else {
                if isName { page.issues.append(noName(stored, shown, column)) }
                return stored
            }
            return chosen(stored, shown, column, isDoubt: false, &page)
        }
    }

    private func chosen(
        _ stored: ArraySlice<UInt8>, _ shown: [UInt8]?, _ column: Int, isDoubt: Bool, _ page: inout RecordPage
    ) -> ArraySlice<UInt8> {
        switch mode {
        case .stored: return stored
        case .shown:
            if let shown { return shown[...] }
            page.issues.append(
                issue(
                    .cellFormat, column, "What the format shows of \(Self.quoted(stored)) cannot be told.",
                    "Choose a plainer format in the spreadsheet, or write the cell as text."))
            return stored
        case nil:
            guard isDoubt else { return stored }
            let other = shown.map { ", but shows \(Self.quoted($0[...]))" } ?? ", but its format shows something else"
            page.issues.append(
                issue(
                    .cellFormat, column, "The cell holds \(Self.quoted(stored))\(other).",
                    "Say which goes into messages: \(option: .cellValues) stored or \(option: .cellValues) shown."))
            return stored
        }
    }

    /// Whom it names is no matter of a format, and of no option either: lists that leave people out name them as they are stored.
    private func noName(_ stored: ArraySlice<UInt8>, _ shown: [UInt8]?, _ column: Int) -> RecordPage.Issue {
        let other =
            shown.map { "shows \(Self.quoted($0[...]))" } ?? "may show something else"
        return issue(
            .cellFormat, column, "The cell is no text: it holds \(Self.quoted(stored)), but \(other).",
            "Format the column as text, and enter it again as it is meant.")
    }

    private func otherName(_ stored: ArraySlice<UInt8>, _ shown: [UInt8]?, _ column: Int) -> RecordPage.Issue {
        issue(
            .cellFormat, column,
            "The cell holds \(Self.quoted(stored)), but its format shows \(shown.map { Self.quoted($0[...]) } ?? "something else").",
            "Give the cell the format Text or General, so that it shows the name it holds.")
    }

    private func error(_ name: String, _ column: Int) -> RecordPage.Issue {
        issue(
            .errorCell, column, "The cell is an error of the spreadsheet, \(DisplayText.revealed(name, limit: 40)).",
            "Correct the formula, or enter a value.")
    }

    private func longNumber(_ stored: ArraySlice<UInt8>, _ column: Int) -> RecordPage.Issue {
        issue(
            .longNumber, column,
            "The cell is a number of more than 15 digits, \(Self.quoted(stored)), of which a spreadsheet keeps no more.",
            "Format the column as text, and enter the number again.")
    }

    /// The row is hidden or filtered out, and nobody said what that means.
    func hiddenRow(_ number: Int) -> RecordPage.Issue {
        RecordPage.Issue(
            row: row, code: .hiddenRow, problem: "Row \(number) is hidden or filtered out in the spreadsheet.",
            remedy: "Say what becomes of such rows: \(option: .hiddenRows) send or \(option: .hiddenRows) skip.")
    }

    /// The row has content right of the last column with a name.
    func beyondHeader(_ column: Int, _ number: Int) -> RecordPage.Issue {
        RecordPage.Issue(
            row: row, code: .unnamedColumn,
            problem:
                "Column \(column + 1) (\(CellPlace.letters(column))) has no name, but row \(number) holds something in it.",
            remedy: "Name it in the header, or delete the column.")
    }

    private func issue(_ code: ManifestCode, _ column: Int, _ problem: String, _ remedy: String) -> RecordPage.Issue {
        RecordPage.Issue(row: row, code: code, column: column, problem: problem, remedy: remedy)
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> String {
        "“\(DisplayText.revealed(String(decoding: text, as: UTF8.self), limit: 60))”"
    }
}
