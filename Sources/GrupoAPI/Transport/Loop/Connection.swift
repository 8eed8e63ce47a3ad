/// One connection to the site: what it carries, what it has carried, and what is still to be learnt of it.
///
/// Belongs to the driver's thread.
final class Connection {
    /// Where it stands.
    enum State {
        /// It is being made.
        case dialling
        /// It carries a message.
        case busy
        /// It may carry another.
        case idle
        /// It carries none any more, and is watched until then: what comes now was not asked for.
        case watched(until: ContinuousClock.Instant)
        /// It is over.
        case closed
    }

    /// How long a connection is watched at least after its last reply.
    private static let shortestWatch: Duration = .milliseconds(25)
    /// At most for the sake of exchanges on other connections.
    private static let longestForOthers: Duration = .seconds(2)

    /// Its name in the poller.
    let name: UInt64
    /// What libcurl keeps of it; nil before it is made, and when it is closed.
    var handle: CurlHandle?
    /// Its socket, once it stands.
    var socket: Int32 = -1
    /// Where it stands.
    var state = State.dialling
    /// What it carries, or is made for.
    var submission: Submission?
    /// The message that is under way.
    var exchange: Exchange?
    /// When that was begun: before the connection was made, if it was made for it.
    var startedAt = ContinuousClock.now
    /// How long the process stood still while it was made.
    var paused: Duration = .zero
    /// Whether the poller waits for room.
    var waitsForRoom = false
    /// How many messages have begun on it.
    private(set) var requestCount = 0
    /// The tags of those that were answered over it.
    private(set) var answered: [UInt64] = []
    private var longest: Duration = .zero
    private var usedAt = ContinuousClock.now

    init(name: UInt64) { self.name = name }

    /// Whether several messages were answered over it, so that one may have the answer of another.
    var isShared: Bool { answered.count > 1 }

    /// How long nothing was asked on it.
    func idleTime(at now: ContinuousClock.Instant) -> Duration { usedAt.duration(to: now) }

    /// Takes note of a message that begins.
    func began() { requestCount += 1 }

    /// Takes note of a message that was answered.
    func answered(_ tag: UInt64?, after duration: Duration) {
        usedAt = .now
        if let tag { answered.append(tag) }
        longest = max(longest, duration)
    }

    /// Until when it is to be watched after its last reply: whatever is owed may take as long as the longest exchange did.
    func endOfWatch(from now: ContinuousClock.Instant, longestOfAll: Duration) -> ContinuousClock.Instant {
        let own = UnaskedReply.doubtTime(afterLongest: longest)
        let others = min(UnaskedReply.doubtTime(afterLongest: longestOfAll), Self.longestForOthers)
        return now + max(own, others, Self.shortestWatch)
    }
}
