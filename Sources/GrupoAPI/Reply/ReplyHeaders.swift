/// The header lines of a reply that matter here. An interim reply's lines are forgotten when the next one begins.
struct ReplyHeaders {
    /// The Location header.
    private(set) var location: String?
    /// Every Retry-After header.
    private(set) var retryAfter: [String] = []
    /// Whether `cf-mitigated: challenge` is there.
    private(set) var isChallenge = false
    /// Whether the reply lets the connection be used again: it is HTTP/1.1, says where it ends and does not say `close`.
    var keepsConnection: Bool { isModern && hasEnd && !saysClose }
    /// Whether everything was HTTP/1.1 so far.
    private(set) var isModern = true
    private var hasEnd = false
    /// Whether it says that the connection ends.
    private(set) var saysClose = false
    /// The bytes of all lines, those of interim replies and of trailers included.
    private(set) var byteCount = 0

    /// Takes one line as it came, with its line break.
    mutating func take(_ line: Span<UInt8>) {
        byteCount += line.count
        guard line.count > 5 else { return }
        switch line[0] | 0x20 {
        case UInt8(ascii: "h") where Self.begins(line, with: "http/"):
            location = nil
            retryAfter = []
            isChallenge = false
            // What an interim reply says of the connection stands.
            isModern = isModern && Self.begins(line, with: "http/1.1")
            hasEnd = false
        case UInt8(ascii: "l"):
            if let value = Self.value(of: line, after: "location:") { location = value }
        case UInt8(ascii: "r"):
            if let value = Self.value(of: line, after: "retry-after:") { retryAfter.append(value) }
        case UInt8(ascii: "c") where line[1] | 0x20 == UInt8(ascii: "f"):
            if Self.value(of: line, after: "cf-mitigated:")?.lowercased() == "challenge" { isChallenge = true }
        case UInt8(ascii: "c"):
            if Self.begins(line, with: "content-length:") {
                hasEnd = true
            } else if Self.begins(line, with: "connection:") {
                saysClose = saysClose || Self.contains(line, "close")
            }
        case UInt8(ascii: "t"):
            guard Self.begins(line, with: "transfer-encoding:") else { break }
            // Without chunks the end of the reply is that of the connection.
            if Self.contains(line, "chunked") { hasEnd = true } else { saysClose = true }
        case UInt8(ascii: "p"):
            saysClose = saysClose || Self.begins(line, with: "proxy-connection:") && Self.contains(line, "close")
        default:
            break
        }
    }

    private static func begins(_ line: Span<UInt8>, with name: StaticString) -> Bool {
        let wanted = unsafe UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        guard line.count >= wanted.count else { return false }
        for index in 0..<wanted.count where unsafe wanted[index] != lowercase(line[index]) { return false }
        return true
    }

    private static func contains(_ line: Span<UInt8>, _ word: StaticString) -> Bool {
        (0..<line.count).contains { begins(line.extracting($0...), with: word) }
    }

    private static func value(of line: Span<UInt8>, after name: StaticString) -> String? {
        guard begins(line, with: name) else { return nil }
        var start = name.utf8CodeUnitCount
        var end = line.count
        while start < end, line[start] <= 0x20 { start += 1 }
        while end > start, line[end - 1] <= 0x20 { end -= 1 }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - start)
        for index in start..<end { bytes.append(line[index]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
