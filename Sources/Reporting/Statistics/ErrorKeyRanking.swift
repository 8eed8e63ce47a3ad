import BatchModel

/// How often each error key occurred. A site that makes up a key per row cannot make it grow without end.
package struct ErrorKeyRanking: Sendable, Hashable {
    /// One error key.
    package struct Entry: Sendable, Hashable {
        /// The key, verbatim.
        package var key: String
        /// The outcome of the first row that had it.
        package var outcome: Outcome
        /// How many rows had it.
        package var count: Int
        /// The first message that came with it.
        package var message: String?
    }

    /// How many different keys are told apart.
    package static let limit = 1_000

    private var entries: [String: Entry] = [:]

    /// Rows whose key is not among `ranked`, because too many others came before it.
    package private(set) var others = 0

    /// Starts empty.
    package init() {}

    /// The keys, the most frequent first.
    package var ranked: [Entry] { entries.values.sorted { ($1.count, $0.key) < ($0.count, $1.key) } }

    /// Counts a row's key.
    package mutating func add(_ key: String, _ outcome: Outcome, message: String?) {
        if let index = entries.index(forKey: key) {
            entries.values[index].count += 1
            if entries.values[index].message == nil { entries.values[index].message = message }
        } else if entries.count < Self.limit {
            entries[key] = Entry(key: key, outcome: outcome, count: 1, message: message)
        } else {
            others += 1
        }
    }
}
