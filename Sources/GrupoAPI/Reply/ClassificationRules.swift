/// What the user knows about the site's replies beyond the published API.
public struct ClassificationRules: Sendable, Hashable {
    /// HTTP statuses which on this site prove that nothing was stored; they turn an unknown outcome into not sent.
    public var notSentStatuses: Set<Int>
    /// Values of `success` that mean true on this site, as text: `true` for the string "true", `1` for the number or
    /// the string. The boolean true always counts.
    public var successValues: Set<String>

    /// Takes rules; without arguments the published API alone counts.
    public init(notSentStatuses: Set<Int> = [], successValues: Set<String> = []) {
        self.notSentStatuses = notSentStatuses
        self.successValues = successValues
    }
}
