/// Where a report may lie that proves what was sent of a manifest, perhaps from elsewhere.
package struct PriorReportPlace: Sendable, Hashable {
    /// The report's path.
    package var path: String
    /// Whether it is called after the manifest and lies beside it: all its lines are then about that file.
    package var isOfFile: Bool
    /// Whether it only lies in the same folder: it may be about other files, or be nobody's to read, and then says nothing.
    package var isNeighbour: Bool
    /// The command that restores what it proves, as a shell reads it.
    package var importCommand: String

    /// Names a place; there need not be a report.
    package init(_ path: String, isOfFile: Bool, isNeighbour: Bool = false, importCommand: String) {
        self.path = path
        self.isOfFile = isOfFile
        self.isNeighbour = isNeighbour
        self.importCommand = importCommand
    }
}
