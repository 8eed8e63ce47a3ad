/// The error keys this client gives rows for which the site named none.
///
/// The raw values are part of the reports' format: they never change their meaning.
public enum ClientErrorKey: String, Sendable, Hashable, CaseIterable {
    case dnsFailed = "client.dns_failed"
    case connectFailed = "client.connect_failed"
    case tlsFailed = "client.tls_failed"
    case proxyFailed = "client.proxy_failed"
    case connectTimeout = "client.connect_timeout"
    case timeout = "client.timeout"
    case connectionLost = "client.connection_lost"
    case badReply = "client.bad_reply"
    case replyTooLarge = "client.reply_too_large"
    case transportFailed = "client.transport_failed"
    case cancelled = "client.cancelled"
    case shutDown = "client.shut_down"
    case attachmentChanged = "client.attachment_changed"
    case attachmentUnreadable = "client.attachment_unreadable"
    case httpStatus = "client.http_status"
    case redirected = "client.redirected"
    case bodyTooLarge = "client.body_too_large"
    case challenge = "client.challenge"
    case notJSON = "client.not_json"
    case noVerdict = "client.no_verdict"
    case contradiction = "client.contradiction"
    case noErrorKey = "client.no_error_key"
    case unaskedReply = "client.unasked_reply"
    case leaseEnded = "client.lease_ended"

    /// What the key means, in one line.
    public var meaning: String {
        switch self {
        case .dnsFailed: "The site's name could not be looked up."
        case .connectFailed: "No connection to the site could be made."
        case .tlsFailed: "The site's certificate or its TLS was refused, before any byte of the form left."
        case .proxyFailed: "The proxy could not be used."
        case .connectTimeout: "No connection was made within the time allowed."
        case .timeout: "The exchange took longer than the time allowed."
        case .connectionLost: "The connection ended before the reply was complete."
        case .badReply: "The reply is not valid HTTP or could not be decompressed."
        case .replyTooLarge: "The reply's headers or body are larger than the client accepts."
        case .transportFailed: "The HTTP library failed in another way, which the message names."
        case .cancelled: "The run was stopped while this message was sent or waited; the error message says by whom."
        case .shutDown: "The client was shut down before the exchange was over."
        case .attachmentChanged: "The file holds other bytes than when it was checked; the key was withheld."
        case .attachmentUnreadable: "The file could not be read while it was sent; the key was withheld."
        case .httpStatus: "The site answered with an HTTP status that is no verdict."
        case .redirected: "The site answered with a redirect, which is never followed."
        case .bodyTooLarge: "The site takes no request of this size (HTTP 413)."
        case .challenge: "A protection service in front of the site asked for a browser."
        case .notJSON: "The reply is not exactly one JSON object."
        case .noVerdict: "The reply is a JSON object whose `success` is neither true nor false."
        case .contradiction: "The reply contradicts itself: its HTTP status, or a repeated member, denies its verdict."
        case .noErrorKey: "The site rejected the message without naming an error key."
        case .unaskedReply:
            "A reply that nobody asked for came on the same connection: the answer may be another row's."
        case .leaseEnded:
            "The sender's right to begin messages had ended before the key was handed over, which was withheld."
        }
    }
}
