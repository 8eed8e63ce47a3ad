/// Takes the rows of one sheet of an OpenDocument, and the names of all.
final class DocumentHandler: SheetHandler {
    private enum Place { case outside, table, row, cell }

    private let choice: Workbook.Choice
    private let limit: Int
    private var place = Place.outside
    /// Tables within cells of the sheet, and sheets that are not read.
    private var foreign = 0
    private var names: [String] = []
    /// The sheets met so far that can be seen, and those that are hidden.
    private(set) var visible: [String] = []
    private(set) var hidden: [String] = []
    private var chosen: String?
    private var hiddenStyles: Set<String> = []
    private var style = ""
    private var styles = DocumentStyles()
    private var row = 0
    private var rowCount = 1
    private var isHidden = false
    /// Groups of rows around this place, from the outermost that is collapsed.
    private var hiddenGroups = 0
    private var column = 0
    private var columnsSeen = 0
    private var cell = DocumentCell()
    private var shown = DocumentText()
    /// Elements within a cell, notes and texts.
    private var depth = 0

    init(_ choice: Workbook.Choice, limit: Int) {
        self.choice = choice
        self.limit = limit
    }

    /// The sheets met so far; nil before the one that is read.
    var sheets: SheetReader.Sheets? { chosen.map { .init(all: names, visible: visible, name: $0) } }

    /// Throws where the sheet that was asked for was not met; one of several that can be seen may be missing.
    func requireSheet() throws {
        if chosen != nil { return }
        switch choice {
        case .visible(0): throw Workbook.noVisibleSheet(names)
        case .visible: return
        case .named(let name): throw Workbook.noSheet(name, names)
        }
    }

    override func start(_ name: XMLText, _ attributes: XMLAttributes) {
        if foreign > 0 { return foreign += 1 }
        switch place {
        case .outside: startOutside(name, attributes)
        case .table: startInTable(name, attributes)
        case .row:
            guard name == "table-cell" || name == "covered-table-cell" else { return }
            place = .cell
            depth = 0
            cell = DocumentCell(attributes, styles)
            shown.begin()
        case .cell:
            depth += 1
            shown.start(name, attributes)
        }
    }

    private func startOutside(_ name: XMLText, _ attributes: XMLAttributes) {
        styles.start(name, attributes)
        switch name {
        case "style": style = attributes.string("style:name") ?? ""
        case "table-properties":
            if attributes["table:display"].map({ $0 == "false" }) == true { hiddenStyles.insert(style) }
        case "table": startTable(attributes)
        default: break
        }
    }

    private func startTable(_ attributes: XMLAttributes) {
        let name = attributes.string("table:name") ?? ""
        let isVisible = !(attributes.string("table:style-name").map(hiddenStyles.contains) ?? false)
        names.append(name)
        if isVisible { visible.append(name) } else { hidden.append(name) }
        if names.count > 10_000 { return fault = .harmful("The workbook has more than 10000 sheets") }
        let isChosen =
            switch choice {
            case .visible(let number): isVisible && visible.count - 1 == number
            case .named(let wanted): Workbook.isAlike(name, wanted)
            }
        guard isChosen, chosen == nil else { return foreign = 1 }
        chosen = name
        place = .table
    }

    private func startInTable(_ name: XMLText, _ attributes: XMLAttributes) {
        switch name {
        case "table-row":
            place = .row
            column = 0
            rowCount = max(1, attributes["table:number-rows-repeated"]?.number ?? 1)
            isHidden =
                hiddenGroups > 0 || attributes["table:visibility"].map { $0 == "collapse" || $0 == "filter" } ?? false
        case "table-row-group":
            let isCollapsed = attributes["table:display"].map { $0 == "false" } ?? false
            if hiddenGroups > 0 || isCollapsed { hiddenGroups += 1 }
        case "table-column":
            let count = min(max(1, attributes["table:number-columns-repeated"]?.number ?? 1), CellPlace.columnLimit)
            if attributes["table:visibility"].map({ $0 == "collapse" || $0 == "filter" }) == true {
                hiddenColumns.append(columnsSeen...columnsSeen + count - 1)
            }
            columnsSeen += count
        // What stands beside the rows of a sheet: drawings, forms, sources of other data.
        case "shapes", "forms", "table", "named-expressions", "table-source": foreign = 1
        default: break
        }
    }

    private func noteMerge() {
        guard cell.spans.columns > 1 || cell.spans.rows > 1, column < CellPlace.columnLimit else { return }
        let top = row + 1
        merged(
            CellRange(
                columns: column...column + min(cell.spans.columns, CellPlace.columnLimit) - 1,
                rows: top...top + min(cell.spans.rows, CellPlace.rowLimit) - 1))
    }

    override func text(_ text: XMLText) {
        guard place == .cell, foreign == 0 else { return }
        shown.text(text)
        if shown.bytes.count > limit { fault = .tooLarge(row: row + 1) }
    }

    override func end(_ name: XMLText) {
        if foreign > 0 { return foreign -= 1 }
        switch place {
        case .cell:
            guard depth == 0 else {
                depth -= 1
                return shown.end(name)
            }
            endCell()
            place = .row
        case .row: if name == "table-row" { endRow() }
        case .table:
            if name == "table" { place = .outside }
            if name == "table-row-group", hiddenGroups > 0 { hiddenGroups -= 1 }
        case .outside: break
        }
    }

    private func endCell() {
        let doubt = cell.append(shown: shown, to: &rows.bytes)
        let count = cell.count
        defer { column = min(column + count, CellPlace.columnLimit) }
        if rows.openByteCount == 0, doubt == nil { return }
        // What is merged without content is nobody's text.
        noteMerge()
        guard column + count <= CellPlace.columnLimit else {
            return fault = .damaged("row \(row + 1) has more than \(CellPlace.columnLimit) cells", row: row + 1)
        }
        let start = rows.bytes.count - rows.openByteCount
        let text = Array(rows.bytes[start...])
        rows.endCell(column: column, doubt: doubt)
        for place in 1..<max(1, count) {
            rows.bytes += text
            rows.endCell(column: column + place, doubt: doubt)
            if rows.openRowByteCount > limit { break }
        }
        if rows.openRowByteCount > limit { fault = .tooLarge(row: row + 1) }
    }

    private func endRow() {
        place = .table
        rows.endRow(row + 1, count: rowCount, isHidden: isHidden)
        let isEmpty = rows.rows.last?.number != row + 1
        row += rowCount
        if row > CellPlace.rowLimit, !isEmpty {
            fault = .harmful("The sheet has more than \(CellPlace.rowLimit) rows")
        }
        row = min(row, CellPlace.rowLimit)
    }
}
