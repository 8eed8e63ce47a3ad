import Files

/// Where a report goes, checked before anything is sent.
package struct ReportDestination: Sendable, Hashable {
    /// The path as the user gave it.
    package var path: String
    /// The format its ending names.
    package var format: ReportFormat

    /// Checks a path.
    ///
    /// - Throws: `FileFault` when the ending names no format, the folder cannot be written, the path is a link, or a file
    ///   is there that is not a results report of ours in the same format.
    package init(path: String, format given: ReportFormat? = nil) throws(FileFault) {
        guard let format = given ?? ReportFormat(path: path) else {
            throw FileFault(path: path, reason: "no report format has this ending; use one of \(ReportFormat.endings)")
        }
        self.path = path
        self.format = format
        try refuseForeign()
        // Begun and given up: a name that is too long, or a disk without room for a file, shows before anything is sent.
        try AtomicFile(path: path).discard()
    }

    private func refuseForeign() throws(FileFault) {
        guard let head = try AtomicFile.head(of: path, count: 4_096), !head.isEmpty else { return }
        if format == .xlsx ? WorkbookProof.isOurs(path) : format.recognises(head) { return }
        throw FileFault(
            path: path,
            reason: "is there already and is not a results report of ours that may be replaced; "
                + "remove it or give the report another path")
    }

    /// A writer for this destination; `committed` is told of the file once it is in place.
    ///
    /// - Throws: `FileFault` also when another file has appeared there meanwhile.
    package func writer(
        withByteOrderMark: Bool = false, context: ReportContext = ReportContext(), resend: ResendStyle? = nil,
        committed: @escaping (FileVersion) -> Void = { _ in }
    ) throws(FileFault) -> any ReportWriter {
        try refuseForeign()
        return try format.writer(
            to: try AtomicFile(path: path, committed: committed), withByteOrderMark: withByteOrderMark,
            context: context, resend: resend)
    }
}
