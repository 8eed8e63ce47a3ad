import BatchModel

/// How the client reaches the site.
public struct TransportSettings: Sendable {
    /// The longest an exchange may take, from connecting to the reply's last byte; the default is 30 seconds.
    public var timeout: Duration
    /// The longest that name look-up, connection and TLS may take together; the default is 10 seconds.
    public var connectTimeout: Duration
    /// The User-Agent header; the default names this project. Some sites block what is not a browser.
    public var userAgent: String
    /// The address of a proxy; nil (the default) leaves it to the environment (`https_proxy`, `no_proxy`). Never used
    /// for loopback, nor for plain http.
    public var proxy: String?
    /// A file of certificates (PEM) to trust instead of the system's; the default is nil.
    public var caFile: String?
    /// The most exchanges in flight; more wait for a place. The default is 4, values below 1 count as 1.
    public var maxConnections: Int
    /// The most bytes of a reply's body, decompressed; a longer reply proves nothing. The default is 1 MiB.
    public var replyCap: Int
    /// The most bytes of all header lines of an exchange, interim replies included; the default is 256 KiB.
    public var headerCap: Int

    /// How many connections carry one message each before any carries more; the default is 8. They are watched afterwards
    /// for replies that nobody asked for, and each that stays silent lets later ones carry more.
    public var trialConnections: Int
    /// Whether a refusal is the last answer on its connection; the default is false. For callers that send refused messages
    /// again: whether the refusal was the message's own is then known soon.
    public var restsAfterRefusal: Bool

    /// How long a connection may rest and still carry another message. Sites close idle connections, some after a few seconds; a
    /// request must not meet that (RFC 9112, 9.5). Apache waits 5 s:
    /// https://httpd.apache.org/docs/2.4/mod/core.html#keepalivetimeout
    package var longestIdle: Duration = .milliseconds(1_900)

    /// Takes settings; every parameter has the default its property states.
    public init(
        timeout: Duration = .seconds(30), connectTimeout: Duration = .seconds(10),
        userAgent: String = "grupo-batch", proxy: String? = nil, caFile: String? = nil, maxConnections: Int = 4,
        replyCap: Int = 1_048_576, headerCap: Int = 262_144, trialConnections: Int = 8, restsAfterRefusal: Bool = false
    ) {
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.userAgent = userAgent
        self.proxy = proxy
        self.caFile = caFile
        self.maxConnections = maxConnections
        self.replyCap = replyCap
        self.headerCap = headerCap
        self.trialConnections = trialConnections
        self.restsAfterRefusal = restsAfterRefusal
    }
}

extension TransportSettings {
    /// The User-Agent as it is sent: control characters, which could begin another header, are left out.
    var userAgentWithoutControls: String {
        String(String.UnicodeScalarView(userAgent.unicodeScalars.filter { !DisplayText.isControl($0) }))
    }
}

extension TransportSettings: CustomStringConvertible, CustomReflectable {
    /// The settings without the proxy's address, which may hold a password.
    public var description: String {
        "timeout \(timeout), \(connectTimeout) to connect, \(maxConnections) connections, proxy: \(proxy != nil)"
    }
    /// A mirror without the proxy's address.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

extension Duration {
    /// The duration in milliseconds, at least one and at most a day: libcurl takes zero for no limit
    /// (https://curl.se/libcurl/c/CURLOPT_TIMEOUT_MS.html).
    var wholeMilliseconds: Int {
        Int(Swift.min(Swift.max(self, .milliseconds(1)), .seconds(86_400)) / .milliseconds(1))
    }
}
