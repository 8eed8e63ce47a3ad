import BatchModel

/// A row as a JSON object, with the CSV report's columns as its keys.
enum JSONRow {
    /// How every row begins.
    static let beginning = "{\"row\":"

    /// Adds a row to a text.
    static func add(_ entry: ReportEntry, to line: inout String) {
        line += beginning
        line += String(entry.row)
        line += ",\"user\":"
        JSONText.add(entry.user, to: &line)
        line += ",\"sender\":"
        JSONText.add(entry.sender, to: &line)
        line += ",\"success\":"
        line += entry.outcome.success.map { $0 ? "true" : "false" } ?? "null"
        line += ",\"error_key\":"
        JSONText.add(entry.trace.errorKey, to: &line)
        line += ",\"error_message\":"
        JSONText.add(entry.trace.errorMessage, to: &line)
        line += ",\"outcome\":\""
        line += entry.outcome.rawValue
        line += "\",\"http_status\":"
        JSONText.add(entry.trace.httpStatus, to: &line)
        line += ",\"attempts\":"
        line += String(entry.trace.attempts)
        line += ",\"finished_at\":"
        JSONText.add(instant: entry.trace.finishedAtMilliseconds, to: &line)
        line += ",\"duration_ms\":"
        JSONText.add(entry.trace.durationMilliseconds, to: &line)
        line += ",\"id\":"
        JSONText.add(entry.id, to: &line)
        line += ",\"row_digest\":"
        JSONText.add(entry.digest?.text, to: &line)
        line += "}"
    }
}
