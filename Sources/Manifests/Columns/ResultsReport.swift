import BatchModel
import Text

/// Recognises a results report of ours, which lists what became of people and is no list of messages.
enum ResultsReport {
    /// How a JSON report of ours begins, blanks aside.
    private static let jsonBeginning = #"{"format":"grupo-batch-report""#
    /// What becomes of a row; the manifest of rows to send again has no `success`.
    private static let marks = ["user", "success", "outcome"].map(ColumnName.folded)
    /// What else a report says of a row; where somebody took columns out, some of these are left.
    private static let details = ["row", "error_key", "attempts", "http_status", "finished_at", "duration_ms"]
        .map(ColumnName.folded)
    /// How many of those make a report, and how many where somebody added a message, which a manifest has too.
    private static let (enough, enoughBesideMessage) = (2, 5)

    /// Whether these are the columns of a report: in any order, some left out or added, as a spreadsheet saves them.
    static func recognises(_ columns: ColumnTable) -> Bool {
        let names = Set(columns.ownNames.map(ColumnName.folded))
        guard names.isSuperset(of: marks) else { return false }
        let found = details.count { names.contains($0) }
        return found >= (columns.column(of: .message) == nil ? enough : enoughBesideMessage)
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
                To send rows again, write them to a file of their own: grupo-batch report MANIFEST \(option: .only) failed \(option: .format) \
                manifest \(option: .output) again.csv, then send again.csv.
                """)
    }
}
