import BatchModel

/// Who writes a ledger, as its lock file or its database says.
package struct LedgerHolder: Sendable, Hashable, CustomStringConvertible {
    /// The process; nil when the lock file does not tell.
    package var processID: Int32?
    /// When it took the lock: UTC, ISO 8601; nil when the lock file does not tell.
    package var startedAt: String?
    /// What it was asked to do, such as `send list.csv`; nil when the lock file does not tell.
    package var command: String?

    /// The machine it is on, where that may be another one; nil for this one.
    package var host: String?
    /// In how many seconds others may take over unless it is heard of again; nil where it holds a lock.
    package var secondsLeft: Int?

    /// Names a holder.
    package init(
        processID: Int32?, startedAt: String?, command: String?, host: String? = nil, secondsLeft: Int? = nil
    ) {
        self.processID = processID
        self.startedAt = startedAt
        self.command = command
        self.host = host
        self.secondsLeft = secondsLeft
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
        let machine = host.map { " on \(DisplayText.oneLine($0, limit: 100))" } ?? ""
        let rest = secondsLeft.map { "; if it died, its lease ends in \(max(1, $0)) s" } ?? ""
        return "process \(processID)\(machine)\(doing)\(since)\(rest)"
    }
}
