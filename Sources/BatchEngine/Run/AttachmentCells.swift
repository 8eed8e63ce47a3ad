import Manifests
import Reporting

/// Rewrites a row's attachment paths for a manifest that will lie in another folder.
struct AttachmentCells {
    /// What stands before a path to lead from the new folder to the old one; empty when they are the same.
    private let prefix: String
    private let mappedColumn: String?

    /// Prepares the rewriting; both folders are absolute and without links.
    init(from oldFolder: String, to newFolder: String, reading: ReadingOptions) {
        prefix = Self.way(from: newFolder, to: oldFolder)
        mappedColumn = reading.columnMap[ManifestField.attachment.name]
    }

    /// The row's cells as the new manifest has them.
    func cells(of row: ManifestRow) -> ManifestCells {
        guard !prefix.isEmpty else { return row.cells }
        return row.cells.map { cell in
            guard isAttachment(cell.column), !cell.value.isEmpty, !cell.value.hasPrefix("/") else { return cell }
            return (cell.column, prefix + cell.value)
        }
    }

    private func isAttachment(_ column: String) -> Bool {
        mappedColumn.map { $0 == column } ?? (ManifestField(header: column) == .attachment)
    }

    /// The relative path from one folder to another, with a slash at its end; empty for the same folder.
    static func way(from start: String, to end: String) -> String {
        var one = start.split(separator: "/")[...]
        var other = end.split(separator: "/")[...]
        while let first = one.first, first == other.first {
            one.removeFirst()
            other.removeFirst()
        }
        return (one.map { _ in ".." } + other).map { $0 + "/" }.joined()
    }
}
