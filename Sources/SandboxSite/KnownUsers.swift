/// The people a sandbox knows, as recipients and as senders alike.
package enum KnownUsers: Sendable, Hashable {
    /// Everyone but the names that begin with `unknown`, so that a refusal can be seen without a list.
    case anyone
    /// These names and no others, compared exactly.
    case names(Set<String>)

    /// Reads a list with one name a line; blank lines and lines beginning with `#` do not count.
    package init(listing text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks() }
        self = .names(Set(lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map(String.init)))
    }

    /// Whether the sandbox knows somebody of this name.
    package func contains(_ name: String) -> Bool {
        switch self {
        case .anyone: !name.hasPrefix("unknown")
        case .names(let names): names.contains(name)
        }
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var trimmed = drop(while: \.isWhitespace)
        while trimmed.last?.isWhitespace == true { trimmed.removeLast() }
        return trimmed
    }
}
