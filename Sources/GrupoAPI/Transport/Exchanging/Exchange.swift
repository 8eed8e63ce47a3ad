/// One message on one connection, from the first look to what it showed. Pure: no socket, no clock, no libcurl.
///
/// Whoever drives it tells what happened, and does what the method returns. The form is handed to one connection once: there is
/// no way back in here, so nothing can be sent a second time. A piece *left* when the connection accepted it.
///
/// Before the first byte leaves, and again before the piece that holds the key, the connection is looked at: what waits there was
/// not asked for, or refuses the message before it is whole. Over TLS a piece may be on its way although the connection says
/// that it takes nothing now; it counts as handed over from then on.
struct Exchange {
    enum Phase { case firstLook, sending, secondLook, receiving, over }

    /// The bytes that are being written.
    private(set) var piece: [UInt8]
    /// Which of them the next call of `write` is about.
    private(set) var window: Range<Int> = 0..<0
    /// How long it may take, from its start: longer by as long as the process stood still.
    private(set) var allowance: Duration
    /// What came of the reply so far.
    private(set) var parser: ReplyParser
    /// What stood behind the reply in the same bytes.
    private(set) var extra = WaitingBytes.nothing

    let form: MessageForm
    let headByteCount: Int
    let isEncrypted: Bool
    let isReused: Bool
    private var reader: FormReader?
    private(set) var phase = Phase.firstLook
    private(set) var failure: Evidence.Failure?
    private(set) var failureText = ""
    /// Why there is no reply if none comes any more.
    private var lastFailure: Evidence.Failure?
    /// Whether the rest of the form is kept back: the site has refused it, or takes no more.
    private var keepsBack = false
    /// Whether the piece does.
    private(set) var holdsKey: Bool
    private(set) var acceptedByteCount = 0
    private(set) var handedOverByteCount = 0
    /// The same before the window was offered.
    private(set) var handedOverBefore = 0
    private(set) var paused: Duration = .zero
    private(set) var isEarly = false

    /// Prepares to send a form: `head` are the lines that go before it, `isReused` says whether the connection carried another one.
    init(
        _ form: MessageForm, head: [UInt8], isEncrypted: Bool, isReused: Bool, timeout: Duration, headerCap: Int,
        bodyCap: Int
    ) {
        self.form = form
        self.isEncrypted = isEncrypted
        self.isReused = isReused
        headByteCount = head.count
        allowance = timeout
        parser = ReplyParser(headerCap: headerCap, bodyCap: bodyCap)
        if form.file == nil {
            piece = head + form.rest
            holdsKey = true
        } else {
            piece = head + form.lead
            holdsKey = false
            var reader = FormReader(form)
            // What is in memory goes with the head; from then on the reader says what comes next.
            if !form.lead.isEmpty { _ = reader.next(room: form.lead.count) }
            self.reader = reader
        }
    }

    // MARK: - Events

    /// The connection stands, and carries nothing else.
    mutating func begin() -> Action { .read }

    /// The connection has something to read.
    mutating func readable() -> Action { phase == .over ? .finish : .read }

    /// The connection takes bytes again.
    mutating func writable() -> Action { phase == .sending && !keepsBack ? offer() : .read }

    /// Reading gave bytes.
    mutating func arrived(_ bytes: Span<UInt8>) -> Action {
        if phase == .firstLook {
            if isReused { return .leave(WaitingBytes(bytes)) }
            // The site speaks first, to refuse whoever comes: there is nothing to send any more.
            keepsBack = true
        }
        let count = parser.take(bytes)
        switch parser.progress {
        case _ where isOfAnother: return .leave(.reply)
        case .complete:
            if count < bytes.count, extra != .reply { extra = WaitingBytes(bytes.extracting(count...)) }
            return answered()
        case .failed(let fault):
            return finish(Evidence.Failure(fault))
        case .reading:
            // Who refuses a form before it is whole does not want the rest of it (RFC 9110, 10.1.1).
            if phase != .receiving, let status = parser.status, status >= 300 { keepsBack = true }
            return .read
        }
    }

    /// Reading gave nothing for now.
    mutating func silent() -> Action {
        if let lastFailure { return finish(lastFailure) }
        switch phase {
        case .firstLook, .secondLook:
            if !keepsBack { phase = .sending }
            return offer()
        case .sending: return .wait(forRoom: !keepsBack)
        case .receiving: return .wait(forRoom: false)
        case .over: return .finish
        }
    }

    /// The site ended the connection, and gave notice of it.
    mutating func ended() -> Action { end(isNoticed: true, "") }

    /// The connection cannot be read from any more.
    mutating func broke(_ text: String) -> Action { end(isNoticed: false, text) }

    /// The connection accepted so many bytes of the window.
    mutating func accepted(_ count: Int) -> Action {
        acceptedByteCount += count
        window = window.lowerBound + count..<window.upperBound
        return window.isEmpty && window.upperBound == piece.count ? next() : offer()
    }

    /// The window is not written: whoever sends may not any more.
    mutating func withheld() -> Action {
        handedOverByteCount = handedOverBefore
        return finish(.withheld)
    }

    /// The connection takes nothing now.
    mutating func full() -> Action { .wait(forRoom: true) }

    /// The connection cannot be written to any more. What the site said before that still counts.
    mutating func writingBroke(_ text: String) -> Action {
        keepsBack = true
        if parser.progress == .complete { return finish(nil) }
        lastFailure = lastFailure ?? .lost
        failureText = text
        return .read
    }

    /// The file gave bytes: none at its end, nil if it could not be read.
    mutating func fileGave(_ bytes: [UInt8]?) -> Action {
        let count: Int
        if let bytes { count = reader?.fileGave(bytes.span) ?? 0 } else { count = reader?.fileGave(nil) ?? 0 }
        guard count > 0, let bytes else { return next() }
        put(count == bytes.count ? bytes : Array(bytes.prefix(count)))
        return offer()
    }

    /// The time is over. What came before that still counts.
    mutating func expired() -> Action {
        guard phase != .over else { return .finish }
        lastFailure = .timeout
        return .read
    }

    /// The process stood still for so long, and nothing could be read.
    mutating func stoodStill(_ pause: Duration) {
        allowance += pause
        paused += pause
    }

    /// It is given up.
    mutating func giveUp(_ failure: Evidence.Failure) -> Action { finish(failure) }

    private mutating func put(_ bytes: [UInt8]) { (piece, window) = (bytes, 0..<0) }

    /// Offers what is left of the piece.
    private mutating func offer() -> Action {
        if keepsBack { return .wait(forRoom: false) }
        if window.isEmpty {
            let start = window.upperBound
            window = start..<(isEncrypted ? min(piece.count, start + Self.record) : piece.count)
        }
        handedOverBefore = handedOverByteCount
        handedOverByteCount = max(handedOverByteCount, acceptedByteCount + window.count)
        return .write
    }

    /// Goes on behind a piece that left.
    private mutating func next() -> Action {
        wipe()
        guard !keepsBack else { return .wait(forRoom: false) }
        switch reader?.next(room: Self.fileRoom) ?? .end {
        case .read(let file, let offset, let count):
            return .fill(file, offset: offset, count: count)
        case .share(let bytes):
            put(bytes)
            return offer()
        case .copy(let bytes):
            // With bytes of its own, which can be wiped.
            put([] + bytes)
            // All that follows the file goes together, the key with it.
            while case .copy(let more)? = reader?.next(room: Self.fileRoom) { piece += more }
            holdsKey = true
            phase = .secondLook
            return .read
        case .stop(let fault):
            return finish(.localFile(fault))
        case .end where parser.progress == .complete: return finish(nil)
        case .end:
            phase = .receiving
            return .wait(forRoom: false)
        }
    }

    /// The reply is whole. A site that says yes before it has read all gets the rest: without it, its yes would mean nothing.
    private mutating func answered() -> Action {
        guard phase == .sending || phase == .secondLook, !keepsBack, lastFailure == nil, let status = parser.status,
            status < 300
        else { return finish(nil) }
        isEarly = true
        guard phase == .secondLook else { return .wait(forRoom: true) }
        phase = .sending
        return offer()
    }

    private mutating func end(isNoticed: Bool, _ text: String) -> Action {
        if phase == .firstLook, isReused { return .leave(.end) }
        guard phase != .over else { return .finish }
        parser.end(isNoticed: isNoticed)
        if case .failed(let fault) = parser.progress {
            if !text.isEmpty { failureText = text }
            return finish(lastFailure == .timeout ? .timeout : Evidence.Failure(fault))
        }
        return finish(nil)
    }

    private mutating func finish(_ failure: Evidence.Failure?) -> Action {
        guard phase != .over else { return .finish }
        phase = .over
        self.failure = failure
        wipe()
        return .finish
    }

    /// Leaves nothing of the key in memory that is used again.
    private mutating func wipe() {
        if holdsKey { piece.wipe() }
        holdsKey = false
        piece = []
        window = 0..<0
    }
}
