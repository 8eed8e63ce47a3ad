/// A field of the site's API that a column can hold, and the row's own reference.
package enum ManifestField: String, Sendable, Hashable, CaseIterable {
    case user
    case sender
    case message
    case attachment = "file_attachments"
    case gifURL = "gif_url"
    case id

    /// The name of the field in the API and in the documentation.
    package var name: String { rawValue }

    /// Other headers taken for this field.
    package var aliases: [String] {
        switch self {
        case .user: ["recipient", "username", "email", "to"]
        case .sender: ["from"]
        case .message: ["text", "body"]
        case .attachment: ["attachment", "file"]
        case .gifURL: ["gif"]
        case .id: []
        }
    }

    /// Headers under which other services export this field; taken for it only where no column has an older name, so that
    /// no file becomes ambiguous that was not.
    package var exportNames: [String] {
        switch self {
        case .user: ["Email Address", "E-mail Address", "Mail", "E-mail 1 - Value", "User Name", "Login", "Member"]
        default: []
        }
    }

    /// Every name a header may have for this field.
    var headers: [String] { [name] + aliases + exportNames }

    /// The field a header names, whatever its case, spaces, `_` and `-`; export names do not count.
    package init?(header: String) {
        guard let field = Self.byHeader[ColumnName.folded(header)] else { return nil }
        self = field
    }

    /// The field of which a header is an export name.
    package init?(exportHeader: String) {
        guard let field = Self.byExportName[ColumnName.folded(exportHeader)] else { return nil }
        self = field
    }

    private static let byExportName: [String: ManifestField] = {
        var fields: [String: ManifestField] = [:]
        for field in allCases {
            for header in field.exportNames { fields[ColumnName.folded(header)] = field }
        }
        return fields
    }()

    /// Every folded header with its field.
    static let byHeader: [String: ManifestField] = {
        var fields: [String: ManifestField] = [:]
        for field in allCases {
            for header in [field.name] + field.aliases { fields[ColumnName.folded(header)] = field }
        }
        return fields
    }()
}
