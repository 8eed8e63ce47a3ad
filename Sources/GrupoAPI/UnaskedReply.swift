import BatchModel

/// The site sent a reply that nobody asked for.
///
/// From then on every message gets a connection of its own.
public struct UnaskedReply: Sendable, Hashable {
    /// The rows whose answers came over the same connection: each may be another's.
    public var doubted: [RowReference]
}
