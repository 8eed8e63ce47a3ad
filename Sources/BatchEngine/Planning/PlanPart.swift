import Digests

/// Collects what one of a plan's short digests covers.
struct PlanPart {
    private let hasher = SHA256Hasher()

    init() {}

    init(_ digest: SHA256Digest) { add(digest) }

    init(_ texts: [String]) { for text in texts { add(text) } }

    func add(_ text: String) { hasher.updateFramed(text.utf8.span) }

    func add(_ digest: SHA256Digest) { hasher.updateFramed(digest.bytes.span) }

    /// The first 64 bits of the digest in hex; starts anew.
    var text: String { String(hasher.finish().description.prefix(16)) }
}
