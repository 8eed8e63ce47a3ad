import Text

/// A wait that the site asked everybody for, as it is kept for the next run.
package struct SiteClosure: Sendable, Hashable {
    /// When it was kept, in milliseconds since 1970 (UTC).
    package var since: Int64
    /// When it ends.
    package var until: Int64

    /// A clock that was set back further than this is told from one that was put right.
    private static let tolerance: Int64 = 60_000
    /// A site that asks for more is asked again after a day.
    private static let longest: Int64 = 86_400_000

    /// Keeps a wait that ends so long from now.
    package init(for span: Duration, at now: Int64) {
        since = now
        until = now + min(span.milliseconds, Self.longest)
    }

    /// Reads what the ledger keeps; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: " ").compactMap { Int64($0) }
        guard parts.count == 2, parts[0] <= parts[1], parts[1] - parts[0] <= Self.longest else { return nil }
        (since, until) = (parts[0], parts[1])
    }

    /// The wait as the ledger keeps it.
    package var text: String { "\(since) \(until)" }

    /// How long it still lasts; after the clock was set back, no longer than the user's patience.
    package func rest(at now: Int64, patience: Duration) -> Duration {
        let isSetBack = now < since - Self.tolerance
        return isSetBack
            ? min(.milliseconds(until - since), patience) : max(.zero, .milliseconds(min(until - now, until - since)))
    }
}
