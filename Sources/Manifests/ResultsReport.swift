import BatchModel

/// Recognises a results report of ours, which lists what became of people and is no list of messages.
enum ResultsReport {
    /// How a JSON report of ours begins, blanks aside.
    private static let jsonBeginning = #"{"format":"grupo-batch-report""#
    /// What every form of the report has as columns or keys, and the manifest of rows to send again has not.
    private static let marks = ["row", "user", "sender", "success", "error_key", "outcome"].map(ColumnName.folded)
    /// What only a report has, even where somebody added a message to it.
    private static let proofs = ["http_status", "attempts", "finished_at", "duration_ms"].map(ColumnName.folded)

    /// Whether these are the columns of a report: in any order, some left out or added, as a spreadsheet saves them.
    static func recognises(_ columns: ColumnTable) -> Bool {
        let names = Set(columns.ownNames.map(ColumnName.folded))
        return names.isSuperset(of: marks)
            && (columns.column(of: .message) == nil || names.isSuperset(of: proofs))
    }

    /// Whether a JSON file begins as a report.
    static func recognises(_ file: ManifestFile) throws(ManifestFault) -> Bool {
        var head = [UInt8](repeating: 0, count: 1 << 10)
        head.removeSubrange(try file.read(into: &head, from: 0, at: 0)...)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = head.starts(with: mark) ? head.dropFirst(mark.count) : head[...]
        return text.lazy.filter { $0 != 32 && !(9...13).contains($0) }.starts(with: jsonBeginning.utf8)
    }

    /// Says that a report was given as a manifest, and how its rows are sent again.
    static func fault(_ file: String, row: Int?) -> ManifestFault {
        ManifestFault(
            .invalid, .resultsReport, at: SourceLocation(file: file, row: row),
            problem: "The file is a results report, which says what became of each row; it is no list of messages.",
            remedy: """
                To send rows again, write them to a file of their own: grupo-batch report MANIFEST --only failed --format \
                manifest --output again.csv, then send again.csv.
                """)
    }
}
