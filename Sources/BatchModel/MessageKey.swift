/// The identity of a row: what is sent, to whom, by whom, through which site and batch; not where the row stands.
///
/// The first 128 bits of a SHA-256 digest: two different messages share one with a chance of about 1 in 10^24 for ten
/// million rows.
public struct MessageKey: Sendable, Hashable {
    /// Bytes 0 to 7, big-endian.
    public var high: UInt64
    /// Bytes 8 to 15, big-endian.
    public var low: UInt64

    /// Takes a key from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
