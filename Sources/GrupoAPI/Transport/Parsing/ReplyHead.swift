/// What a reply's status line and header fields say, as far as it matters here.
///
/// Where its body ends must be said in one way only (RFC 9112, 6.3): a head that says it in two is refused, because another
/// reader of the same bytes could find another reply in them.
struct ReplyHead: Sendable {
    /// How the end of the body is told.
    enum Framing: Sendable, Hashable {
        /// There is no body.
        case nothing
        /// So many bytes.
        case length(Int64)
        /// Chunks, the last of which is empty.
        case chunks
        /// The end of the connection.
        case end
    }

    /// The status; 0 before the status line.
    private(set) var status = 0
    /// Whether the reply is HTTP/1.1, not 1.0.
    private(set) var isModern = true
    /// The Location field.
    private(set) var location: String?
    /// Every Retry-After field.
    private(set) var retryAfter: [String] = []
    /// Whether `cf-mitigated: challenge` says that a protection service answered.
    private(set) var isChallenge = false
    /// What was done to the body, the first first.
    private(set) var encodings: [String] = []
    /// Whether it says that the connection ends.
    private(set) var saysClose = false
    /// Whether something was written in a way that only works by forbearance.
    private(set) var isOdd = false
    private var length: Int64?
    private var lengthDigitCount = 0
    private var isChunked = false

    /// Takes the status line; false if it is none.
    mutating func takeStatusLine(_ bytes: [UInt8]) -> Bool {
        let line = bytes.span
        guard line.count >= 12, FieldLine.begins(line, with: "http/1."), line[0] == UInt8(ascii: "H"),
            line[1] == UInt8(ascii: "T"), line[2] == UInt8(ascii: "T"), line[3] == UInt8(ascii: "P"),
            line[7] == UInt8(ascii: "0") || line[7] == UInt8(ascii: "1"), line[8] == UInt8(ascii: " "),
            let status = FieldLine.number(line.extracting(9..<12)), status >= 100,
            line.count == 12 || line[12] == UInt8(ascii: " "), FieldLine.isText(line)
        else { return false }
        isModern = line[7] == UInt8(ascii: "1")
        self.status = Int(status)
        return true
    }

    /// Takes a whole field; false if it is none, or makes the end of the body doubtful.
    mutating func takeField(_ bytes: [UInt8]) -> Bool {
        let line = bytes.span
        guard let (nameEnd, range) = FieldLine.parts(of: line) else { return false }
        let value = line.extracting(range)
        switch line[0] | 0x20 {
        case UInt8(ascii: "c"):
            if FieldLine.hasName(line, nameEnd, "content-length") { return takeLength(value) }
            if FieldLine.hasName(line, nameEnd, "content-encoding") { encodings += FieldLine.elements(value) }
            if FieldLine.hasName(line, nameEnd, "connection") { noteConnection(value) }
            if FieldLine.hasName(line, nameEnd, "cf-mitigated") {
                isChallenge = isChallenge || FieldLine.elements(value) == ["challenge"]
            }
        case UInt8(ascii: "t"):
            if FieldLine.hasName(line, nameEnd, "transfer-encoding") { return takeEncoding(value) }
        case UInt8(ascii: "l"):
            if FieldLine.hasName(line, nameEnd, "location") { location = FieldLine.text(value) }
        case UInt8(ascii: "r"):
            if FieldLine.hasName(line, nameEnd, "retry-after") { retryAfter.append(FieldLine.text(value)) }
        case UInt8(ascii: "p"):
            if FieldLine.hasName(line, nameEnd, "proxy-connection") { noteConnection(value) }
        default: break
        }
        return true
    }

    /// Whether a field, whole or not, is one that says where the body ends.
    static func isFraming(_ field: Span<UInt8>) -> Bool {
        FieldLine.begins(field, with: "content-length:") || FieldLine.begins(field, with: "transfer-encoding:")
    }

    /// How the end of the body is told; nil if it is told in two ways.
    func framing() -> Framing? {
        if isChunked, length != nil { return nil }
        // RFC 9112, 6.3: whatever the fields of these say, nothing follows.
        if status == 204 || status == 304 { return .nothing }
        if isChunked { return .chunks }
        return length.map { .length($0) } ?? .end
    }

    /// Whether another reply may follow on the same connection.
    var keepsConnection: Bool {
        guard isModern, !saysClose, !isOdd, status >= 200 else { return false }
        switch framing() {
        case .length, .chunks: return true
        case .nothing: return length ?? 0 == 0 && !isChunked
        case .end, nil: return false
        }
    }

    /// Takes note of something odd.
    mutating func noteOdd() { isOdd = true }

    /// The head of the next reply, behind an interim one: what that one says of the connection stands.
    func next() -> ReplyHead {
        var next = ReplyHead()
        next.isOdd = isOdd || !isModern
        next.saysClose = saysClose
        return next
    }

    /// The same length may be told more than once; anything else makes the end of the body a matter of taste.
    private mutating func takeLength(_ value: Span<UInt8>) -> Bool {
        var start = 0
        while true {
            var end = start
            while end < value.count, value[end] != UInt8(ascii: ",") { end += 1 }
            var first = start
            var last = end
            while first < last, FieldLine.isBlank(value[first]) { first += 1 }
            while last > first, FieldLine.isBlank(value[last - 1]) { last -= 1 }
            guard let number = FieldLine.number(value.extracting(first..<last)) else { return false }
            if let length {
                guard length == number, lengthDigitCount == last - first else { return false }
                noteOdd()
            }
            length = number
            lengthDigitCount = last - first
            guard end < value.count else { return true }
            start = end + 1
        }
    }

    private mutating func takeEncoding(_ value: Span<UInt8>) -> Bool {
        guard !isChunked, value.count == 7, FieldLine.begins(value, with: "chunked") else { return false }
        isChunked = true
        return true
    }

    private mutating func noteConnection(_ value: Span<UInt8>) {
        saysClose = saysClose || FieldLine.elements(value).contains("close")
    }
}
