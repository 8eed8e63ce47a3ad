/// What one transfer showed, without judgement.
struct Evidence: Sendable {
    /// Why a transfer ended without a complete reply.
    enum Failure: Sendable, Hashable {
        case resolve, connect, tls, proxy, timeout, lost, malformed, tooLarge, other
        /// The task was cancelled.
        case cancelled
        /// The client was shut down.
        case shutDown
        /// The form could not be read to its end; the key was withheld.
        case localFile(LocalFault)
        /// Whoever sends may not any more, as it said just before the key was handed over; the key was withheld.
        case withheld
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
    /// Whether a connection stood.
    var requestBegan = false
    /// Whether the connection is encrypted: a piece may then be on its way before it counts as accepted.
    var isEncrypted = false
    /// How many bytes of the form were in calls that hand bytes to the connection, the rest of the key included with its first.
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
    /// Over TLS a record may be on its way although the connection says that it accepts nothing now: there a piece that was
    /// handed over counts as sent.
    var keyMayHaveLeft: Bool {
        guard requestBegan, handedOverByteCount >= keyEndOffset else { return false }
        return isEncrypted || uploadedByteCount >= keyEndOffset
    }

    /// An exchange that ended before its transfer began.
    static func neverStarted(_ failure: Failure) -> Evidence {
        var exchange = Evidence()
        exchange.failure = failure
        return exchange
    }
}
