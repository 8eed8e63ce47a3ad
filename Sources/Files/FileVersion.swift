/// What tells a file from every other one, and from itself once anybody has changed, replaced or renamed it: device, number,
/// size, and the times of its content and of its entry. No program can set the last.
package struct FileVersion: Sendable, Hashable {
    /// The version as a ledger keeps it.
    package let text: String

    init(text: String) { self.text = text }

    /// The version of what is at a path now, behind links too; nil when nothing is there, or it cannot be seen.
    package init?(path: String) {
        guard let status = try? FileStatus(at: path) else { return nil }
        self = status.version
    }
}
