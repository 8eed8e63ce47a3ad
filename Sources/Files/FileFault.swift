/// Why a file could not be written.
package struct FileFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file as the user named it.
    package var path: String
    /// What is wrong and what to do.
    package var reason: String
    /// Whether the file is a pipe whose reader went away, of which nobody need be told.
    package var isUnread = false

    /// Describes a fault.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// Names the file, what is wrong and what to do.
    package var description: String { "\(path): \(reason)" }
}
