import BatchModel

/// What one attempt to send one row came to.
public struct AttemptResult: Sendable, Hashable {
    /// The class of the attempt, by the table in `Outcomes.md` of the program's guide.
    public enum Verdict: Sendable, Hashable {
        /// 2xx with exactly one JSON object whose `success` is true.
        case sent
        /// A JSON object whose `success` is false.
        case rejected
        /// Proved not sent; another attempt may succeed.
        case notSent
        /// Proved not sent; the same request would meet the same answer.
        case notSentSameAgain
        /// The whole request left and nothing usable came back.
        case unknown
    }

    /// A reason to doubt the whole configuration rather than this row.
    public enum SiteFault: Sendable, Hashable, Codable {
        /// The site answered with a redirect to this address, which was not followed.
        case redirect(to: String?)
        /// 401, 403, 404, 405 or a server's error (5xx) without a verdict.
        case refusedStatus(Int)
        /// A JSON object whose `success` is neither true nor false, or is contradicted.
        case noVerdict
        /// A reply that is not JSON; `challenge` when a protection service says so itself.
        case notJSON(challenge: Bool)
        /// The connection could not be made: name, address, port or certificate.
        case unreachable
        /// 413, or PHP's warning of an over-long form: the site takes no body of this size; `limit` in bytes if it says so.
        case tooLarge(limit: Int64?)
    }

    /// Something to tell the user once a run.
    public enum Notice: String, Sendable, Hashable {
        /// The site printed a PHP warning before its JSON.
        case textBeforeJSON
        /// The site said success and gave an `error_message` beside it.
        case errorMessageBesideSuccess
        /// The site sent a reply that nobody asked for.
        case unaskedReply
    }

    /// The class of the attempt.
    public var verdict: Verdict
    /// The site's key verbatim, or one of ours beginning with `client.`; nil when sent.
    public var errorKey: String?
    /// The site's message (capped at 2,048 bytes), or ours.
    public var errorMessage: String?
    /// The HTTP status, nil when no reply began.
    public var httpStatus: Int?
    /// How long the site asked everyone to wait, from the moment the reply arrived.
    public var retryAfter: Duration?
    /// What the attempt says about the site as a whole.
    public var siteFault: SiteFault?
    /// What the user should hear once.
    public var notices: Set<Notice> = []
    /// From the start of the exchange to its end.
    public var duration: Duration = .zero

    /// Describes an attempt.
    public init(
        _ verdict: Verdict, errorKey: String? = nil, errorMessage: String? = nil, httpStatus: Int? = nil,
        retryAfter: Duration? = nil, siteFault: SiteFault? = nil, notices: Set<Notice> = [],
        duration: Duration = .zero
    ) {
        self.verdict = verdict
        self.errorKey = errorKey
        self.errorMessage = errorMessage
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
        self.siteFault = siteFault
        self.notices = notices
        self.duration = duration
    }
}

extension AttemptResult {
    /// The same attempt after it was found that the answer may be another row's.
    package func doubted() -> AttemptResult {
        AttemptResult(
            .unknown, errorKey: ClientErrorKey.unaskedReply.rawValue, errorMessage: ClientErrorKey.unaskedReply.meaning,
            httpStatus: httpStatus, duration: duration)
    }

    /// What the row is called in the report after this attempt.
    package var outcome: Outcome { state.outcome }

    /// The state the message goes to.
    package var state: DeliveryState {
        switch verdict {
        case .sent: .sent
        case .rejected: .rejected
        case .notSent, .notSentSameAgain: .notSent
        case .unknown: .unknown
        }
    }
}
