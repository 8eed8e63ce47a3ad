import BatchModel
import CCurl
import Glibc

/// What only the driver's thread touches: connections, the messages under way, and who waits for a place.
@safe final class TransportLoop {
    /// How many pieces of one message are written before others have their turn.
    private static let mostPieces = 16
    private static let bufferByteCount = 65_536

    let settings: TransportSettings
    private let isEncrypted: Bool
    let usesProxy: Bool
    private let head: RequestHead
    let poller: Poller
    let dialer: CurlDialer
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) lazy var connections = Connections(
        settings: settings, look: { [unowned self] in unsafe $0.look(into: buffer) },
        close: { [unowned self] in close($0) })
    /// Every connection, by its name.
    var slots: [Connection?] = []
    var freeNames: [Int] = []
    /// How many connections carry a message, or are made for one.
    var placesTaken = 0
    /// Work without a place yet, in order.
    private var waiting: [Submission] = []
    private var firstWaiting = 0
    /// Messages that are over and whose tasks have not been told.
    private var over: [(submission: Submission, evidence: Evidence)] = []
    /// Before then no message has used up its time.
    var nextDeadline: ContinuousClock.Instant?
    let began = ContinuousClock.now
    var pauses = PauseWatch()
    private(set) var now = ContinuousClock.now

    /// Prepares a loop; nil if the system or libcurl cannot give what it needs.
    init?(site: SiteAddress, settings: TransportSettings, poller: Poller) {
        guard let dialer = CurlDialer(site: site, settings: settings, poller: poller) else { return nil }
        self.settings = settings
        self.poller = poller
        self.dialer = dialer
        isEncrypted = site.scheme == "https"
        usesProxy = isEncrypted && !site.isLoopback && settings.proxy != nil
        head = RequestHead(site, userAgent: settings.userAgentWithoutControls)
        unsafe buffer = .allocate(byteCount: Self.bufferByteCount, alignment: 16)
    }

    deinit { unsafe buffer.deallocate() }

    // MARK: - For the driver

    /// Takes new work and gives up what is to be given up.
    func take(_ mail: Mail) {
        waiting += mail.submissions
        for id in mail.cancellations { cancel(id) }
    }

    /// Starts what has a place, waits if there is nothing else to do, and moves on whatever can be moved.
    func turn(mayWait: Bool) {
        now = .now
        startWaiting()
        let events = poller.wait(mayWait && over.isEmpty ? span() : .zero)
        now = .now
        // Before libcurl judges how long connections took.
        allowForPauses()
        for event in events {
            if event.name & CurlDialer.nameBit != 0 {
                dialer.socketIsReady(event.name, isReadable: event.isReadable, isWritable: event.isWritable)
            } else if let connection = slots[Int(event.name)] {
                stir(connection, event)
            }
        }
        dialer.callIfDue(at: now)
        while let (owner, code) = unsafe dialer.nextResult() {
            hasDialled(unsafe Unmanaged<Connection>.fromOpaque(owner).takeUnretainedValue(), code)
        }
        expire()
        connections.lookAtWatched(at: now)
    }

    /// Tells the tasks whose messages are over, all at once.
    func deliver() {
        for (submission, evidence) in over { submission.continuation.resume(returning: evidence) }
        over.removeAll(keepingCapacity: true)
    }

    /// What was noticed of connections since the last call; nil if nothing was.
    func takeNews() -> UnaskedReply? { connections.takeNews() }

    /// Whether no answer that was given can be doubted any more; has idle connections watched until it is so.
    func isSettled() -> Bool {
        connections.retireIdle(at: now)
        return connections.isSettled && !slots.contains { $0?.submission != nil && $0?.answered.isEmpty == false }
    }

    /// Ends all work and closes all connections; nobody is left waiting.
    func giveUpEverything() {
        for connection in slots { if let connection, connection.submission != nil { giveUp(connection, .shutDown) } }
        for submission in waiting[firstWaiting...] { finish(submission, .neverStarted(.shutDown)) }
        waiting = []
        firstWaiting = 0
        connections.closeAll()
    }

    // MARK: - Places

    private func startWaiting() {
        while firstWaiting < waiting.count, hasPlace(for: waiting[firstWaiting]) {
            // Taken out before it is begun: whatever becomes of it, it is begun once.
            let submission = waiting[firstWaiting]
            firstWaiting += 1
            start(submission)
        }
        guard firstWaiting > 0 else { return }
        waiting.removeFirst(firstWaiting)
        firstWaiting = 0
    }

    private func hasPlace(for submission: Submission) -> Bool {
        submission.form == nil || placesTaken < max(1, settings.maxConnections)
    }

    private func start(_ submission: Submission) {
        guard submission.form != nil, let connection = connections.takeIdle(at: now) else {
            return dial(for: submission)
        }
        connection.startedAt = .now
        placesTaken += 1
        begin(submission, on: connection)
    }

    func begin(_ submission: Submission, on connection: Connection) {
        guard let form = submission.form else { return }
        connection.state = .busy
        connection.submission = submission
        let lines = head.bytes(for: form, closesConnection: connections.trust.isLost)
        var exchange = Exchange(
            form, head: lines, isEncrypted: isEncrypted, isReused: connection.requestCount > 0,
            timeout: settings.timeout, headerCap: settings.headerCap, bodyCap: settings.replyCap)
        exchange.stoodStill(connection.paused)
        connection.paused = .zero
        let first = exchange.begin()
        // The only one that holds its bytes: another would keep a copy of the key that is not wiped.
        connection.exchange = consume exchange
        let deadline = deadline(of: connection)
        nextDeadline = min(nextDeadline ?? deadline, deadline)
        drive(connection, first)
    }

    private func stir(_ connection: Connection, _ event: Poller.Event) {
        switch connection.state {
        case .busy:
            if event.isReadable { drive(connection, connection.exchange?.readable() ?? .finish) }
            if event.isWritable, connection.waitsForRoom, case .busy = connection.state {
                drive(connection, connection.exchange?.writable() ?? .finish)
            }
        case .idle, .watched: connections.stirred(connection, at: now)
        case .dialling, .closed: break
        }
    }

    /// Does what a message wants until it waits for something.
    func drive(_ connection: Connection, _ first: Exchange.Action) {
        var action = first
        var piecesLeft = Self.mostPieces
        while true {
            switch action {
            case .read: action = unsafe connection.read(into: buffer, isEncrypted: isEncrypted)
            case .write:
                guard piecesLeft > 0 else { return arm(connection, forRoom: true) }
                piecesLeft -= 1
                action = connection.write()
            case .fill(let file, let offset, let count): action = connection.fill(from: file, offset, count)
            case .wait(let forRoom): return arm(connection, forRoom: forRoom)
            case .leave(let waits): return leave(connection, waits)
            case .finish: return conclude(connection)
            }
        }
    }

    private func arm(_ connection: Connection, forRoom: Bool) {
        guard connection.waitsForRoom != forRoom else { return }
        connection.waitsForRoom = forRoom
        poller.change(connection.socket, connection.name, forReading: true, forWriting: forRoom)
    }

    /// The connection is not fit for its message, which goes to another: nothing of its key has left.
    private func leave(_ connection: Connection, _ waits: WaitingBytes) {
        guard let submission = connection.submission else { return }
        leavePlace(connection)
        connections.refused(connection, waits, at: now)
        if firstWaiting > 0 {
            firstWaiting -= 1
            waiting[firstWaiting] = submission
        } else {
            waiting.insert(submission, at: 0)
        }
    }

    private func conclude(_ connection: Connection) {
        guard let submission = connection.submission, let exchange = connection.exchange else { return }
        connection.began()
        var evidence = exchange.evidence(after: connection.startedAt.duration(to: .now))
        if !evidence.retryAfter.isEmpty { evidence.endedAtSeconds = Int64(time(nil)) }
        arm(connection, forRoom: false)
        connections.finished(
            connection, exchange, evidence, isFinal: exchange.isLast(restsAfterRefusal: settings.restsAfterRefusal),
            at: now)
        leavePlace(connection)
        finish(submission, evidence)
    }

    func leavePlace(_ connection: Connection) {
        if connection.submission?.form != nil { placesTaken -= 1 }
        connection.submission = nil
        connection.exchange = nil
    }

    func finish(_ submission: Submission, _ evidence: Evidence) { over.append((submission, evidence)) }

    private func cancel(_ id: UInt64) {
        if let index = waiting.indices.first(where: { $0 >= firstWaiting && waiting[$0].id == id }) {
            finish(waiting.remove(at: index), .neverStarted(.cancelled))
        } else if let connection = slots.first(where: { $0?.submission?.id == id }), let connection {
            giveUp(connection, .cancelled)
        }
    }

    private func giveUp(_ connection: Connection, _ failure: Evidence.Failure) {
        guard connection.exchange == nil else {
            return drive(connection, connection.exchange?.giveUp(failure) ?? .finish)
        }
        guard let submission = connection.submission else { return }
        leavePlace(connection)
        finish(submission, .neverStarted(failure))
        close(connection)
    }

    func close(_ connection: Connection) {
        if case .closed = connection.state { return }
        connection.state = .closed
        if connection.socket >= 0 { poller.remove(connection.socket) }
        if let handle = connection.handle { dialer.hangUp(handle) }
        connection.handle = nil
        slots[Int(connection.name)] = nil
        freeNames.append(Int(connection.name))
    }
}
