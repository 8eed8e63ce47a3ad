/// Decides what one exchange proves, by the table in `Outcomes.md` of the program's guide.
///
/// Pure. In doubt it says unknown, because an unknown row is never sent again without a person's word.
enum ReplyClassifier {
    /// The class of the attempt, and what goes with it.
    static func classify(_ exchange: Evidence, rules: ClassificationRules) -> AttemptResult {
        var result: AttemptResult
        if let status = exchange.status, exchange.failure?.isOurs != true {
            result = judge(Reply(exchange, status: status, rules: rules), rules: rules)
        } else {
            result = judgeSilence(exchange)
        }
        result.httpStatus = exchange.status
        result.duration = exchange.duration
        return result
    }

    /// Without a reply only one thing counts: whether the key may have left.
    private static func judgeSilence(_ exchange: Evidence) -> AttemptResult {
        let failure = exchange.failure ?? .other
        let verdict: AttemptResult.Verdict = exchange.keyMayHaveLeft ? .unknown : .notSent
        var result = AttemptResult(
            verdict, errorKey: failure.key(requestBegan: exchange.requestBegan).rawValue,
            errorMessage: ReplyText.forSilence(exchange, verdict))
        if failure == .malformed || failure == .tooLarge {
            result.siteFault = .notJSON(challenge: false)
        } else if !exchange.requestBegan, !failure.isOurs {
            result.siteFault = .unreachable
        }
        return result
    }

    private static func judge(_ reply: Reply, rules: ClassificationRules) -> AttemptResult {
        var result: AttemptResult
        switch (reply.claim, reply.status) {
        case (.success(let object), 200..<300) where reply.keyMayHaveLeft:
            result = AttemptResult(.sent, errorMessage: object.errorMessage.text)
            if result.errorMessage != nil { result.notices.insert(.errorMessageBesideSuccess) }
        case (.success, _), (.refusal, 300..<400):
            result = AttemptResult(.unknown, errorKey: ClientErrorKey.contradiction.rawValue)
        case (.doubtful(let key), _):
            result = AttemptResult(.unknown, errorKey: key.rawValue)
        case (.refusal(let object), _):
            let verdict = reply.statusDecides ? verdict(ofStatusIn: reply, rules: rules) : .rejected
            let ownKey = verdict == .rejected ? ClientErrorKey.noErrorKey : reply.ownKey
            result = AttemptResult(
                verdict, errorKey: object.errorKey.text ?? ownKey.rawValue, errorMessage: object.errorMessage.text)
        case (.nothing, _):
            result = AttemptResult(verdict(ofStatusIn: reply, rules: rules), errorKey: reply.ownKey.rawValue)
        }
        if result.errorMessage == nil, result.verdict != .sent {
            result.errorMessage = ReplyText.forReply(reply, result.verdict)
        }
        if reply.hasTextBeforeJSON { result.notices.insert(.textBeforeJSON) }
        result.retryAfter = reply.retryAfter
        result.siteFault = siteFault(of: reply, rules: rules)
        return result
    }

    /// What the status proves where the body is no verdict.
    private static func verdict(ofStatusIn reply: Reply, rules: ClassificationRules) -> AttemptResult.Verdict {
        switch reply.status {
        case 408, 429: .notSent
        case 503 where reply.retryAfter != nil: .notSent
        case 413, 401, 403, 404, 405, 301, 307, 308: .notSentSameAgain
        default: !reply.keyMayHaveLeft || rules.notSentStatuses.contains(reply.status) ? .notSent : .unknown
        }
    }

    /// What the reply says about the site as a whole.
    private static func siteFault(of reply: Reply, rules: ClassificationRules) -> AttemptResult.SiteFault? {
        if reply.isChallenge { return .notJSON(challenge: true) }
        switch (reply.status, reply.claim) {
        case (300..<400, _): return .redirect(to: reply.location)
        case (413, _): return .tooLarge(limit: nil)
        case (_, .refusal) where reply.formLimit != nil, (_, .nothing) where reply.formLimit != nil:
            return .tooLarge(limit: reply.formLimit)
        case (_, .success), (_, .refusal), (408, _), (429, _): return nil
        case (503, _) where reply.retryAfter != nil: return nil
        // What the user knows of this site is no reason to doubt it.
        case (let status, .nothing) where rules.notSentStatuses.contains(status): return nil
        case (401, .nothing), (403, .nothing), (404, .nothing), (405, .nothing): return .refusedStatus(reply.status)
        case (500..<600, .nothing): return reply.isJudgeable ? .refusedStatus(reply.status) : nil
        case (_, .doubtful): return reply.isJudgeable ? .noVerdict : nil
        default: return reply.isJudgeable ? .notJSON(challenge: false) : nil
        }
    }
}
