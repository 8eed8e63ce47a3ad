/// An error key with which messages of a campaign are refused.
package struct EarlierRefusal: Sendable, Hashable {
    /// The site's key.
    package var errorKey: String
    /// When the first of them was refused, in milliseconds since 1970 (UTC).
    package var firstAtMilliseconds: Int64

    /// Describes a key.
    package init(errorKey: String, firstAtMilliseconds: Int64) {
        self.errorKey = errorKey
        self.firstAtMilliseconds = firstAtMilliseconds
    }
}
