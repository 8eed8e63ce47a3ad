/// How many requests one connection may carry, by what was seen of connections before.
///
/// Pure. A reply in HTTP/1.1 belongs to a request by its place alone (RFC 9112, 9.3.2): a server that sends one too many gives every later
/// request on that connection the answer of another. So the first connections carry one request each, and are watched
/// afterwards; as long as they stay silent, later ones carry more. One reply that nobody asked for ends all reuse.
struct ReuseTrust: Sendable, Hashable {
    /// The most requests a connection ever carries: what has to be doubted if it turns out to be out of step. Less than the
    /// 100 after which Apache and older nginx end a connection themselves, which would hide the reply that is one too many:
    /// https://httpd.apache.org/docs/2.4/mod/core.html#maxkeepaliverequests
    static let most = 96
    private static let leastCeiling = 4

    /// The most requests a connection may carry now.
    private(set) var limit: Int
    /// Whether the site sent a reply that nobody asked for.
    private(set) var isLost = false
    private var trialsLeft: Int
    private var ceiling = most

    /// Begins with so many connections that carry one request each.
    init(trials: Int) {
        trialsLeft = trials
        limit = trials > 0 ? 1 : Self.most
    }

    /// Takes note of a connection on which nothing came after its last reply.
    mutating func provedSilent() {
        guard !isLost else { return }
        trialsLeft = max(0, trialsLeft - 1)
        if trialsLeft == 0 { limit = min(limit * 2, ceiling) }
    }

    /// Takes note of a site that ended a connection after so many requests: later ones carry fewer.
    mutating func ended(after count: Int) {
        guard count > Self.leastCeiling else { return }
        ceiling = min(ceiling, count - 1)
        limit = min(limit, ceiling)
    }

    /// Takes note of a reply that nobody asked for.
    mutating func lose() {
        isLost = true
        limit = 1
    }
}
