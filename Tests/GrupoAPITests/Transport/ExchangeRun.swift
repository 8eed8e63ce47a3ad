@testable import GrupoAPI

/// An exchange that a test drives, and what it wrote.
struct ExchangeRun {
    var exchange: Exchange
    /// What it wants done next.
    private(set) var action: Exchange.Action
    /// What the connection accepted.
    private(set) var sent: [UInt8] = []
    /// All that is to be sent.
    let whole: [UInt8]
    /// How many bytes there are up to the end of the key.
    let keyEnd: Int
    private let isEncrypted: Bool
    /// Whether a byte of the key was in a call over TLS.
    private(set) var hasRiskedKey = false

    static let head = Array("POST / HTTP/1.1\r\n\r\n".utf8)

    init(isEncrypted: Bool = false, isReused: Bool = false, message: OutgoingMessage = makeMessage()) throws {
        let form = MessageForm(message, key: try APISecretKey(canaryKey))
        exchange = Exchange(
            form, head: Self.head, isEncrypted: isEncrypted, isReused: isReused, timeout: .seconds(30),
            headerCap: 10_000,
            bodyCap: 10_000)
        whole = Self.head + form.rest
        keyEnd = Self.head.count + Int(form.keyEndOffset)
        self.isEncrypted = isEncrypted
        action = exchange.begin()
    }

    /// Whether the site can have the whole key.
    var hasWholeKey: Bool { sent.count >= keyEnd || hasRiskedKey }

    /// What it came to; nil before.
    var result: AttemptResult? {
        guard action == .finish else { return nil }
        return ReplyClassifier.classify(exchange.evidence(after: .seconds(1)), rules: ClassificationRules())
    }

    /// Lets something happen.
    mutating func take(_ event: ExchangeStepsTests.Event) {
        if case .write = action, isEncrypted, sent.count + exchange.window.count > keyEnd - canaryKey.utf8.count {
            hasRiskedKey = true
        }
        switch event {
        case .arrives(let text): action = exchange.arrived(Array(text.utf8).span)
        case .silence: action = exchange.silent()
        case .end: action = exchange.ended()
        case .breaks: action = exchange.broke("it broke")
        case .room: action = exchange.writable()
        case .full: action = exchange.full()
        case .writingBreaks: action = exchange.writingBroke("it broke")
        case .expires: action = exchange.expired()
        case .givesUp: action = exchange.giveUp(.cancelled)
        case .accepts(let count): accept(count > 0 ? count : exchange.window.count + count)
        case .acceptsUpToKey(let missing): accept(keyEnd - missing - sent.count)
        }
    }

    /// There is something to read.
    mutating func becomeReadable() { action = exchange.readable() }

    private mutating func accept(_ count: Int) {
        let window = exchange.window
        precondition(action == .write && (1...window.count).contains(count), "\(action), \(count) of \(window)")
        sent += exchange.piece[window.prefix(count)]
        action = exchange.accepted(count)
    }
}
