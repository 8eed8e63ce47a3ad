/// What has come of a reply so far, within the limits of what is taken.
struct IncomingReply {
    private let headerCap: Int
    private let bodyCap: Int
    /// What its head says.
    private(set) var headers = ReplyHeaders()
    /// Its body.
    private(set) var body: [UInt8] = []
    /// Whether more came than is taken.
    private(set) var isTooLarge = false

    /// Waits for a reply.
    init(_ settings: TransportSettings) {
        headerCap = settings.headerCap
        bodyCap = settings.replyCap
    }

    /// Takes a line of the head; false once it is too large.
    mutating func takeHeader(_ line: Span<UInt8>) -> Bool {
        headers.take(line)
        isTooLarge = isTooLarge || headers.byteCount > headerCap
        return !isTooLarge
    }

    /// Takes a piece of the body; false once it is too large.
    mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isTooLarge = isTooLarge || body.count + bytes.count > bodyCap
        guard !isTooLarge else { return false }
        unsafe body.append(contentsOf: bytes)
        return true
    }
}
