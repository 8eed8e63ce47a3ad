import FlyingFox
import FlyingSocks
import Glibc
import Synchronization

/// A server that listens at an address until it is stopped. Starts once; safe to use from any task.
package final class ListeningServer: Sendable {
    private let address: ListeningAddress
    private let server: HTTPServer
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Prepares a server; nothing listens until it is started. An answer is given up after the timeout; without a guard anybody may
    /// connect as often and as long as they like.
    ///
    /// - Throws: ``ListeningFault`` when the address is none.
    package init(
        _ address: ListeningAddress, timeoutSeconds: Double, connections: ConnectionGuard? = nil,
        handler: some HTTPHandler
    ) throws(ListeningFault) {
        self.address = address
        server = try address.makeServer(timeoutSeconds: timeoutSeconds, connections: connections, handler: handler)
    }

    /// Listens and answers until stopped; on return connections are accepted at the port that is returned.
    ///
    /// From then on the process ignores SIGPIPE, because a client may go away before its answer.
    package func start() async throws(ListeningFault) -> UInt16 {
        _ = signal(SIGPIPE, SIG_IGN)
        let (outcomes, outcome) = AsyncThrowingStream<Void, any Error>.makeStream()
        let running = Task { [server] in
            do { try await server.run() } catch { outcome.finish(throwing: error) }
        }
        task.withLock { $0 = running }
        Task { [server] in
            try await server.waitUntilListening()
            outcome.yield()
        }
        do {
            for try await _ in outcomes { break }
            return try await server.port
        } catch {
            throw fault(error)
        }
    }

    /// Stops listening and drops what is in flight.
    package func stop() async {
        await server.stop()
        await task.withLock { $0 }?.value
    }

    private func fault(_ error: any Error) -> ListeningFault {
        guard case SocketError.failed(_, let code, let message) = error else {
            return .cannotListen(host: address.host, port: address.port, reason: error.localizedDescription)
        }
        return switch code {
        case EADDRINUSE: .portTaken(host: address.host, port: address.port)
        case EADDRNOTAVAIL: .notOurs(host: address.host)
        default: .cannotListen(host: address.host, port: address.port, reason: message)
        }
    }
}

extension HTTPServer {
    fileprivate var port: UInt16 {
        get throws {
            switch listeningAddress {
            case .ip4(_, let port), .ip6(_, let port): port
            case .unix, nil: throw SocketError.unsupportedAddress
            }
        }
    }
}
