import Manifests

/// Who gave an option its value.
package struct OptionOrigin: Sendable, Hashable {
    /// How to name it to the user: the option, the variable, or the line of a configuration.
    package var name: String
    /// Whether it was typed for this one command, so that it must do what it says.
    package var isTyped: Bool

    /// Names the origin of a value.
    package init(name: String, isTyped: Bool) {
        self.name = name
        self.isTyped = isTyped
    }
}

extension [RowDefault: OptionOrigin] {
    /// The options that were not typed for this one command: what they name matters only where a row uses it.
    package var standing: Set<RowDefault> { Set(filter { !$0.value.isTyped && $0.key != .attachment }.keys) }
}
