import BatchModel
import Testing

@testable import GrupoAPI

@Suite("Classifying an exchange")
struct ReplyClassifierTests {
    static let success = #"{"success":true}"#
    static let refusal = #"{"success":false,"error_key":"user_not_found","error_message":"No such user"}"#

    /// A complete exchange: everything left, and a whole reply came.
    static func replied(_ status: Int, _ body: String) -> Evidence { replied(status, Array(body.utf8)) }

    static func replied(_ status: Int, _ body: [UInt8], retryAfter: [String] = []) -> Evidence {
        var exchange = Evidence()
        exchange.requestBegan = true
        exchange.keyEndOffset = 90
        exchange.handedOverByteCount = 100
        exchange.uploadedByteCount = 100
        exchange.status = status
        exchange.body = body
        exchange.retryAfter = retryAfter
        return exchange
    }

    /// An exchange without a reply.
    static func silent(_ failure: Evidence.Failure, uploaded: Int64, began: Bool = true, encrypted: Bool = false)
        -> Evidence
    {
        var exchange = Evidence()
        exchange.failure = failure
        exchange.requestBegan = began
        exchange.isEncrypted = encrypted
        exchange.keyEndOffset = 90
        exchange.handedOverByteCount = 100
        exchange.uploadedByteCount = uploaded
        return exchange
    }

    func classify(_ exchange: Evidence, _ rules: ClassificationRules = ClassificationRules()) -> AttemptResult {
        ReplyClassifier.classify(exchange, rules: rules)
    }

    @Test("comes to what the table of replies says", arguments: ReplyTable.cases.filter { $0.status != nil })
    func table(reply: ReplyCase) {
        var head = ReplyHead()
        for line in reply.row.headers ?? [] {
            let isField = head.takeField(Array(line.utf8))
            #expect(isField)
        }
        var exchange = Self.replied(reply.status ?? 0, reply.content, retryAfter: head.retryAfter)
        exchange.location = head.location
        exchange.isChallenge = head.isChallenge
        reply.check(classify(exchange, reply.rules))
    }

    @Test("is unknown for statuses with which no body can come, whatever stands there")
    func bodiless() {
        for body in ["", "<html>", Self.success, Self.refusal] {
            for status in [101, 304] { #expect(classify(Self.replied(status, body)).verdict == .unknown) }
        }
        for body in ["", "<html>", "[]", "true", Self.success + Self.success, "{}", #"{"success":null}"#] {
            let result = classify(Self.replied(204, body))
            #expect(result.verdict == .unknown)
            #expect(result.siteFault == .notJSON(challenge: false))
        }
    }

    @Test("never turns a verdict into not sent, whatever status the user names")
    func widened() {
        let rules = ClassificationRules(notSentStatuses: [200])
        #expect(classify(Self.replied(200, Self.success), rules).verdict == .sent)
        #expect(classify(Self.replied(200, Self.refusal), rules).verdict == .rejected)
    }

    @Test(
        "without a reply depends only on whether the key may have left",
        arguments: [Evidence.Failure.timeout, .lost, .malformed, .tooLarge, .other, .cancelled, .shutDown])
    func silence(failure: Evidence.Failure) {
        #expect(classify(Self.silent(failure, uploaded: 100)).verdict == .unknown)
        #expect(classify(Self.silent(failure, uploaded: 90)).verdict == .unknown)
        #expect(classify(Self.silent(failure, uploaded: 89)).verdict == .notSent)
        #expect(classify(Self.silent(failure, uploaded: 0)).verdict == .notSent)
        #expect(classify(Self.silent(failure, uploaded: 0, encrypted: true)).verdict == .unknown)
        #expect(classify(Self.silent(failure, uploaded: 0, began: false, encrypted: true)).verdict == .notSent)
        var withheld = Self.silent(failure, uploaded: 0, encrypted: true)
        withheld.handedOverByteCount = 89
        #expect(classify(withheld).verdict == .notSent)
    }

    @Test("before the request began is not sent, and the site counts as unreachable")
    func unreachable() {
        for (failure, key) in [
            (Evidence.Failure.resolve, "client.dns_failed"), (.connect, "client.connect_failed"),
            (.tls, "client.tls_failed"), (.proxy, "client.proxy_failed"), (.timeout, "client.connect_timeout"),
            (.lost, "client.connect_failed"), (.other, "client.transport_failed"),
        ] {
            let result = classify(Self.silent(failure, uploaded: 0, began: false))
            #expect(result.verdict == .notSent)
            #expect(result.errorKey == key)
            #expect(result.siteFault == .unreachable)
        }
    }

    @Test("goes by the status where the reply's body broke off")
    func brokenBody() {
        for (status, verdict) in [
            (200, AttemptResult.Verdict.unknown), (413, .notSentSameAgain), (403, .notSentSameAgain), (429, .notSent),
            (500, .unknown),
        ] {
            var exchange = Self.replied(status, Self.success)
            exchange.failure = .lost
            #expect(classify(exchange).verdict == verdict)
        }
        var cut = Self.replied(200, Self.success)
        cut.failure = .lost
        #expect(classify(cut).errorKey == "client.connection_lost")
        #expect(classify(cut).siteFault == nil)
        cut.failure = .tooLarge
        #expect(classify(cut).errorKey == "client.reply_too_large")
        #expect(classify(cut).siteFault == .notJSON(challenge: false))
    }

    @Test("proves not sent where a reply came before the key left")
    func earlyReply() {
        for (status, body, verdict) in [
            (500, "", AttemptResult.Verdict.notSent), (302, "", .notSent), (413, "", .notSentSameAgain),
            (200, "<html>", .notSent), (200, Self.refusal, .rejected), (200, Self.success, .unknown),
        ] {
            var exchange = Self.replied(status, body)
            exchange.uploadedByteCount = 10
            #expect(classify(exchange).verdict == verdict)
        }
    }

    @Test("keeps a local fault as not sent, whatever the site began to answer")
    func localFaults() {
        var exchange = Self.replied(200, Self.success)
        exchange.handedOverByteCount = 50
        exchange.uploadedByteCount = 50
        exchange.failure = .localFile(.attachmentChanged)
        #expect(classify(exchange).verdict == .notSent)
        #expect(classify(exchange).errorKey == "client.attachment_changed")
        exchange.failure = .localFile(.attachmentUnreadable)
        #expect(classify(exchange).errorKey == "client.attachment_unreadable")
        #expect(classify(exchange).siteFault == nil)
    }

    @Test("has a stable name and a meaning for each of its keys")
    func keys() {
        #expect(Set(ClientErrorKey.allCases.map(\.rawValue)).count == ClientErrorKey.allCases.count)
        for key in ClientErrorKey.allCases {
            #expect(key.rawValue.hasPrefix("client."))
            #expect(key.meaning.hasSuffix("."))
        }
    }
}
