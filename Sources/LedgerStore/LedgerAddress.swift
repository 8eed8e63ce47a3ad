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
}

extension LedgerAddress: CustomStringConvertible {
    private static let hidden = "***"

    /// The path, or the URL without its password.
    package var description: String {
        switch self {
        case .file(let path): path
        case .url(let url): Self.redacted(url)
        }
    }

    /// Hides what stands between the user's name and the host, and the values of parameters that hold a password.
    private static func redacted(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = withoutPassword(parts[0])
        guard parts.count == 2 else { return place }
        let words = parts[1].split(separator: "&", omittingEmptySubsequences: false).map { word -> Substring in
            guard let equals = word.firstIndex(of: "="), word[..<equals].lowercased().hasSuffix("password") else {
                return word
            }
            return word[...equals] + hidden
        }
        return "\(place)?\(words.joined(separator: "&"))"
    }

    private static func withoutPassword(_ place: Substring) -> String {
        // A password that was not escaped may hold an @ itself: the last one ends it.
        guard let start = place.ranges(of: "//").first?.upperBound, let at = place[start...].lastIndex(of: "@"),
            let colon = place[start..<at].firstIndex(of: ":")
        else { return String(place) }
        return place[...colon] + hidden + place[at...]
    }
}
