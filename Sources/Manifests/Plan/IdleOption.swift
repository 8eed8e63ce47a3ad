/// An option that does nothing to any row of the file.
package enum IdleOption: Sendable, Hashable {
    /// `--render`: no row has a message with `{{...}}`, and neither has the one for all rows. `isTemplateGiven`: a template file
    /// is filled in without it.
    case render(isTemplateGiven: Bool)
    /// `--map FIELD=`: no column would be used for the field anyway.
    case ignoredField(String)

    /// The option's name, without hyphens.
    package var name: String {
        switch self {
        case .render: "render"
        case .ignoredField: "map"
        }
    }
}

extension ReadingOptions {
    /// Whether an option was given that may turn out to do nothing.
    var mayBeIdle: Bool { render || columnMap.values.contains(where: \.isEmpty) }

    /// The options that did nothing; `hasRendered`: a row has a message of its own with `{{...}}`.
    func idle(_ columns: ColumnTable, _ defaults: RowDefaults, hasRendered: Bool) -> [IdleOption] {
        var idle: [IdleOption] = []
        let isTemplateGiven = templateFile != nil
        if render, !hasRendered, isTemplateGiven || !defaults.rendersMessage {
            idle.append(.render(isTemplateGiven: isTemplateGiven))
        }
        let ignored = columns.idlyIgnored
        return idle
            + columnMap.filter { $0.value.isEmpty && ManifestField(header: $0.key).map(ignored.contains) ?? false }.keys
            .sorted().map { .ignoredField($0) }
    }
}

extension RowDefaults {
    /// Whether the message of rows without one is a template that names a column, or may be one.
    fileprivate var rendersMessage: Bool {
        switch message {
        case .template(let template): !template.names.isEmpty
        case .unusable: true
        case .none, .text: false
        }
    }
}
