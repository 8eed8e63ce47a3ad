/// The keys within objects that the user chose by the way to them: `--map user=author.name`.
struct NestedKeys {
    private static let mostSteps = 8

    private var ways: Set<String> = []
    private var beginnings: Set<String> = []

    /// Takes the user's choice of columns. A path of attachments is written anew in rows to be sent again, so that it must be a key
    /// of the row itself.
    init(_ map: [String: String]) {
        for (field, way) in map where ManifestField(header: field) != .attachment {
            let steps = Self.steps(way)
            guard steps.count > 1 else { continue }
            ways.insert(ColumnName.folded(way))
            for count in 1..<steps.count {
                beginnings.insert(ColumnName.folded(steps.prefix(count).joined(separator: ".")))
            }
        }
    }

    /// Whether a chosen key stands within the object of this name.
    func lead(into name: String) -> Bool { !beginnings.isEmpty && beginnings.contains(ColumnName.folded(name)) }

    /// Whether it is a chosen key.
    func end(at way: String) -> Bool { !ways.isEmpty && ways.contains(ColumnName.folded(way)) }

    /// Whether a chosen column is a key, or stands within the object under it.
    static func begins(_ way: String, with key: String) -> Bool {
        let name = ColumnName.folded(key)
        return ColumnName.folded(way) == name || steps(way).first.map { ColumnName.folded(String($0)) } == name
    }

    /// The keys on a way; none where it is no way.
    private static func steps(_ way: String) -> [Substring] {
        let steps = way.split(separator: ".", omittingEmptySubsequences: false)
        return steps.count <= mostSteps && !steps.contains("") ? steps : []
    }
}
