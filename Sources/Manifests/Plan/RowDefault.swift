/// An option that gives a value to rows without their own: the one list of them.
package enum RowDefault: String, Sendable, Hashable, CaseIterable {
    case sender
    case message
    case template
    case attachment
    case gifURL = "gif-url"

    /// The option as it is typed.
    package var option: String { "--\(rawValue)" }

    /// The field that it fills.
    package var field: ManifestField {
        switch self {
        case .sender: .sender
        case .message, .template: .message
        case .attachment: .attachment
        case .gifURL: .gifURL
        }
    }

    /// The options among these that rows without their own value get something from.
    static func given(in options: ReadingOptions) -> [RowDefault] {
        allCases.filter { option in
            switch option {
            case .sender: options.defaultSender != nil
            // A template is what counts where both are given.
            case .message: options.defaultMessage != nil && options.templateFile == nil
            case .template: options.templateFile != nil
            case .attachment: options.defaultAttachment != nil
            case .gifURL: options.defaultGIF != nil
            }
        }
    }
}
