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
    /// And at most.
    private static let longestWatch: Duration = .seconds(10)

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
    /// Whether libcurl was told not to use it, and so closes it.
    var isRefused = false
    /// Whether libcurl has left it to us to close it.
    var isLeft = false
    /// What is still to be learnt.
    private(set) var fate = Fate.inUse
    private var unfinishedCount = 0
    private var isBroken = false
    private var longest: Duration = .zero

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Whether requests are under way. libcurl can begin one while the end of the last is still to be told.
    var isBusy: Bool { unfinishedCount > 0 }

    /// Whether several rows were answered over it, so that one may have the answer of another.
    var isShared: Bool { rows.count > 1 }

    /// Whether there is a reason to watch it: what comes after a request that failed may be its reply.
    var isWorthWatching: Bool { !isBroken }

    /// Takes note of a request that begins.
    func began() {
        requestCount += 1
        unfinishedCount += 1
    }

    /// Takes note of the end of a request; nil stands for one that failed.
    func finished(_ row: RowReference?, after duration: Duration?) {
        unfinishedCount -= 1
        guard let duration else {
            isBroken = true
            isSpent = true
            return
        }
        if let row { rows.append(row) }
        longest = max(longest, duration)
    }

    /// Begins to watch it, and returns until when. One that is out of step still owes the reply to its last request, which
    /// takes the site about as long as those before.
    func watch(from now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let end = now + min(max(longest * 2, Self.shortestWatch), Self.longestWatch)
        fate = .watched(until: end)
        return end
    }

    /// Learns no more of it.
    func judged() {
        isSpent = true
        fate = .judged
    }
}
