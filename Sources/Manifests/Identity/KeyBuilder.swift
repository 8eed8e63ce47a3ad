import BatchModel
import Digests

/// Computes the identity of rows: what is sent, to whom, by whom, through which site and batch.
struct KeyBuilder {
    private let hasher = SHA256Hasher()
    private let prefix: [UInt8]
    private var input: [UInt8] = []

    /// Prepares the part all rows share.
    init(_ scope: IdentityScope) {
        var prefix: [UInt8] = []
        Self.frame("grupo-batch message 1".utf8.span, into: &prefix)
        Self.frame(scope.site.utf8.span, into: &prefix)
        prefix.append(scope.batch == nil ? 0 : 1)
        Self.frame((scope.batch ?? "").utf8.span, into: &prefix)
        self.prefix = prefix
    }

    /// Prepares digests of another kind.
    init(tag: StaticString) {
        var prefix: [UInt8] = []
        Self.frame("\(tag)".utf8.span, into: &prefix)
        self.prefix = prefix
    }

    /// Starts the next row.
    mutating func begin() {
        input.removeAll(keepingCapacity: true)
        input += prefix
    }

    /// Adds a part that every row has.
    mutating func add(_ part: Span<UInt8>) { Self.frame(part, into: &input) }

    /// Adds a part that may be missing.
    mutating func addOptional(_ part: Span<UInt8>, isPresent: Bool) {
        input.append(isPresent ? 1 : 0)
        if isPresent { Self.frame(part, into: &input) }
    }

    /// The key of the parts added since `begin`.
    func finish() -> MessageKey {
        hasher.update(input.span)
        let prefix = hasher.finish().prefix
        return MessageKey(high: prefix.high, low: prefix.low)
    }

    /// The byte count as eight big-endian bytes, then the bytes: no two lists of parts share one input.
    private static func frame(_ part: Span<UInt8>, into input: inout [UInt8]) {
        unsafe withUnsafeBytes(of: UInt64(part.count).bigEndian) { unsafe input.append(contentsOf: $0) }
        input.append(copying: part)
    }
}
