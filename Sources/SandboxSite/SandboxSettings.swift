/// How a sandbox site listens, whom it knows, and how well it behaves.
package struct SandboxSettings: Sendable {
    /// The numeric address to listen on, or `localhost`; must be a loopback address unless `allowRemote` is set.
    package var host = "127.0.0.1"
    /// The port to listen on; 0, the default, lets the system choose a free one.
    package var port: UInt16 = 0
    /// Whether an address that other machines can reach is acceptable; the default is no.
    package var allowRemote = false
    /// Whether each start is a site of its own, with a name in its path, so that a ledger never takes it for an earlier one at the
    /// same address; the default is no.
    package var isNamed = false
    /// The key requests must carry; nil, the default, makes a random one for each start.
    package var secretKey: String?
    /// Whom the site knows; the default is everyone but names that begin with `unknown`.
    package var knownUsers = KnownUsers.anyone
    /// How long an answer is held back after the message was taken, drawn evenly; the default is not at all.
    package var latency: ClosedRange<Duration> = .zero ... .zero
    /// The share of good messages, from 0 to 1, that the site refuses all the same; the default is 0.
    package var refusalShare = 0.0
    /// Where the random draws begin: the same seed and the same order of requests draw the same values.
    package var seed: UInt64 = 1
    /// The most bytes of one attachment; the default is PHP's own, 2 MiB.
    package var attachmentByteLimit = 2 << 20
    /// Whether accepted messages stay in memory for ``SandboxSite/messages``; turn it off for endless use.
    package var keepsMessages = true
    /// A file to append one line of JSON to for each accepted message; nil, the default, writes none.
    package var logPath: String?
    /// Whether each line of the log reaches the disk before the answer leaves; the default is no.
    package var synchronizesLog = false

    /// The most bytes of one request's body.
    package static let bodyByteLimit = 64 << 20

    /// Settings with every default.
    package init() {}
}
