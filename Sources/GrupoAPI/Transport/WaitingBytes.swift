import Glibc

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

    /// Looks without taking anything away.
    init(on descriptor: Int32, isEncrypted: Bool) {
        var bytes = InlineArray<16, UInt8>(repeating: 0)
        var span = bytes.mutableSpan
        let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
            unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        }
        switch count {
        case 0: self = .end
        case ..<0: self = errno == EAGAIN || errno == EINTR ? .nothing : .end
        default: self.init(bytes.span.extracting(first: count), isEncrypted: isEncrypted)
        }
    }

    /// Judges bytes that were read, of which there is at least one.
    init(_ bytes: Span<UInt8>) { self = Self.ofText(bytes) }

    /// Judges the first of the bytes, of which there is at least one.
    init(_ bytes: Span<UInt8>, isEncrypted: Bool) {
        self = isEncrypted ? Self.ofRecord(bytes) : Self.ofText(bytes)
    }

    /// Some servers say 408 before they close an idle connection (RFC 9110, 15.5.9): that answers nobody. Some send a line
    /// break too many.
    private static func ofText(_ bytes: Span<UInt8>) -> WaitingBytes {
        var start = 0
        while start < bytes.count, bytes[start] == 0x0D || bytes[start] == 0x0A { start += 1 }
        guard start < bytes.count else { return .other }
        let text = bytes.extracting(start..<bytes.count)
        guard begins(text, with: "HTTP/") else { return .other }
        return text.count >= 12 && begins(text.extracting(9..<12), with: "408") ? .other : .reply
    }

    /// A TLS record of type 23 holds a reply, unless it is so short that it can only be an alert or an update of keys.
    ///
    /// Session tickets are that long too, but they come before the first reply.
    private static func ofRecord(_ bytes: Span<UInt8>) -> WaitingBytes {
        guard bytes.count >= 5, bytes[0] == 23 else { return .other }
        return Int(bytes[3]) << 8 | Int(bytes[4]) > 64 ? .reply : .other
    }

    private static func begins(_ bytes: Span<UInt8>, with prefix: StaticString) -> Bool {
        let prefix = prefix.description.utf8
        for (index, byte) in prefix.enumerated().prefix(bytes.count) where bytes[index] != byte { return false }
        return true
    }
}
