import BatchModel

/// The error messages this client writes where the site gave none.
enum ReplyText {
    /// A message for an exchange without a reply.
    static func forSilence(_ exchange: Evidence, _ verdict: AttemptResult.Verdict) -> String {
        let failure = exchange.failure ?? .other
        let cause = failure.key(requestBegan: exchange.requestBegan).meaning
        let detail = exchange.failureText.isEmpty ? "" : " (\(exchange.failureText))"
        return cause.dropLast() + detail + "; " + fate(verdict)
    }

    /// A message for a reply without a verdict.
    static func forReply(_ reply: Reply, _ verdict: AttemptResult.Verdict) -> String {
        var text = "HTTP \(reply.status)"
        switch reply.claim {
        case .doubtful(.noVerdict):
            text += ", `success` is neither true nor false; if this site means true by it, name it in `success_values`"
        case .nothing where reply.status >= 300:
            // The status says it all: nobody expects the API's JSON beside it.
            break
        case .doubtful(let key), .nothing(let key):
            text += ": " + key.meaning.dropLast()
        case .success, .refusal:
            break
        }
        if let location = reply.location, (300..<400).contains(reply.status) {
            text += ", to " + DisplayText.oneLine(location)
        }
        let words = String(decoding: reply.bodyBeginning, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let beginning = DisplayText.oneLine(words.joined(separator: " "), limit: 120)
        if !beginning.isEmpty { text += ", beginning " + beginning }
        return text + "; " + fate(verdict)
    }

    private static func fate(_ verdict: AttemptResult.Verdict) -> String {
        switch verdict {
        case .unknown: "the message may have arrived"
        case .notSent, .notSentSameAgain: "the message was not sent"
        case .sent, .rejected: "the site rejected it"
        }
    }
}

extension Evidence.Failure {
    /// Whether the exchange ended on this side's decision, whatever the site had begun to answer.
    var isOurs: Bool {
        switch self {
        case .cancelled, .shutDown, .localFile, .withheld: true
        default: false
        }
    }

    /// The error key of a row that ended like this.
    func key(requestBegan: Bool) -> ClientErrorKey {
        switch self {
        case .resolve: .dnsFailed
        case .connect: .connectFailed
        case .tls: .tlsFailed
        case .proxy: .proxyFailed
        case .timeout: requestBegan ? .timeout : .connectTimeout
        case .lost: requestBegan ? .connectionLost : .connectFailed
        case .malformed: .badReply
        case .tooLarge: .replyTooLarge
        case .other: .transportFailed
        case .cancelled: .cancelled
        case .shutDown: .shutDown
        case .withheld: .leaseEnded
        case .localFile(.attachmentChanged): .attachmentChanged
        case .localFile(.attachmentUnreadable): .attachmentUnreadable
        }
    }
}
