import Files
import Reporting

/// Where a report may lie that proves what was sent of a manifest, perhaps from elsewhere.
package struct PriorReportPlace: Sendable, Hashable {
    /// The report's path.
    package var path: String
    /// Whether it is called after the manifest and lies beside it: all its lines are then about that file.
    package var isOfFile: Bool
    /// Whether it only lies in the same folder: it may be about other files, or be nobody's to read, and then says nothing.
    package var isNeighbour: Bool
    /// The command that restores what it proves, as a shell reads it; for a report that is not read back, what one that is proves.
    package var importCommand: String

    /// Whether a report with this ending says of each row what became of it.
    var isReadBack: Bool { ReportFormat(path: path)?.isReadBack ?? true }

    /// Whether a report of ours lies there that is for people or other programs.
    ///
    /// - Throws: `RunFault.refused` for a file that cannot be read.
    func isForReading() throws -> Bool {
        guard !isReadBack else { return false }
        return try PriorReport.readable(path) {
            try AtomicFile.head(of: PriorReport.realPath(path), count: 4_096).map(ReportFormat.isForReading) ?? false
        }
    }

    /// Names a place; there need not be a report.
    package init(_ path: String, isOfFile: Bool, isNeighbour: Bool = false, importCommand: String) {
        self.path = path
        self.isOfFile = isOfFile
        self.isNeighbour = isNeighbour
        self.importCommand = importCommand
    }
}
