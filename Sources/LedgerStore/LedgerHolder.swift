import BatchModel

/// Who holds the ledger's lock, as its lock file says.
package struct LedgerHolder: Sendable, Hashable, CustomStringConvertible {
    /// The process; nil when the lock file does not tell.
    package var processID: Int32?
    /// When it took the lock: UTC, ISO 8601; nil when the lock file does not tell.
    package var startedAt: String?
    /// What it was asked to do, such as `send list.csv`; nil when the lock file does not tell.
    package var command: String?

    /// Names a holder.
    package init(processID: Int32?, startedAt: String?, command: String?) {
        self.processID = processID
        self.startedAt = startedAt
        self.command = command
    }

    /// Reads what `record` wrote; anything else gives a holder without names.
    package init(record: String) {
        let lines = record.split(separator: "\n", omittingEmptySubsequences: false)
        let processID = lines.count >= 3 ? Int32(lines[0]) : nil
        self.init(
            processID: processID, startedAt: processID.map { _ in String(lines[1]) },
            command: processID.map { _ in String(lines[2]) })
    }

    /// The content of the lock file: three lines.
    package var record: String {
        let command = DisplayText.oneLine(command ?? "")
        return "\(processID.map(String.init) ?? "")\n\(startedAt ?? "")\n\(command)\n"
    }

    /// Process, command and start, safe for a terminal.
    package var description: String {
        guard let processID else { return "another process" }
        let since = startedAt.map { ", running since \(DisplayText.oneLine($0, limit: 40))" } ?? ""
        let doing = command.flatMap { $0.isEmpty ? nil : " (\(DisplayText.oneLine($0)))" } ?? ""
        return "process \(processID)\(doing)\(since)"
    }
}
