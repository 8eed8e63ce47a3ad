/// A client of one Grupo site: sends private messages through the published API.
///
/// It never sends a message twice by itself: no redirect is followed and no request repeated. It owns one thread and at
/// most `maxConnections` connections, besides those that carry nothing any more and are only watched for a moment. All
/// live at most as long as the client or until `shutdown`.
public final class GrupoClient: Sendable {
    private let key: APISecretKey
    private let rules: ClassificationRules
    private let driver: TransportDriver
    private let boundary = FormBoundary()

    /// The version of libcurl in use, with its TLS library.
    public static var libcurlVersion: String { TransportDriver.libcurlVersion }

    /// The version of zlib that unpacks replies.
    package static var zlibVersion: String { BodyEncoding.zlibVersion }

    /// Makes a client and starts its thread; connects to nothing yet.
    public init(
        site: SiteAddress, key: APISecretKey, settings: TransportSettings = TransportSettings(),
        rules: ClassificationRules = ClassificationRules()
    ) {
        self.key = key
        self.rules = rules
        driver = TransportDriver(site: site, settings: settings)
    }

    deinit { driver.stop() }

    /// Sends one message and tells what came of it. Never throws.
    ///
    /// A cancelled task gives the exchange up and still gets a truthful answer: not sent if the key had not left yet,
    /// else unknown. Waits for a place while `maxConnections` exchanges are in flight; the time-out starts after that.
    public func send(_ message: OutgoingMessage) async -> AttemptResult {
        let form = MessageForm(message, key: key, boundary: message.upload == nil ? boundary : FormBoundary())
        let exchange = await driver.perform(form, tag: message.tag)
        var result = ReplyClassifier.classify(exchange, rules: rules)
        result.errorKey = result.errorKey.map(key.redacting)
        result.errorMessage = result.errorMessage.map(key.redacting)
        if case .redirect(let target) = result.siteFault {
            result.siteFault = .redirect(to: target.map(key.redacting))
        }
        return result
    }

    /// Opens a connection to the site, TLS included, and closes it; sends no request.
    public func probe() async -> ProbeResult {
        let exchange = await driver.perform(nil)
        guard let failure = exchange.failure else { return .reachable }
        return .unreachable(failure.key(requestBegan: false), detail: key.redacting(exchange.failureText))
    }

    /// Has a function called, on the client's thread, when the site sends a reply that nobody asked for; nil ends that.
    ///
    /// Such a reply may have been taken for the answer to a message: those that may be concerned are named, if they were
    /// given a ``OutgoingMessage/tag``. The function must return at once.
    public func onUnaskedReply(_ handler: (@Sendable (UnaskedReply) -> Void)?) { driver.onUnaskedReply(handler) }

    /// Returns when no answer that was given can be doubted any more: all connections that carried several messages have
    /// been silent for twice as long as their slowest exchange took, at most ten seconds, and for twice as long as the
    /// slowest of any connection, at most two. Returns at once in a cancelled task.
    public func awaitSilence() async { await driver.awaitSilence() }

    /// Gives up every exchange in flight, each with its truthful result, and returns when the client's thread has
    /// ended.
    ///
    /// Messages sent later end as `client.shut_down`, not sent.
    public func shutdown() async { await driver.shutdown() }
}

extension GrupoClient: CustomReflectable {
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Whether a connection to the site could be made.
public enum ProbeResult: Sendable, Hashable {
    /// A connection was made, TLS included.
    case reachable
    /// No connection was made; the detail is libcurl's words and may quote text from outside.
    case unreachable(ClientErrorKey, detail: String)
}
