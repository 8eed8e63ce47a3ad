import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1, or ::1, that does to each request what a script says, however wrong that is.
///
/// One thread accepts, one serves each connection. The server stops with its last reference, or with `stop`.
///
/// ```swift
/// let server = try FaultServer(.reply(#"{"success":true}"#), Behaviour(.readRequest, .reset))
/// // … send twice to server.address …
/// #expect(server.requests.count == 2)
/// ```
public final class FaultServer: Sendable {
    private let core: FaultServerCore

    /// Starts a server that treats the first request by the first behaviour and so on; the last one stays.
    public convenience init(_ script: Behaviour..., receiveBuffer: Int32? = nil, isIPv6: Bool = false) throws {
        try self.init(receiveBuffer: receiveBuffer, isIPv6: isIPv6) { index in script[min(index, script.count - 1)] }
    }

    /// Starts a server that asks for the behaviour of each request by its number, from 0, when its first byte arrives.
    public init(receiveBuffer: Int32? = nil, isIPv6: Bool = false, behaviour: @escaping @Sendable (Int) -> Behaviour)
        throws
    {
        core = FaultServerCore(
            listener: try .listening(receiveBuffer: receiveBuffer, isIPv6: isIPv6), behaviour: behaviour)
        Thread.detachNewThread { [core] in core.acceptAll() }
    }

    deinit { core.stop() }

    /// The port the server listens on.
    public var port: UInt16 { core.port }

    /// The server's address as a site's: `http://127.0.0.1:PORT`.
    public var address: String { "http://127.0.0.1:\(port)" }

    /// Every complete request, in the order in which their last bytes were read.
    public var requests: [ReceivedRequest] { core.record.withLock { $0.requests } }

    /// What was read of requests that never became complete.
    public var fragments: [[UInt8]] { core.record.withLock { $0.fragments } }

    /// How many connections were accepted.
    public var connectionCount: Int { core.record.withLock { $0.connectionCount } }

    /// How many connections are open on the server's side.
    public var openConnectionCount: Int { core.record.withLock { $0.open.count } }

    /// How many bytes were read in all.
    public var receivedByteCount: Int { core.record.withLock { $0.receivedByteCount } }

    /// The most requests that were there at once; each counts from its first byte until its answer begins.
    public var peakConcurrency: Int { core.record.withLock { $0.peakConcurrency } }

    /// Waits until so many behaviours have done all their steps, or could do no more.
    public func awaitFinished(_ count: Int) async {
        while core.record.withLock({ $0.finishedCount }) < count { await Task.yield() }
    }

    /// Ends all connections and accepts no more.
    public func stop() { core.stop() }
}

/// What the server's threads share.
final class FaultServerCore: Sendable {
    /// What happened so far.
    struct Record: Sendable {
        var requests: [ReceivedRequest] = []
        var fragments: [[UInt8]] = []
        var connectionCount = 0
        var receivedByteCount = 0
        var behaviourCount = 0
        var finishedCount = 0
        var concurrency = 0
        var peakConcurrency = 0
        var open: [Int: LoopbackSocket] = [:]
        var isStopped = false
    }

    let record = Mutex(Record())
    let behaviour: @Sendable (Int) -> Behaviour
    private let listener: LoopbackSocket

    init(listener: LoopbackSocket, behaviour: @escaping @Sendable (Int) -> Behaviour) {
        self.listener = listener
        self.behaviour = behaviour
    }

    var port: UInt16 { listener.port }

    var isStopped: Bool { record.withLock { $0.isStopped } }

    func acceptAll() {
        while let socket = listener.accept() {
            let number = record.withLock { record -> Int? in
                guard !record.isStopped else { return nil }
                record.connectionCount += 1
                record.open[record.connectionCount - 1] = socket
                return record.connectionCount - 1
            }
            guard let number else { return }
            Thread.detachNewThread { [self] in
                FaultConnection(core: self, socket: socket, number: number).serve()
                record.withLock { $0.open[number] = nil }
            }
        }
    }

    func stop() {
        let open = record.withLock { record in
            record.isStopped = true
            return record.open.values
        }
        listener.shutDown()
        for socket in open { socket.shutDown() }
    }

    /// The behaviour of the next request.
    func nextBehaviour() -> Behaviour {
        behaviour(
            record.withLock { record in
                record.behaviourCount += 1
                return record.behaviourCount - 1
            })
    }
}
