import BatchModel

/// Which columns of a list name its people.
struct ListColumns {
    /// The columns with names, none when the list is not known to have any.
    let users: [Int]
    /// Whether the list is a results report of ours.
    let isReport: Bool

    /// - Parameter mapped: the column `--map user=` names; it counts when the list has it, and then alone.
    init(_ columns: ColumnTable, mapped: String?) {
        isReport = ResultsReport.recognises(columns)
        let chosen = mapped.flatMap { columns.column(like: $0) }
        if isReport {
            users = columns.names.indices.filter { ColumnName.folded(columns.names[$0]) == "user" }
        } else if let chosen {
            users = [chosen]
        } else if columns.names.contains(where: Self.isUser) {
            users = columns.names.indices.filter { Self.isUser(columns.names[$0]) || Self.isFurther(columns.names[$0]) }
        } else {
            users = []
        }
    }

    /// Whether a header says that its column holds users.
    static func isUser(_ name: String) -> Bool {
        ManifestField(header: name) == .user || ManifestField(exportHeader: name) == .user
    }

    /// A person's second and third address in an address book: `E-mail 2 - Value`, `E-mail 2 Address`.
    private static func isFurther(_ name: String) -> Bool {
        let folded = ColumnName.folded(name)
        guard folded.hasPrefix("email") else { return false }
        let rest = folded.dropFirst("email".count).drop { $0.isASCII && $0.isNumber }
        return rest.count < folded.count - "email".count && ["value", "address"].contains(rest)
    }

    /// The column that `--map` chooses for users.
    static func mapped(_ options: ReadingOptions) -> String? {
        options.columnMap.first { ManifestField(header: $0.key) == .user }.flatMap { $0.value.isEmpty ? nil : $0.value }
    }
}
