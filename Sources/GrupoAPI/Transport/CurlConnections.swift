import BatchModel
import CCurl
import Glibc

/// The connections of a client, and whether they can be trusted to carry more than one request.
///
/// What comes on a connection without having been asked for would be taken for the reply to the next message. So a connection
/// is looked at before it is used again, and watched after it was used for the last time: only then does it show whether
/// its last reply was that to its last request. Belongs to the driver's thread.
@safe final class CurlConnections {
    /// How many connections are watched at once: a quarter of the files this process may have open, at most 256.
    private let mostWatched: Int
    private let longestIdle: Duration

    private(set) var trust: ReuseTrust
    private let isEncrypted: Bool
    /// Those that libcurl has open, by their sockets.
    private var held: [Int32: CurlConnection] = [:]
    private var byPort: [Int32: CurlConnection] = [:]
    private var watched: [CurlConnection] = []
    /// When to look at those that are watched; nil if there are none.
    private(set) var nextLook: ContinuousClock.Instant?
    private var news: UnaskedReply?
    private var longestExchange: Duration = .zero

    /// Begins without connections.
    init(isEncrypted: Bool, settings: TransportSettings) {
        self.isEncrypted = isEncrypted
        longestIdle = settings.longestIdle
        trust = ReuseTrust(trials: settings.trialConnections)
        var files = rlimit()
        let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0
        mostWatched = isKnown ? min(256, Int(clamping: files.rlim_cur) / 4) : 0
    }

    /// Makes a handle open and close its connections through this object, which must outlive them.
    func watch(_ easy: UnsafeMutableRawPointer) -> CURLcode {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        for code in unsafe [
            grupo_set_open_callback(easy, curlOpensSocket), grupo_set_pointer(easy, CURLOPT_OPENSOCKETDATA, this),
            grupo_set_close_callback(easy, curlClosesSocket), grupo_set_pointer(easy, CURLOPT_CLOSESOCKETDATA, this),
        ] where code != CURLE_OK { return code }
        return CURLE_OK
    }

    // MARK: - A request

    /// Whether a request may begin on the connection from a local port, and that connection.
    ///
    /// If not, nothing of the request has left, and libcurl closes the connection.
    func admit(localPort: Int32, from pool: CurlPool?) -> (isAdmitted: Bool, connection: CurlConnection?) {
        guard let connection = connection(from: localPort) else { return (true, nil) }
        if connection.requestCount > 0, !(mayBeReused(connection) && isQuiet(connection)) {
            retire(connection)
            return (false, nil)
        }
        connection.pool = pool
        connection.began()
        return (true, connection)
    }

    /// Takes note of the end of a request.
    ///
    /// - Parameters:
    ///   - isComplete: whether the request left whole and its reply came whole.
    ///   - isFinal: whether nothing more is to be sent on the connection.
    ///   - saysClose: whether the reply says so itself.
    ///   - mayClose: whether libcurl had a reason to close it that lies in the reply itself or in the request.
    func finished(
        _ connection: CurlConnection, _ row: RowReference?, isComplete: Bool, isFinal: Bool, saysClose: Bool,
        mayClose: Bool, after duration: Duration
    ) {
        connection.finished(row, after: isComplete ? duration : nil)
        if isComplete { longestExchange = max(longestExchange, duration) }
        if isComplete, saysClose { trust.ended(after: connection.requestCount) }
        if isComplete, connection.isLeft, !mayClose, ![.end, .other].contains(waiting(on: connection)) {
            // Neither we nor the site had it closed: there were bytes behind the reply, and libcurl took them away.
            doubt(connection)
            settle(connection)
        } else if connection.isLeft || connection.isSpent || isFinal || connection.requestCount >= trust.limit {
            retire(connection)
        }
    }

    /// Whether another request may use a connection that carries none, if nothing waits on it.
    func mayBeReused(_ connection: CurlConnection) -> Bool {
        !connection.isSpent && !connection.isLeft && connection.requestCount < trust.limit
            && connection.idleTime(at: .now) < longestIdle
    }

    private func isQuiet(_ connection: CurlConnection) -> Bool {
        let waiting = waiting(on: connection)
        guard waiting != .nothing else { return true }
        if waiting == .reply { doubt(connection) }
        settle(connection)
        return false
    }

    private func waiting(on connection: CurlConnection) -> WaitingBytes {
        WaitingBytes(on: connection.descriptor, isEncrypted: isEncrypted)
    }

    private func connection(from localPort: Int32) -> CurlConnection? {
        if let known = byPort[localPort] { return known }
        let new = held.values.first { $0.localPort == nil && Self.localPort(of: $0.descriptor) == localPort }
        guard let new else { return nil }
        new.localPort = localPort
        byPort[localPort] = new
        return new
    }

    // MARK: - After the last request

    /// Has every idle connection watched that carried more than one message.
    func retireIdle() {
        for connection in held.values where connection.isShared && !connection.isBusy { retire(connection) }
    }

    /// Whether no answer that was given can be doubted any more because of a connection that is watched.
    var isSettled: Bool {
        !watched.contains(where: \.isShared) && !held.values.contains { $0.isBusy && !$0.rows.isEmpty }
    }

    /// Looks at the connections that have been watched for long enough.
    func look(at now: ContinuousClock.Instant) {
        while watched.count > mostWatched { judge(watched.removeFirst(), wasWatched: false) }
        guard let nextLook, now >= nextLook else { return }
        let all = watched
        watched = []
        self.nextLook = nil
        for connection in all {
            guard case .watched(let end) = connection.fate else { continue }
            if end <= now { judge(connection, wasWatched: true) } else { keepWatching(connection, until: end) }
        }
    }

    /// What was noticed since the last call; nil if nothing was.
    func takeNews() -> UnaskedReply? {
        defer { news = nil }
        return news
    }

    /// Closes what libcurl has left open. The last call.
    func closeAll() {
        for connection in watched { judge(connection, wasWatched: false) }
        watched = []
        nextLook = nil
        // Their pools call back when they are closed.
        for connection in held.values { settle(connection) }
    }

    /// Uses a connection no more, and watches it as soon as no request is under way on it.
    func retire(_ connection: CurlConnection) {
        connection.isSpent = true
        guard case .inUse = connection.fate, !connection.isBusy else { return }
        // From a connection with one request nothing more can be learnt than that trust is lost.
        guard !connection.isBroken, !trust.isLost || connection.isShared else { return settle(connection) }
        keepWatching(connection, until: connection.watch(from: .now, longestOfAll: longestExchange))
    }

    private func keepWatching(_ connection: CurlConnection, until end: ContinuousClock.Instant) {
        watched.append(connection)
        nextLook = min(nextLook ?? end, end)
    }

    private func judge(_ connection: CurlConnection, wasWatched: Bool) {
        switch waiting(on: connection) {
        case .nothing where wasWatched: trust.provedSilent()
        case .reply: doubt(connection)
        case .nothing, .end, .other: break
        }
        settle(connection)
    }

    private func doubt(_ connection: CurlConnection) {
        trust.lose()
        // A lone request has got the first reply that came: nobody else could have asked for it.
        news = UnaskedReply(doubted: (news?.doubted ?? []) + (connection.isShared ? connection.rows : []))
    }

    /// There is nothing to learn from a connection any more. libcurl closes it with its pool, unless it has left that to us.
    private func settle(_ connection: CurlConnection) {
        connection.judged()
        if connection.isLeft { _ = Glibc.close(connection.descriptor) }
    }

    // MARK: - Called by libcurl

    fileprivate func open(_ address: curl_sockaddr) -> Int32 {
        let descriptor = socket(address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
        if descriptor >= 0 { held[descriptor] = CurlConnection(descriptor) }
        return descriptor
    }

    fileprivate func close(_ descriptor: Int32) -> Int32 {
        guard let connection = held.removeValue(forKey: descriptor), connection.requestCount > 0 else {
            return Glibc.close(descriptor)
        }
        if let port = connection.localPort { byPort[port] = nil }
        if case .judged = connection.fate { return Glibc.close(descriptor) }
        connection.isLeft = true
        // One with a request under way is judged when that has finished.
        retire(connection)
        return 0
    }

    private static func localPort(of descriptor: Int32) -> Int32 {
        // The port stands at the same place in addresses of IPv4 and IPv6.
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
            unsafe getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
        }
        return status == 0 ? Int32(UInt16(bigEndian: address.sin6_port)) : -1
    }
}

private func connections(_ this: UnsafeMutableRawPointer?) -> CurlConnections? {
    unsafe this.map { unsafe Unmanaged<CurlConnections>.fromOpaque($0).takeUnretainedValue() }
}

private func curlOpensSocket(
    _ this: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let connections = unsafe connections(this), let address = unsafe address else { return CURL_SOCKET_BAD }
    return connections.open(unsafe address.pointee)
}

private func curlClosesSocket(_ this: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t) -> Int32 {
    unsafe connections(this)?.close(descriptor) ?? -1
}
