import Foundation

/// What is kept of a site's refusals from one run to the next.
package struct RefusalHistory: Sendable, Hashable, Codable {
    /// Keys of refusals after which messages were accepted in the same run: they concern single recipients. The newest last.
    package private(set) var proved: [String] = []
    /// Keys that stopped a run. That a later run went well may be because the secret was mended, and proves nothing of them.
    package private(set) var suspected: [String] = []
    /// The key that stopped the last run, until a message is accepted again.
    package private(set) var stoppedBy: String?

    private static let mostKeys = 32
    private static let longestKey = 200

    /// Nothing is known of the site.
    package init() {}

    /// Reads what the ledger keeps; nil when it means nothing.
    init?(_ text: String) {
        guard let history = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = history
    }

    /// The history as the ledger keeps it.
    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts always encode.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Takes note that messages were accepted after a refusal, and whether those began only after it was known.
    mutating func prove(_ key: String, isCertain: Bool) {
        if isCertain { suspected.removeAll { $0 == key } }
        guard !suspected.contains(key) else { return }
        Self.add(key, to: &proved)
    }

    /// Takes note that refusals with this key stopped a run.
    mutating func stop(by key: String) {
        stoppedBy = key
        proved.removeAll { $0 == key }
        Self.add(key, to: &suspected)
    }

    /// Takes note that the site accepted a message.
    mutating func accept() { stoppedBy = nil }

    private static func add(_ key: String, to keys: inout [String]) {
        guard key.utf8.count <= longestKey, !keys.contains(key) else { return }
        keys.append(key)
        if keys.count > mostKeys { keys.removeFirst() }
    }
}
