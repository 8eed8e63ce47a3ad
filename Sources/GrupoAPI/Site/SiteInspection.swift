/// What a plain GET of the API's address shows; it carries neither key nor message.
public struct SiteInspection: Sendable, Hashable {
    /// How far the request came.
    public enum Stage: Int, Sendable, Comparable, CaseIterable {
        /// The name could not be looked up.
        case name
        /// The name has an address, but no connection could be made.
        case connection
        /// There is a connection, but its TLS or certificate was refused.
        case tls
        /// The connection stands, but no complete reply came.
        case reply
        /// A complete reply came.
        case complete

        /// Whether one request came less far than another.
        public static func < (one: Stage, other: Stage) -> Bool { one.rawValue < other.rawValue }
    }

    /// How far the request came.
    public internal(set) var stage = Stage.name
    /// libcurl's words for what stopped it; empty when nothing did. May quote text from outside.
    public internal(set) var failureText = ""
    /// The address the connection was made to; empty without one.
    public internal(set) var remoteAddress = ""
    /// Milliseconds from the start until the name was looked up; 0 if it never was.
    public internal(set) var nameMilliseconds = 0.0
    /// Milliseconds from the start until the connection stood; 0 if it never did.
    public internal(set) var connectMilliseconds = 0.0
    /// Milliseconds from the start until TLS stood; 0 without TLS.
    public internal(set) var tlsMilliseconds = 0.0
    /// Milliseconds from the start to the end.
    public internal(set) var totalMilliseconds = 0.0
    /// The reply's status; 0 without a reply.
    public internal(set) var status = 0
    /// The reply's Location header, as the site wrote it.
    public internal(set) var location: String?
    /// The site's clock by its Date header, in seconds since 1970.
    public internal(set) var siteSeconds: Int64?
    /// This machine's clock when the reply began, in seconds since 1970.
    public internal(set) var localSeconds: Int64 = 0
    /// Whether a protection service answered in the site's place.
    public internal(set) var isChallenge = false
    /// Whether the body is one JSON object, which is how the API speaks.
    public internal(set) var isJSONObject = false

    /// Asks the site. Blocks its caller for at most the settings' time-out.
    public static func of(_ site: SiteAddress, settings: TransportSettings) -> SiteInspection {
        guard let inspection = CurlInspection(site: site, settings: settings) else {
            var inspection = SiteInspection()
            inspection.failureText = "libcurl takes not all settings, or has no memory"
            return inspection
        }
        return inspection.run()
    }
}
