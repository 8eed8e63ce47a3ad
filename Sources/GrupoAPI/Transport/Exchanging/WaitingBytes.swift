/// What waits on a connection that has nothing to say.
enum WaitingBytes: Sendable, Hashable {
    /// Nothing: it is as it should be.
    case nothing
    /// The site has closed it.
    case end
    /// The beginning of a reply.
    case reply
    /// Something else, which no request may be sent behind, but which is no reply either.
    case other

    /// Judges bytes that were read, of which there is at least one.
    ///
    /// Some servers say 408 before they close an idle connection (RFC 9110, 15.5.9): that answers nobody. Some send a line
    /// break too many.
    init(_ bytes: Span<UInt8>) { self = Self.judge(bytes) }

    private static func judge(_ bytes: Span<UInt8>) -> WaitingBytes {
        var start = 0
        while start < bytes.count, bytes[start] == 0x0D || bytes[start] == 0x0A { start += 1 }
        guard start < bytes.count else { return .other }
        let text = bytes.extracting(start..<bytes.count)
        guard begins(text, with: "HTTP/") else { return .other }
        return text.count >= 12 && begins(text.extracting(9..<12), with: "408") ? .other : .reply
    }

    private static func begins(_ bytes: Span<UInt8>, with prefix: StaticString) -> Bool {
        let prefix = prefix.description.utf8
        for (index, byte) in prefix.enumerated().prefix(bytes.count) where bytes[index] != byte { return false }
        return true
    }
}
