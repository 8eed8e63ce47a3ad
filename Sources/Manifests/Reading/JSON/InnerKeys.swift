import Text

/// The texts that stand within the objects of a JSON file's rows, as their first ones show.
struct InnerKeys {
    private static let limit = 100
    /// What programs call the object of a person.
    private static let persons: Set<String> = [
        "author", "user", "member", "from", "to", "recipient", "account", "profile", "person", "contact",
    ]

    private var keys: [String: [String]] = [:]

    /// Whether no object was met under a key; from now on one was.
    mutating func isNew(_ name: String) -> Bool {
        guard keys[name] == nil, keys.count < Self.limit else { return false }
        keys[name] = []
        return true
    }

    /// A text stands under a key of the object.
    mutating func add(_ key: [UInt8], to name: String) {
        if keys[name, default: []].count < Self.limit {
            keys[name, default: []].append(String(decoding: key, as: UTF8.self))
        }
    }

    /// What to do where an object stands in place of a field's text; nil when none of its texts is likely to be meant.
    func advice(_ name: String, _ field: ManifestField) -> String? {
        let likely = (keys[name] ?? []).map { (key: $0, score: Self.score($0, field)) }.filter { $0.score > 0 }
        guard let best = likely.max(by: { $0.score < $1.score }) else { return nil }
        return "If \"\(best.key)\" in it is the \(field.name), add \(Self.option("\(name).\(best.key)", field))."
    }

    /// The way to the key that most likely names users; nil when no object looks like a person.
    var wayToUser: String? {
        keys.filter { Self.persons.contains(ColumnName.folded($0.key)) }.sorted { $0.key < $1.key }.flatMap {
            name, keys in
            keys.map { (way: "\(name).\($0)", score: Self.score($0, .user)) }
        }.filter { $0.score > 0 }.max { $0.score < $1.score }?.way
    }

    /// The option that chooses a key.
    static func option(_ way: String, _ field: ManifestField = .user) -> String {
        "\(option: .map) \(field.name)=\(JSONShape.argument(way))"
    }

    private static func score(_ key: String, _ field: ManifestField) -> Int {
        switch field {
        case .user:
            // A nickname is what an account is shown as, beside the name it has.
            switch ColumnName.folded(key) {
            case "name": 2
            case "nickname": 1
            default: LikelyUsers.score(key)
            }
        case .sender: ColumnName.folded(key) == "name" ? 1 : 0
        case .message: HeaderWords.field(key) == .message || ManifestField(header: key) == .message ? 1 : 0
        default: 0
        }
    }
}
