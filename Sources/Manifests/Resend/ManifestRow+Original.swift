import BatchModel

extension ManifestRow {
    /// The row as the manifest writes it, whatever is wrong with it, without what we added to a file to be sent again.
    ///
    /// The pass must keep texts. `wayBack` is put before a relative attachment path, so that it leads from another folder to
    /// the manifest's; nothing else is changed.
    package func original(wayBack: String = "") -> OriginalRow {
        OriginalRow(
            context.checker.hasHeader ? .cells(cells(wayBack)) : .element(element(wayBack)),
            ordinal: page.statedOrdinal(ofRow: index))
    }

    private func cells(_ wayBack: String) -> [[UInt8]] {
        let columns = page.columns
        let range = page.cellRange(ofRow: index)
        var cells = range.map { Array(page.bytes[page.byteRange(ofCell: $0)]) }
        // Which cell of a ragged row is the path, nobody knows.
        if let column = columns.column(of: .attachment), column < cells.count, page.fitsHeader(row: index),
            hasRelativePath(wayBack)
        {
            cells[column].insert(contentsOf: wayBack.utf8, at: 0)
        }
        cells.removeSubrange(columns.added.clamped(to: 0..<cells.count))
        return cells
    }

    private func element(_ wayBack: String) -> OriginalRow.Element {
        let text = page.texts[index]
        let isJSON = !page.issues(ofRow: index).contains { $0.code == .jsonSyntax }
        guard isJSON, var object = JSONObjectText(text) else { return .init(text: text, isJSON: isJSON) }
        object.remove(AddedMembers.indices(in: object.members.map(\.key)))
        if hasRelativePath(wayBack) { object.extendPath(wayBack, page.columns) }
        let names = object.members.map { String(decoding: $0.key, as: UTF8.self) }
        return .init(
            text: object.text, isJSON: true,
            object: .init(
                start: 1, isEmpty: names.isEmpty, sharedNames: Set(names).intersection(AddedColumns.names)))
    }

    /// Whether the row's own attachment path, once it is filled in, does not begin at the root.
    private func hasRelativePath(_ wayBack: String) -> Bool {
        guard !wayBack.isEmpty else { return false }
        // Of a header line in mid-file, the cell in the path's place is a name.
        guard context.checker.locate(page, index) else { return false }
        let range = context.checker.range(of: .attachment)
        guard !range.isEmpty else { return false }
        return (context.checker.attachmentPath(page, index) ?? page.bytes[range]).first != UInt8(ascii: "/")
    }
}
