import BatchModel
import Text

/// One row as the page shows it: its texts cut, and without characters that nobody can see.
struct HTMLRow {
    /// Instants beyond these no browser can show (ECMA-262, time values).
    private static let instants = -8_640_000_000_000_000...8_640_000_000_000_000 as ClosedRange<Int64>

    private let entry: ReportEntry
    private let user: String
    private let sender: String?
    private let key: String?
    private let message: String?
    private let id: String?
    private let finished: Int64?

    init(_ entry: ReportEntry) {
        self.entry = entry
        user = ShownText.clipped(entry.user, limit: 200)
        sender = entry.sender.isEmpty ? nil : ShownText.clipped(entry.sender, limit: 200)
        key = entry.trace.errorKey.map { ShownText.clipped($0, limit: 120) }
        message = entry.trace.errorMessage.map { ShownText.clipped($0) }
        id = entry.id.map { ShownText.clipped($0, limit: 200) }
        finished = entry.trace.finishedAtMilliseconds.flatMap { Self.instants.contains($0) ? $0 : nil }
    }

    /// What the page's script makes a table row of: an array of JSON.
    var data: String {
        var line = "[\(entry.row),"
        JSONText.add(user, to: &line)
        line += ",\(Self.place(of: entry.outcome)),"
        for text in [sender, key, message] {
            JSONText.add(text, to: &line)
            line += ","
        }
        for number in [
            entry.trace.httpStatus, entry.trace.attempts, finished.map(Int.init), entry.trace.durationMilliseconds,
        ] {
            JSONText.add(number, to: &line)
            line += ","
        }
        JSONText.add(id, to: &line)
        return HTMLData.embedded(line) + "]"
    }

    /// What the template of a row needs.
    var values: [String: Any] {
        var values: [String: Any] = [
            "row": entry.row, "user": user, "outcome": entry.outcome.rawValue, "words": entry.outcome.words,
            "attempts": entry.trace.attempts,
        ]
        values["sender"] = sender
        values["key"] = key
        values["message"] = message
        values["status"] = entry.trace.httpStatus
        values["finished"] = finished.map { RunFacts.moment($0).dropLast(4) }
        values["took"] = entry.trace.durationMilliseconds.map(Duration.measuredText)
        values["id"] = id
        return values
    }

    private static func place(of outcome: Outcome) -> Int { Outcome.allCases.firstIndex(of: outcome) ?? 0 }
}
