/// Where a ledger is: a file, or a database that is named by a URL.
package enum LedgerAddress: Sendable, Hashable {
    /// A file of this machine.
    case file(String)
    /// A database, as the URL it was named by.
    case url(String)

    private static let schemes = ["postgres:", "postgresql:"]

    /// Reads what a person wrote; whatever does not begin like the URL of a database is a file's path.
    package init(_ text: String) {
        let head = text.prefix(16).lowercased()
        self = Self.schemes.contains { head.hasPrefix($0) } ? .url(text) : .file(text)
    }

    /// The file's path; nil for a database.
    package var path: String? {
        if case .file(let path) = self { path } else { nil }
    }

    /// The name by which a ledger at this address knows a manifest of a path: paths are one machine's, and a database may be used
    /// from many.
    package func manifestName(ofPath path: String) -> String {
        switch self {
        case .file: path
        case .url: path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
        }
    }

    /// Why nothing can be opened by this address, and what to write instead; nil when it is well formed. Shows no password.
    package var fault: String? {
        guard case .url(let url) = self else { return nil }
        let parts = AddressParts(url)
        if parts.holdsPassword {
            return
                "the address \(self) holds a password, which other users of this machine could read; leave it out and keep it in "
                + "~/.pgpass, or in a service file that is yours alone (postgres:service=NAME)"
        }
        guard parts.isURL || parts.service != nil else {
            return
                "the address \(self) is none of a PostgreSQL database; write postgres://USER@HOST/DATABASE or postgres:service=NAME"
        }
        return nil
    }
}

extension LedgerAddress: CustomStringConvertible {
    /// The path; of a URL user, host and database alone.
    package var description: String {
        switch self {
        case .file(let path): path
        case .url(let url): AddressParts(url).shown
        }
    }
}
