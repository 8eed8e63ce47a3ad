import BatchEngine
import BatchModel
import Reporting

/// A run's result as one JSON object.
struct SummaryJSON {
    let text: String

    private struct Fields: Encodable {
        var manifest: String
        var site: String
        var batch: String?
        var exitCode: Int32
        var rows: Int
        var counts: [String: Int]
        var selected: [String: Int]
        var exclusion: ExclusionText.Fields?
        var attempts: Int
        var durationMs: Int64
        var errorKeys: [Key]
        var reports: [String]
        var stopped: String?
        var notices: [RunNotice]
    }

    private struct Key: Encodable {
        var errorKey: String
        var count: Int
        var errorMessage: String?
    }

    init(_ summary: RunSummary, _ end: RunEnd, _ settings: RunSettings) {
        text = JSONText.of(
            Fields(
                manifest: settings.manifestArgument, site: settings.site.canonical, batch: settings.batch,
                exitCode: end.code, rows: summary.tally.total, counts: JSONText.counts(summary.tally),
                selected: JSONText.counts(summary.selected), exclusion: ExclusionText.Fields(summary.exclusion),
                attempts: summary.tried,
                durationMs: summary.duration.milliseconds,
                errorKeys: summary.statistics.errorKeys.ranked.map {
                    Key(errorKey: $0.key, count: $0.count, errorMessage: $0.message)
                },
                reports: summary.reports, stopped: summary.stop?.explanation,
                notices: summary.notices))
    }
}
