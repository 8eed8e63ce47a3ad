import BatchModel
import Foundation

/// The batches of a user, a line each: when, file, batch label, counts.
struct HistoryPage {
    private static let widest = 40

    let style: Style

    /// The lines, under a head that names the columns.
    func lines(_ batches: [BatchStatus]) -> [String] {
        guard !batches.isEmpty else { return [] }
        let hasLabels = batches.contains { $0.batch != nil }
        let hasSites = Set(batches.map(\.site)).count > 1
        let table =
            [cells("WHEN (UTC)", "FILE", hasLabels ? "BATCH" : nil, hasSites ? "SITE" : nil)]
            + batches.map { batch in
                cells(
                    String(batch.startedAt.prefix(16).replacing("T", with: " ")), Self.file(batch.manifest),
                    hasLabels ? DisplayText.oneLine(batch.batch ?? "", limit: Self.widest) : nil,
                    hasSites ? DisplayText.oneLine(batch.site, limit: Self.widest) : nil)
            }
        let widths = table[0].indices.map { column in table.map { DisplayWidth.columns($0[column]) }.max() ?? 0 }
        let heads = table.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - DisplayWidth.columns($0) + 2) }.joined()
        }
        return [style.dim(heads[0] + "ROWS")]
            + zip(heads.dropFirst(), batches).map { $0 + $1.words(style) + end(of: $1) }
    }

    private func cells(_ cells: String?...) -> [String] { cells.compactMap(\.self) }

    private func end(of batch: BatchStatus) -> String {
        if batch.movedTo != nil { return style.yellow(" (moved)") }
        if batch.running { return style.yellow(" (running)") }
        return batch.endedAt == nil ? style.yellow(" (cut off)") : ""
    }

    /// A path as it would be typed here; a long one by its last parts.
    private static func file(_ path: String) -> String {
        guard path != "-" else { return "(standard input)" }
        let here = FileManager.default.currentDirectoryPath + "/"
        let short = path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
        let shown = DisplayText.oneLine(short, limit: 1_000)
        return shown.count <= widest ? shown : "…" + shown.suffix(widest - 1)
    }
}
