import BatchModel

/// One row of a manifest; its texts are made when they are asked for.
///
/// Not `Sendable`: it shares its pass's checker. Take `content` across tasks.
package struct ManifestRow {
    /// The row's place among the data rows, from 0.
    package let position: Int
    let index: Int
    private let shared: SharedPage
    let context: RowContext

    init(position: Int, index: Int, shared: SharedPage, context: RowContext) {
        self.position = position
        self.index = index
        self.shared = shared
        self.context = context
    }

    var page: RecordPage { shared.page }

    /// The row as a spreadsheet numbers it; for JSON the 1-based element.
    package var row: Int { page.rows[index].number }

    /// The physical line it starts on.
    package var line: Int { page.rows[index].line }

    /// The recipient as the file has it, whatever it is.
    package var user: String { text(of: .user) ?? "" }

    /// The sender as it is used, the default included.
    package var sender: String {
        guard let own = text(of: .sender), !own.isEmpty else { return context.defaultSender }
        return own
    }

    /// The user's own reference; nil when the row has none.
    package var id: String? {
        guard let id = text(of: .id), !id.isEmpty else { return nil }
        return id
    }

    /// The message as it will be sent; nil when the row is invalid.
    ///
    /// What only the whole file shows, such as a repeated user under `uniqueUsers`, is known to the check alone.
    package var content: PlannedMessage? {
        context.checker.check(page, index)
        return context.checker.problems.isEmpty ? context.checker.plannedMessage(page) : nil
    }

    /// The message and the row's identity, found with one check; nil when the row is invalid.
    package var ready: (message: PlannedMessage, key: MessageKey)? {
        context.checker.check(page, index)
        guard context.checker.problems.isEmpty else { return nil }
        return (context.checker.plannedMessage(page), context.identity.key(context.checker, page))
    }

    /// The row's identity; nil when it is invalid.
    package var key: MessageKey? {
        context.checker.check(page, index)
        return context.checker.problems.isEmpty ? context.identity.key(context.checker, page) : nil
    }

    /// The row's cells as the file has them, with their columns' names; for JSON with the document's defaults.
    package var cells: [(column: String, value: String)] {
        page.cellRange(ofRow: index).map { cell in
            let column = Int(page.cells[cell].column)
            let name = column < page.columns.count ? page.columns.names[column] : ""
            return (name, page.text(ofCell: cell))
        }
    }

    /// The text of a field as the file has it; nil when the row has no cell for it.
    package func text(of field: ManifestField) -> String? {
        guard let column = page.columns.column(of: field) else { return nil }
        let range = page.cellRange(ofRow: index)
        if let cell = page.cell(ofRow: index, column: column, isPositional: context.checker.hasHeader) {
            return page.text(ofCell: cell)
        }
        // JSON may call the same field by another name in another element.
        let other =
            context.checker.hasHeader ? nil : range.first { page.columns.fields[Int(page.cells[$0].column)] == field }
        return other.map(page.text(ofCell:))
    }
}
