import BatchModel
import Testing

@testable import GrupoAPI

@Suite("Classifying an exchange")
struct ReplyClassifierTests {
    static let success = #"{"success":true}"#
    static let refusal = #"{"success":false,"error_key":"user_not_found","error_message":"No such user"}"#

    /// A complete exchange: everything left, and a whole reply came.
    static func replied(_ status: Int, _ body: String, retryAfter: [String] = []) -> Exchange {
        var exchange = Exchange()
        exchange.requestBegan = true
        exchange.keyEndOffset = 90
        exchange.handedOverByteCount = 100
        exchange.uploadedByteCount = 100
        exchange.status = status
        exchange.body = Array(body.utf8)
        exchange.retryAfter = retryAfter
        return exchange
    }

    /// An exchange without a reply.
    static func silent(_ failure: Exchange.Failure, uploaded: Int64, began: Bool = true, encrypted: Bool = false)
        -> Exchange
    {
        var exchange = Exchange()
        exchange.failure = failure
        exchange.requestBegan = began
        exchange.isEncrypted = encrypted
        exchange.keyEndOffset = 90
        exchange.handedOverByteCount = 100
        exchange.uploadedByteCount = uploaded
        return exchange
    }

    func classify(_ exchange: Exchange, _ rules: ClassificationRules = ClassificationRules()) -> AttemptResult {
        ReplyClassifier.classify(exchange, rules: rules)
    }

    @Test("is sent for success in any 2xx", arguments: [200, 201, 202, 299])
    func sent(status: Int) {
        #expect(classify(Self.replied(status, Self.success)) == AttemptResult(.sent, httpStatus: status))
    }

    @Test(
        "is rejected for a refusal in a 2xx or 4xx, whatever the key",
        arguments: [200, 299, 400, 401, 403, 404, 422, 499])
    func rejected(status: Int) {
        let expected = AttemptResult(
            .rejected, errorKey: "user_not_found", errorMessage: "No such user", httpStatus: status)
        #expect(classify(Self.replied(status, Self.refusal)) == expected)
        let bare = classify(Self.replied(status, #"{"success":false}"#))
        #expect(bare.verdict == .rejected)
        #expect(bare.errorKey == "client.no_error_key")
    }

    @Test("is proved not sent, and may be tried again, for 408, 429 and 503 with Retry-After")
    func notSent() {
        for body in ["", "<html>", Self.refusal] {
            for (status, retryAfter) in [(408, []), (429, []), (429, ["7"]), (503, ["7"]), (503, ["x", "7"])] {
                let result = classify(Self.replied(status, body, retryAfter: retryAfter))
                #expect(result.verdict == .notSent)
                #expect(result.retryAfter == (retryAfter.isEmpty ? nil : .seconds(7)))
                #expect(result.siteFault == nil)
                #expect(result.errorKey == (body == Self.refusal ? "user_not_found" : "client.http_status"))
            }
        }
    }

    @Test("is unknown for 503 whose Retry-After is missing or means nothing")
    func unavailable() {
        #expect(classify(Self.replied(503, "")).verdict == .unknown)
        #expect(classify(Self.replied(503, "", retryAfter: ["soon"])).verdict == .unknown)
        #expect(classify(Self.replied(503, Self.refusal)).verdict == .unknown)
    }

    @Test("is proved not sent, the same again, for 413 and for refusals without a verdict")
    func sameAgain() {
        for status in [401, 403, 404, 405] {
            for body in ["", "<html>", "{}", "[]"] {
                let result = classify(Self.replied(status, body))
                #expect(result.verdict == .notSentSameAgain)
                #expect(result.siteFault == .refusedStatus(status))
                #expect(result.errorKey == "client.http_status")
            }
        }
        for body in ["", "<html>", Self.refusal] {
            let result = classify(Self.replied(413, body))
            #expect(result.verdict == .notSentSameAgain)
            #expect(result.siteFault == .tooLarge(limit: nil))
        }
    }

    @Test("names a redirect, which is never followed")
    func redirects() {
        for (status, verdict) in [
            (301, AttemptResult.Verdict.notSentSameAgain), (307, .notSentSameAgain), (308, .notSentSameAgain),
            (302, .unknown), (303, .unknown), (300, .unknown), (304, .unknown),
        ] {
            var exchange = Self.replied(status, "<html>")
            exchange.location = "https://other.example/"
            let result = classify(exchange)
            #expect(result.verdict == verdict)
            #expect(result.siteFault == .redirect(to: "https://other.example/"))
            #expect(result.errorKey == "client.redirected")
            #expect(result.errorMessage?.contains("https://other.example/") == true)
            exchange.body = Array(Self.success.utf8)
            #expect(classify(exchange).verdict == .unknown)
            exchange.body = Array(Self.refusal.utf8)
            #expect(classify(exchange).verdict == .unknown)
        }
    }

    @Test(
        "is unknown for every other status, verdict or not", arguments: [500, 501, 502, 504, 520, 522, 527, 599, 101])
    func servers(status: Int) {
        for body in ["", "<html>", Self.success, Self.refusal] {
            #expect(classify(Self.replied(status, body)).verdict == .unknown)
        }
    }

    @Test("is unknown, and doubts the site, for a 2xx or another 4xx without exactly the API's JSON")
    func notJSON() {
        for status in [200, 204, 400, 410, 422] {
            for body in ["", "<html>", "[]", "true", Self.success + Self.success, "{}", #"{"success":null}"#] {
                let result = classify(Self.replied(status, body))
                #expect(result.verdict == .unknown)
                #expect(result.siteFault == .notJSON(challenge: false))
            }
        }
        #expect(classify(Self.replied(200, "<html>")).errorKey == "client.not_json")
        #expect(classify(Self.replied(200, "{}")).errorKey == "client.no_verdict")
    }

    @Test(
        "is unknown for a success that is not the boolean, until the user names the value",
        arguments: [(#""true""#, "true"), ("1", "1"), (#""ok""#, "ok"), (#"{ "a": 1 }"#, #"{"a":1}"#)])
    func otherSuccess(json: String, name: String) {
        let exchange = Self.replied(200, #"{"success": \#(json) }"#)
        let result = classify(exchange)
        #expect(result.verdict == .unknown)
        #expect(result.errorKey == "client.no_verdict")
        #expect(result.errorMessage?.contains("success_values") == true)
        #expect(result.siteFault == .noVerdict)
        #expect(classify(exchange, ClassificationRules(successValues: [name])).verdict == .sent)
        #expect(classify(exchange, ClassificationRules(successValues: ["false"])).verdict == .unknown)
        let denied = Self.replied(403, #"{"success": \#(json) }"#)
        #expect(classify(denied).verdict == .unknown)
    }

    @Test("never takes false for true, whatever the user names")
    func falseStaysFalse() {
        let rules = ClassificationRules(successValues: ["false", "null", "0"])
        #expect(classify(Self.replied(200, #"{"success":false}"#), rules).verdict == .rejected)
        #expect(classify(Self.replied(200, #"{"success":null}"#), rules).verdict == .unknown)
    }

    @Test("is unknown where the reply contradicts itself")
    func contradictions() {
        for (status, body) in [
            (403, Self.success), (429, Self.success), (413, Self.success), (503, Self.success), (500, Self.success),
            (200, #"{"success":true,"success":false}"#), (403, #"{"success":false,"success":false}"#),
        ] {
            let result = classify(Self.replied(status, body, retryAfter: ["1"]))
            #expect(result.verdict == .unknown)
            #expect(result.errorKey == "client.contradiction")
        }
        var early = Self.replied(200, Self.success)
        early.uploadedByteCount = 10
        #expect(classify(early).verdict == .unknown)
    }

    @Test("turns unknown into not sent for statuses the user names, but never a success")
    func widened() {
        let rules = ClassificationRules(notSentStatuses: [500, 503, 302, 200])
        #expect(classify(Self.replied(500, "<html>"), rules).verdict == .notSent)
        #expect(classify(Self.replied(503, ""), rules).verdict == .notSent)
        #expect(classify(Self.replied(302, ""), rules).verdict == .notSent)
        #expect(classify(Self.replied(502, ""), rules).verdict == .unknown)
        #expect(classify(Self.replied(200, Self.success), rules).verdict == .sent)
        #expect(classify(Self.replied(200, Self.refusal), rules).verdict == .rejected)
        #expect(classify(Self.replied(500, Self.success), rules).verdict == .unknown)
    }

    @Test("knows a protection service by its header, under any status")
    func challenge() {
        for (status, verdict) in [
            (403, AttemptResult.Verdict.notSentSameAgain), (429, .notSent), (503, .unknown), (200, .unknown),
        ] {
            var exchange = Self.replied(status, "<html>")
            exchange.isChallenge = true
            let result = classify(exchange)
            #expect(result.verdict == verdict)
            #expect(result.siteFault == .notJSON(challenge: true))
            #expect(result.errorKey == "client.challenge")
        }
    }

    @Test("sees a form that PHP threw away in a refusal and in a page, and the limit it names")
    func formLimit() {
        let warning =
            "<b>Warning</b>: POST Content-Length of 9 bytes exceeds the limit of 8 bytes in <b>Unknown</b> on line <b>0</b>\n"
        let refusal = classify(Self.replied(200, warning + #"{"success":false,"error_key":"no_key"}"#))
        #expect(refusal.verdict == .rejected)
        #expect(refusal.siteFault == .tooLarge(limit: 8))
        #expect(classify(Self.replied(200, warning + "<html>")).siteFault == .tooLarge(limit: 8))
        #expect(classify(Self.replied(200, warning + Self.success)).siteFault == nil)
    }

    @Test("tells of a warning before the JSON and of an error message beside success")
    func notices() {
        let warned = classify(Self.replied(200, ReplyBodyTests.warning + Self.success))
        #expect(warned == AttemptResult(.sent, httpStatus: 200, notices: [.textBeforeJSON]))
        let both = classify(Self.replied(200, #"{"success":true,"error_message":"stored, but"}"#))
        #expect(
            both
                == AttemptResult(
                    .sent, errorMessage: "stored, but", httpStatus: 200, notices: [.errorMessageBesideSuccess]))
        #expect(classify(Self.replied(200, #"{"success":true,"error_message":null}"#)).notices.isEmpty)
        #expect(classify(Self.replied(200, #"{"success":true,"error_message":""}"#)).notices.isEmpty)
    }

    @Test(
        "without a reply depends only on whether the key may have left",
        arguments: [Exchange.Failure.timeout, .lost, .malformed, .tooLarge, .other, .cancelled, .shutDown])
    func silence(failure: Exchange.Failure) {
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

    @Test("is always unknown after the guard stopped a second send")
    func guarded() {
        for uploaded: Int64 in [0, 100] {
            let result = classify(Self.silent(.secondSendPrevented, uploaded: uploaded))
            #expect(result.verdict == .unknown)
            #expect(result.errorKey == "client.second_send_prevented")
            #expect(result.siteFault == nil)
        }
    }

    @Test("before the request began is not sent, and the site counts as unreachable")
    func unreachable() {
        for (failure, key) in [
            (Exchange.Failure.resolve, "client.dns_failed"), (.connect, "client.connect_failed"),
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
