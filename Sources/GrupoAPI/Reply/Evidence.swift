/// What one transfer showed, without judgement.
struct Evidence: Sendable {
    /// Why a transfer ended without a complete reply.
    enum Failure: Sendable, Hashable {
        case resolve, connect, tls, proxy, timeout, lost, malformed, tooLarge, other
        /// The guard saw libcurl about to send the request once more.
        case secondSendPrevented
        /// The task was cancelled.
        case cancelled
        /// The client was shut down.
        case shutDown
        /// The form could not be read to its end; the key was withheld.
        case localFile(LocalFault)
    }

    /// Why there is no complete reply; nil if there is one.
    var failure: Failure?
    /// libcurl's words for the failure.
    var failureText = ""
    /// The reply's status; nil when no final reply began.
    var status: Int?
    /// The Location header.
    var location: String?
    /// Every Retry-After header.
    var retryAfter: [String] = []
    /// Whether a `cf-mitigated: challenge` header says that a protection service answered.
    var isChallenge = false
    /// The reply's body as far as it was read, decompressed.
    var body: [UInt8] = []
    /// Whether a connection was ready and the request began to leave.
    var requestBegan = false
    /// Whether the connection is encrypted: libcurl then counts a piece only after all of it left.
    var isEncrypted = false
    /// How many bytes of the form were given to libcurl.
    var handedOverByteCount: Int64 = 0
    /// How many bytes of the form the connection accepted.
    var uploadedByteCount: Int64 = 0
    /// The offset just past the last byte of the key's value.
    var keyEndOffset: Int64 = .max
    /// From the start of the transfer to its end.
    var duration: Duration = .zero
    /// When it ended, in seconds since 1970; filled only if the reply has a Retry-After header.
    var endedAtSeconds: Int64 = 0

    /// Whether the site may have received the whole key, and with it an authorised request.
    ///
    /// Where TLS writes a piece as several records, some may have left although libcurl counts none of it yet: there a
    /// piece that was handed over counts as sent.
    var keyMayHaveLeft: Bool {
        guard requestBegan, handedOverByteCount >= keyEndOffset else { return false }
        // libcurl's count of what left was begun anew for the second send.
        return isEncrypted || failure == .secondSendPrevented || uploadedByteCount >= keyEndOffset
    }

    /// An exchange that ended before its transfer began.
    static func neverStarted(_ failure: Failure) -> Evidence {
        var exchange = Evidence()
        exchange.failure = failure
        return exchange
    }
}
