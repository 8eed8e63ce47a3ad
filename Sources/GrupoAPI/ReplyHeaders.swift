/// The header lines of a reply that matter here. An interim reply's lines are forgotten when the next one begins.
struct ReplyHeaders {
    /// The Location header.
    private(set) var location: String?
    /// Every Retry-After header.
    private(set) var retryAfter: [String] = []
    /// Whether `cf-mitigated: challenge` is there.
    private(set) var isChallenge = false
    /// The bytes of all lines, those of interim replies and of trailers included.
    private(set) var byteCount = 0

    /// Takes one line as it came, with its line break.
    mutating func take(_ line: Span<UInt8>) {
        byteCount += line.count
        guard line.count > 5 else { return }
        switch line[0] | 0x20 {
        case UInt8(ascii: "h") where Self.value(of: line, after: "http/") != nil:
            location = nil
            retryAfter = []
            isChallenge = false
        case UInt8(ascii: "l"):
            if let value = Self.value(of: line, after: "location:") { location = value }
        case UInt8(ascii: "r"):
            if let value = Self.value(of: line, after: "retry-after:") { retryAfter.append(value) }
        case UInt8(ascii: "c") where line[1] | 0x20 == UInt8(ascii: "f"):
            if Self.value(of: line, after: "cf-mitigated:")?.lowercased() == "challenge" { isChallenge = true }
        default:
            break
        }
    }

    private static func value(of line: Span<UInt8>, after name: StaticString) -> String? {
        let wanted = name.description.utf8.span
        guard line.count >= wanted.count else { return nil }
        for index in 0..<wanted.count where lowercase(line[index]) != wanted[index] { return nil }
        var start = wanted.count
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
