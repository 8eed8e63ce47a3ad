import BatchModel

/// One connection to the site: what it has carried, and what is still to be learnt of it.
///
/// Belongs to the driver's thread.
final class CurlConnection {
    /// What is to be learnt of it after its last request.
    enum Fate {
        /// It may carry another request.
        case inUse
        /// It carries none any more, and is watched until then.
        case watched(until: ContinuousClock.Instant)
        /// Nothing more.
        case judged
    }

    /// How long a connection is watched at least after its last reply.
    private static let shortestWatch: Duration = .milliseconds(25)
    /// At most for the sake of exchanges on other connections.
    private static let longestForOthers: Duration = .seconds(2)

    /// The socket.
    let descriptor: Int32
    /// Known from the first request on.
    var localPort: Int32?
    /// How many requests have begun on it.
    private(set) var requestCount = 0
    /// The rows that were answered over it.
    private(set) var rows: [RowReference] = []
    /// Whether it is to carry no request any more.
    var isSpent = false
    /// Whether libcurl has left it to us to close it.
    var isLeft = false
    /// What is still to be learnt.
    private(set) var fate = Fate.inUse
    /// Whether a request is under way.
    private(set) var isBusy = false
    /// Where libcurl keeps it; nil has it closed, unless it is the one that its handle uses next.
    var pool: CurlPool?
    /// Whether a request failed on it: what comes now may be the reply that was not waited for.
    private(set) var isBroken = false
    private var longest: Duration = .zero
    private var usedAt = ContinuousClock.now

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// How long nothing was asked on it.
    func idleTime(at now: ContinuousClock.Instant) -> Duration { isBusy ? .zero : usedAt.duration(to: now) }

    /// Whether several rows were answered over it, so that one may have the answer of another.
    var isShared: Bool { rows.count > 1 }

    /// Takes note of a request that begins.
    func began() {
        requestCount += 1
        isBusy = true
    }

    /// Takes note of the end of a request; nil stands for one that failed.
    func finished(_ row: RowReference?, after duration: Duration?) {
        isBusy = false
        usedAt = .now
        guard let duration else {
            isBroken = true
            isSpent = true
            return
        }
        if let row { rows.append(row) }
        longest = max(longest, duration)
    }

    /// Begins to watch it, and returns until when.
    func watch(from now: ContinuousClock.Instant, longestOfAll: Duration) -> ContinuousClock.Instant {
        let own = UnaskedReply.doubtTime(afterLongest: longest)
        let others = min(UnaskedReply.doubtTime(afterLongest: longestOfAll), Self.longestForOthers)
        let end = now + max(own, others, Self.shortestWatch)
        fate = .watched(until: end)
        return end
    }

    /// Learns no more of it, and has it closed.
    func judged() {
        isSpent = true
        fate = .judged
        pool = nil
    }
}
