extension Manifest {
    /// The use of the options that `ManifestCheck.optionUse` has, without reading a byte of an attachment.
    ///
    /// Reads the manifest once if an option was given at all. Throws a `ManifestFault` where the file breaks off.
    package func optionUse() throws -> OptionUse {
        guard options.mayBeIdle || !RowDefault.given(in: options).isEmpty else { return OptionUse() }
        let looker = AttachmentInspector(root: root, limit: options.maxAttachmentSize, readsContent: false)
        var checker = makeChecker(looker)
        let reader = makeReader()
        var page = RecordPage()
        var trace = RowTrace(options)
        while try reader.read(into: &page) {
            for row in page.firstRow..<page.rows.count {
                checker.check(page, row)
                if checker.problems.isEmpty { trace.take(checker, position: 0) }
            }
            page.startOver()
        }
        return trace.use(page.columns, defaults, hasRendered: checker.hasRendered)
    }
}
