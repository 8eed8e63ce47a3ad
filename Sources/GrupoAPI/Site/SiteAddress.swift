import Digests

/// The address of a Grupo site, in its one canonical form.
public struct SiteAddress: Sendable, Hashable {
    /// `https` or `http`.
    public let scheme: String
    /// The host in lower case; an IPv6 address without its brackets.
    public let host: String
    /// The port, the scheme's own if the address names none.
    public let port: Int
    /// The path with its leading slash and without trailing ones; empty for the root.
    public let path: String

    /// Reads an address as people paste it, the API's own path at its end included.
    ///
    /// Plain http is refused unless `allowHTTP` is set or the host is this machine.
    public init(_ text: String, allowHTTP: Bool) throws(SiteAddressFault) {
        let parts = try SiteAddressParser.parse(text)
        scheme = parts.scheme
        host = parts.host
        port = parts.port ?? (parts.scheme == "https" ? 443 : 80)
        path = parts.path
        guard scheme == "https" || allowHTTP || isLoopback else { throw .httpNotAllowed }
    }

    /// The address in one form: lower-case scheme and host, no default port, no trailing slash.
    public var canonical: String { scheme + "://" + authority + path }

    /// The address that messages are posted to.
    public var endpoint: String { canonical + "/api_request/" }

    /// Host, port and path, without the scheme: equal for two addresses of one site.
    public var identity: String { "\(bracketedHost):\(port)\(path)" }

    /// Whether the host is this machine: `localhost`, a name below it, 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && HostName.isIPv4(host))
    }

    /// A name for files that belong to the site: `<host>[-port][-path]`, at most 120 bytes of letters, digits, `.`, `-`
    /// and `_`. The port is left out where it is 443. Long names end in a digest instead of their rest.
    public var fileName: String {
        let name = host + (port == 443 ? "" : "-\(port)") + path
        let safe = String(
            name.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": Character(scalar)
                case "/": "-"
                default: "_"
                }
            })
        guard safe.utf8.count > 120 else { return safe }
        let hasher = SHA256Hasher()
        hasher.update(name)
        return safe.prefix(103) + "-" + hasher.finish().description.prefix(16)
    }

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Host and port as the Host header names them: without the scheme's own port.
    var authority: String {
        port == (scheme == "https" ? 443 : 80) ? bracketedHost : "\(bracketedHost):\(port)"
    }
}

extension SiteAddress: CustomStringConvertible {
    /// The canonical form.
    public var description: String { canonical }
}
