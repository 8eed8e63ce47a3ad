import BatchEngine
import BatchModel
import Foundation

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
        var attempts: Int
        var durationMs: Int64
        var errorKeys: [Key]
        var reports: [String]
        var stopped: String?
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
                selected: JSONText.counts(summary.selected), attempts: summary.tried,
                durationMs: summary.duration.milliseconds,
                errorKeys: summary.statistics.errorKeys.ranked.map {
                    Key(errorKey: $0.key, count: $0.count, errorMessage: $0.message)
                },
                reports: summary.reports, stopped: summary.stop?.explanation))
    }
}

/// Values as one line of JSON with snake_case keys.
enum JSONText {
    static func of(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Texts and numbers always encode.
        return (try? encoder.encode(value)).map { escaped(String(decoding: $0, as: UTF8.self)) } ?? "{}"
    }

    /// The text with the characters a terminal could obey written as JSON's escapes; they stand only inside strings.
    private static func escaped(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: DisplayText.isHarmful) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            guard DisplayText.isHarmful(scalar), scalar.value <= 0xFFFF else {
                text.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return text
    }

    /// Every outcome with its rows.
    static func counts(_ tally: BatchTally) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.rawValue, tally[$0]) })
    }
}
