import Glibc

/// The connections of a client that stand, and whether they can be trusted to carry more than one message.
///
/// A reply belongs to a request by its place alone. What comes on a connection without having been asked for is seen when it
/// comes: idle connections are polled and read from before they are used again, and one that carried its last message is watched for
/// a while. What this cannot see is a reply too many that comes while the next message is under way; then every later answer
/// on that connection is another's, and the one that is owed at the end shows it. So trust grows with silence, and no connection
/// carries more messages than can be doubted. Belongs to the driver's thread.
final class Connections {
    /// How many connections are watched at once: a quarter of the files this process may have open, at most 256.
    private let mostWatched: Int
    private let longestIdle: Duration

    /// How many messages a connection may carry.
    private(set) var trust: ReuseTrust
    private var idle: [Connection] = []
    private var watched: [Connection] = []
    /// When to look at those that are watched; nil if there are none.
    private(set) var nextLook: ContinuousClock.Instant?
    private var news: UnaskedReply?
    private var longestExchange: Duration = .zero
    /// Reads from a connection that carries nothing, and closes connections.
    private let look: (Connection) -> WaitingBytes
    private let close: (Connection) -> Void

    /// Begins without connections.
    ///
    /// - Parameters:
    ///   - look: reads what waits on a connection.
    ///   - close: closes one.
    init(
        settings: TransportSettings, look: @escaping (Connection) -> WaitingBytes, close: @escaping (Connection) -> Void
    ) {
        longestIdle = settings.longestIdle
        trust = ReuseTrust(trials: settings.trialConnections)
        self.look = look
        self.close = close
        var files = rlimit()
        let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0
        mostWatched = isKnown ? min(256, Int(clamping: files.rlim_cur) / 4) : 0
    }

    // MARK: - Use

    /// Takes an idle connection for a message: the one that was used last. Those that rested too long are used no more.
    func takeIdle(at now: ContinuousClock.Instant) -> Connection? {
        while let connection = idle.popLast() {
            if connection.requestCount < trust.limit, connection.idleTime(at: now) < longestIdle { return connection }
            retire(connection, at: now)
        }
        return nil
    }

    /// A connection was not fit for a message, because of what waits there. Nothing of the message has left.
    func refused(_ connection: Connection, _ waits: WaitingBytes, at now: ContinuousClock.Instant) {
        meet(waits, on: connection, at: now)
    }

    /// A message is over.
    ///
    /// - Parameter isFinal: whether nothing more is to be sent on the connection, whatever it says itself.
    func finished(
        _ connection: Connection, _ exchange: Exchange, _ evidence: Evidence, isFinal: Bool,
        at now: ContinuousClock.Instant
    ) {
        // What comes after a failure may be the reply that was not waited for; behind half a form nothing can come.
        guard evidence.failure == nil, exchange.leftWhole else { return close(connection) }
        connection.answered(connection.submission?.tag, after: evidence.duration)
        longestExchange = max(longestExchange, evidence.duration)
        if exchange.parser.head.saysClose { trust.ended(after: connection.requestCount) }
        guard exchange.extra == .nothing else { return meet(exchange.extra, on: connection, at: now) }
        if !exchange.keepsConnection || isFinal || connection.requestCount >= trust.limit {
            retire(connection, at: now)
        } else {
            connection.state = .idle
            idle.append(connection)
        }
    }

    /// Something happened to a connection that carries nothing.
    func stirred(_ connection: Connection, at now: ContinuousClock.Instant) {
        let waits = look(connection)
        guard waits != .nothing else { return }
        meet(waits, on: connection, at: now)
    }

    // MARK: - After the last message

    /// Has every idle connection watched that carried more than one message.
    func retireIdle(at now: ContinuousClock.Instant) {
        let shared = idle.filter(\.isShared)
        idle.removeAll(where: \.isShared)
        for connection in shared { retire(connection, at: now) }
    }

    /// Whether no answer can be doubted any more because of a connection that is watched.
    var isSettled: Bool { !watched.contains(where: \.isShared) }

    /// Looks at the connections that have been watched for long enough.
    func lookAtWatched(at now: ContinuousClock.Instant) {
        while watched.count > mostWatched { judge(watched.removeFirst(), wasWatched: false) }
        guard let nextLook, now >= nextLook else { return }
        self.nextLook = nil
        let all = watched
        watched = []
        for connection in all {
            guard case .watched(let end) = connection.state else { continue }
            if end <= now { judge(connection, wasWatched: true) } else { keepWatching(connection, until: end) }
        }
    }

    /// What was noticed since the last call; nil if nothing was.
    func takeNews() -> UnaskedReply? {
        defer { news = nil }
        return news
    }

    /// Closes all that carry nothing. The last call.
    func closeAll() {
        for connection in watched { judge(connection, wasWatched: false) }
        for connection in idle { close(connection) }
        watched = []
        idle = []
        nextLook = nil
    }

    /// Uses a connection no more, and watches it if there is something to learn.
    private func retire(_ connection: Connection, at now: ContinuousClock.Instant) {
        // From a connection with one message nothing more can be learnt than that trust is lost.
        guard !trust.isLost || connection.isShared else { return close(connection) }
        keepWatching(connection, until: connection.endOfWatch(from: now, longestOfAll: longestExchange))
        // Bytes that were read together with others over TLS do not stir the socket any more.
        stirred(connection, at: now)
    }

    private func keepWatching(_ connection: Connection, until end: ContinuousClock.Instant) {
        connection.state = .watched(until: end)
        watched.append(connection)
        nextLook = min(nextLook ?? end, end)
    }

    private func judge(_ connection: Connection, wasWatched: Bool) {
        switch look(connection) {
        case .nothing where wasWatched: trust.provedSilent()
        case .reply: doubt(connection)
        case .nothing, .end, .other: break
        }
        close(connection)
    }

    /// Something waits on a connection that nobody asked for anything.
    private func meet(_ waits: WaitingBytes, on connection: Connection, at now: ContinuousClock.Instant) {
        if waits == .reply { doubt(connection) }
        idle.removeAll { $0 === connection }
        if waits == .other, case .watched = connection.state { return }
        if waits == .other, connection.isShared { return retire(connection, at: now) }
        watched.removeAll { $0 === connection }
        close(connection)
    }

    private func doubt(_ connection: Connection) {
        trust.lose()
        // A lone message has got the first reply that came: nobody else could have asked for it.
        news = UnaskedReply(doubted: (news?.doubted ?? []) + (connection.isShared ? connection.answered : []))
    }
}
