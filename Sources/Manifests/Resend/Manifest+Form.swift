import BatchModel

extension Manifest {
    /// How the file is written. `wayBack` is put before a relative attachment path in a document's defaults.
    ///
    /// Throws a `ManifestFault` when not even the first row can be read.
    package func originalForm(wayBack: String = "") throws -> OriginalForm {
        var page = RecordPage()
        let reader = makeReader()
        _ = try reader.read(into: &page)
        return OriginalForm(shape(reader, page, wayBack), encoding: layout.encoding, hasMark: layout.hasMark)
    }

    private func shape(_ reader: any RecordReader, _ page: RecordPage, _ wayBack: String) -> OriginalForm.Shape {
        guard let reader = reader as? JSONReader else {
            return .table(
                header: page.columns.ownNames.map { Array($0.utf8) }, delimiter: layout.delimiter,
                promised: layout.promisedDelimiter)
        }
        guard format == .json else { return .lines }
        let defaults = reader.defaults.map { text in
            var object = JSONObjectText(text)
            if !wayBack.isEmpty { object?.extendPath(wayBack, page.columns) }
            return object?.text ?? text
        }
        return .array(isDocument: reader.isDocument, defaults: defaults)
    }
}
