/// Stands for a set of messages: how many there are, and a sum over their digests, whatever their order.
///
/// Two ledgers that served the same messages from a file have the same sum. It says nothing of which messages those are.
package struct ServedSum: Sendable, Hashable, Codable {
    /// How many messages there are.
    package private(set) var count = 0
    /// The sum of their digests, modulo 2^64.
    private var sum: UInt64 = 0

    /// Stands for none.
    package init() {}

    /// Adds a message.
    package mutating func add(_ identity: MessageIdentity) {
        count += 1
        var name: UInt64 = 0
        // Mixed, so that equal differences of digests do not make equal sums.
        for part in [identity.key.high, identity.key.low, UInt64(identity.ordinal)] {
            name = (name ^ part) &* 0xBF58_476D_1CE4_E5B9
            name ^= name >> 31
        }
        sum &+= name
    }
}
