import BatchModel

/// What lines of a report say beside their outcome, read again in the order of the lines: kept for all of them, it would take
/// more memory than everything else of them.
struct ImportedDetails {
    private var lines: PriorReport.Lines
    private var next: UInt32 = 0

    /// Starts at the first line.
    init(of report: PriorReport) { lines = report.lines(withDetails: true) }

    /// Those of a line, which stands behind the ones asked for before; nil where the file was changed meanwhile.
    mutating func of(_ entry: ImportedLines.Entry) throws -> AttemptTrace? {
        while let item = try lines.next() {
            // Other items are refused before anything is recorded.
            guard case .line(let line) = item else { continue }
            next += 1
            guard next > entry.index else { continue }
            return line.row == Int(entry.row) ? line.trace : nil
        }
        return nil
    }
}
