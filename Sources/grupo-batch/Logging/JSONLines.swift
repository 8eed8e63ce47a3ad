import BatchEngine
import BatchModel
import Logging
import Reporting
import Text

/// Writes what is logged as JSON, one object a line: time, level and event first, the rest by name.
struct JSONLines: LogHandler {
    /// The field that holds when it happened, in milliseconds since 1970 (UTC).
    static let time = "time"
    private static let longestText = 1_000

    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]
    private let file: LogFile

    /// Logs to a file.
    init(_ file: LogFile) { self.file = file }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = event.metadata.map { metadata.merging($0) { $1 } } ?? metadata
        file.add(Self.line(event.level, "\(event.message)", fields))
    }

    /// One line of the log.
    static func line(_ level: Logger.Level, _ name: String, _ fields: Logger.Metadata) -> String {
        var at = WallClock.milliseconds
        if case .stringConvertible(let known as Int64)? = fields[time] { at = known }
        var line = "{\"time\":\"\(Timestamp.iso8601(at))\",\"level\":\"\(level.rawValue)\",\"event\":\(quoted(name))"
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) where key != time {
            line += ",\(quoted(key)):"
            append(value, to: &line)
        }
        return line + "}"
    }

    /// The line that says how many are missing.
    static func gap(_ count: Int) -> String { line(.warning, "log_gap", ["lost": .stringConvertible(count)]) }

    private static func append(_ value: Logger.Metadata.Value, to line: inout String) {
        switch value {
        case .string(let text): line += quoted(text)
        case .stringConvertible(let number as any BinaryInteger): line += "\(number)"
        case .stringConvertible(let flag as Bool): line += flag ? "true" : "false"
        case .stringConvertible(let other): line += quoted(other.description)
        case .array(let values):
            line += "["
            for (index, value) in values.enumerated() {
                if index > 0 { line += "," }
                append(value, to: &line)
            }
            line += "]"
        case .dictionary(let fields):
            line += "{"
            for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
                line += (index > 0 ? "," : "") + quoted(field.key) + ":"
                append(field.value, to: &line)
            }
            line += "}"
        }
    }

    /// A JSON string of what is safe to show in a terminal, even after its escapes were read.
    private static func quoted(_ text: String) -> String {
        var quoted = ""
        JSONText.add(DisplayText.oneLine(text, limit: longestText), to: &quoted)
        return quoted
    }
}
