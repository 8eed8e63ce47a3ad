/// The site sent a reply that nobody asked for.
///
/// From then on every message gets a connection of its own.
public struct UnaskedReply: Sendable, Hashable {
    /// The tags of the messages whose answers came over the same connection: each may be another's.
    public var doubted: [UInt64]
}

extension UnaskedReply {
    /// How long after an answer it can still show that it was another row's: one that is out of step still owes the reply to
    /// its last request, which may take the site as long as the longest exchange so far.
    package static func doubtTime(afterLongest longest: Duration) -> Duration { min(longest * 2, .seconds(10)) }
}
