import Text

/// What `validate` prints and `send --plan` demands: a row of short digests, one a kind, in one word without a path.
///
/// `p2:site=…,input=…,texts=…,attachments=…,lists=…,selection=…,limit=all,choices=…`: 64 bits each in hex. The limit
/// stands in clear, because a smaller one is part of what was approved.
package struct PlanDigest: Sendable, Hashable, CustomStringConvertible {
    /// What one of the digests covers.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case site
        case input
        case texts
        case attachments
        case lists
        case selection
        case choices

        /// The kind as a message names it.
        package var meaning: String {
            switch self {
            case .site: "site (address and batch)"
            case .input: "input (your list's content and how it is read)"
            case .texts: "texts (message, template, sender or GIF)"
            case .attachments: "attachments"
            case .lists: "lists (the names of \(option: .exclude))"
            case .selection: "selection (\(option: .rows), \(option: .limit) or \(option: .testTo))"
            case .choices:
                "choices (\(option: .skipInvalid), \(option: .resendEdited), \(option: .keepServed) or a checking option)"
            }
        }
    }

    private static let version = "p2:"
    private static let limitName = "limit"
    private static let noLimit = "all"
    private static let noSite = "none"

    /// The digest of each kind.
    let parts: [Kind: String]
    /// The most rows the plan takes; nil for all.
    package let limit: Int?

    init(_ parts: [Kind: String], limit: Int?) {
        self.parts = parts
        self.limit = limit
    }

    /// The part of a plan that was made without a site; `batch` is the digest of the label, if there is one.
    static func unknownSite(batch: String?) -> String { batch.map { "\(noSite)-\($0)" } ?? noSite }

    /// Whether it says nothing of where the messages go.
    package var lacksSite: Bool { parts[.site]?.hasPrefix(Self.noSite) ?? true }

    /// The digests in one word that a shell takes as it is.
    package var description: String {
        let words = Kind.allCases.flatMap { kind in
            let word = "\(kind.rawValue)=\(parts[kind] ?? "")"
            return kind == .selection ? [word, "\(Self.limitName)=\(limit.map(String.init) ?? Self.noLimit)"] : [word]
        }
        return Self.version + words.joined(separator: ",")
    }

    /// Reads a digest as it is printed; nil when it is not a whole one.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.version) else { return nil }
        var words: [String: String] = [:]
        for word in text.dropFirst(Self.version.count).split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = word.firstIndex(of: "=") else { return nil }
            words[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        var parts: [Kind: String] = [:]
        for kind in Kind.allCases { parts[kind] = words[kind.rawValue] }
        let limit = words[Self.limitName].flatMap { Int($0) }
        self.init(parts, limit: limit)
        // Whatever is missing, doubled, out of place or written otherwise shows here.
        guard description == text, parts.allSatisfy({ Self.isDigest($1, of: $0) }), limit ?? 1 > 0 else { return nil }
    }

    private static func isDigest(_ text: String, of kind: Kind) -> Bool {
        if kind == .site, text == noSite { return true }
        let digits = kind == .site && text.hasPrefix(noSite + "-") ? text.dropFirst(noSite.count + 1) : text[...]
        return digits.utf8.count == 16 && digits.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// The kinds in which this plan is not what was approved. A smaller limit than the approved one is.
    package func differences(from approved: PlanDigest) -> [Kind] {
        Kind.allCases.filter { kind in
            parts[kind] != approved.parts[kind] || kind == .selection && !isWithin(approved)
        }
    }

    private func isWithin(_ approved: PlanDigest) -> Bool { limit ?? .max <= approved.limit ?? .max }
}
