/// Where damaged text is looked for.
enum DamagePlace: Hashable, CaseIterable {
    case user
    case sender
    case message
    case id
    /// A column whose value a template puts into the message.
    case value

    /// The place of a field; nil where damage shows by itself.
    init?(_ field: ManifestField) {
        switch field {
        case .user: self = .user
        case .sender: self = .sender
        case .message: self = .message
        case .id: self = .id
        case .attachment, .gifURL: return nil
        }
    }

    /// What sentences call it.
    var noun: String { self == .value ? "value" : "\(self)" }
}
