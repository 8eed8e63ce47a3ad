/// The reply of an exchange as the classification looks at it.
struct Reply {
    /// The HTTP status, 200 or above.
    let status: Int
    /// What the body says.
    let claim: ReplyClaim
    /// Whether a PHP warning stands before the JSON.
    let hasTextBeforeJSON: Bool
    /// How long the site asks everyone to wait; from a status of 400 or above only.
    let retryAfter: Duration?
    /// Where a redirect leads.
    let location: String?
    /// Whether a protection service says that it answered in the site's place.
    let isChallenge: Bool
    /// Whether the site may have received the whole key.
    let keyMayHaveLeft: Bool
    /// Whether what was read shows what the site answers: the body is complete, or was cut because of what it is.
    let isJudgeable: Bool
    /// The bytes PHP takes in one form, if it warns that this one held more and was thrown away.
    var formLimit: Int64? { FormLimitWarning.limit(in: bodyBeginning) }
    /// The body's beginning, for messages.
    let bodyBeginning: ArraySlice<UInt8>

    /// Reads the reply of an exchange. A body that is not complete makes no claim.
    init(_ exchange: Evidence, status: Int, rules: ClassificationRules) {
        self.status = status
        location = exchange.location
        isChallenge = exchange.isChallenge
        keyMayHaveLeft = exchange.keyMayHaveLeft
        bodyBeginning = exchange.body.prefix(400)
        retryAfter =
            status >= 400 ? RetryAfter.longest(of: exchange.retryAfter, now: exchange.endedAtSeconds) : nil
        if let failure = exchange.failure {
            claim = .nothing(failure.key(requestBegan: true))
            hasTextBeforeJSON = false
            isJudgeable = failure == .tooLarge || failure == .malformed
        } else {
            let body = ReplyBody(exchange.body)
            claim = ReplyClaim(body, rules: rules)
            if case .object(_, afterText: true) = body { hasTextBeforeJSON = true } else { hasTextBeforeJSON = false }
            isJudgeable = true
        }
    }

    /// Whether the status counts even beside a refusal in JSON: the site's front speaks, not its API.
    var statusDecides: Bool {
        switch status {
        case 408, 413, 429: true
        default: !(200..<300).contains(status) && !(400..<500).contains(status)
        }
    }

    /// The key for a row that the site gave none.
    var ownKey: ClientErrorKey {
        if isChallenge { return .challenge }
        switch (status, claim) {
        case (300..<400, _): return .redirected
        case (413, _): return .bodyTooLarge
        case (200..<300, .nothing(let key)): return key
        default: return .httpStatus
        }
    }
}
