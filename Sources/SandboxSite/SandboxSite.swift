import BatchModel
import FlyingFox
import FlyingSocks
import Glibc
import Synchronization

/// A stand-in for a Grupo site on this machine: it answers the published API and remembers what it was sent.
///
/// Starts once; safe to use from any task.
package final class SandboxSite: Sendable {
    private let settings: SandboxSettings
    private let secretKey: String
    private let watch: (@Sendable (SandboxEvent) -> Void)?
    private let service = Mutex<Service?>(nil)

    private struct Service {
        var desk: SandboxDesk
        var server: HTTPServer
        var task: Task<Void, Never>
    }

    /// Prepares a site; nothing listens until it is started.
    ///
    /// - Parameter watch: called for each message before its answer leaves, from any thread; it must be quick.
    package init(_ settings: SandboxSettings = SandboxSettings(), watch: (@Sendable (SandboxEvent) -> Void)? = nil) {
        self.settings = settings
        self.secretKey = settings.secretKey ?? Self.randomKey()
        self.watch = watch
    }

    /// Every message accepted so far, in order of arrival; empty if the settings keep none.
    package var messages: [ReceivedMessage] { service.withLock { $0?.desk.messages ?? [] } }

    /// What the site has seen so far.
    package var tally: SandboxTally { service.withLock { $0?.desk.tally ?? SandboxTally() } }

    /// Listens and answers until stopped; on return connections are accepted.
    ///
    /// From then on the process ignores SIGPIPE, because a client may go away before its answer.
    /// - Throws: ``SandboxFault``.
    package func start() async throws -> RunningSandbox {
        let desk = try SandboxDesk(settings, secretKey: secretKey, watch: watch)
        let address = try ListeningAddress(
            host: settings.host, port: settings.port, allowRemote: settings.allowRemote)
        let server = try address.makeServer(
            timeoutSeconds: settings.latency.upperBound / .seconds(1) + 60, handler: SandboxFrontDoor(desk: desk))
        _ = signal(SIGPIPE, SIG_IGN)
        try service.withLock { service throws(SandboxFault) in
            guard service == nil else { throw .alreadyStarted }
            service = Service(desk: desk, server: server, task: Task {})
        }
        let port = try await listen(with: server, at: address)
        let name = settings.isNamed ? SandboxName.random() : ""
        return RunningSandbox(host: address.host, port: port, secretKey: secretKey, name: name)
    }

    /// Stops listening and drops what is in flight; messages and tally stay readable.
    package func stop() async {
        guard let running = service.withLock({ $0 }) else { return }
        await running.server.stop()
        await running.task.value
    }

    private func listen(with server: HTTPServer, at address: ListeningAddress) async throws -> UInt16 {
        let (outcomes, outcome) = AsyncThrowingStream<Void, any Error>.makeStream()
        let task = Task {
            do { try await server.run() } catch { outcome.finish(throwing: error) }
        }
        service.withLock { $0?.task = task }
        Task {
            try await server.waitUntilListening()
            outcome.yield()
        }
        do {
            for try await _ in outcomes { break }
            return try await server.port
        } catch {
            throw Self.fault(error, at: address)
        }
    }

    private static func fault(_ error: any Error, at address: ListeningAddress) -> SandboxFault {
        guard case SocketError.failed(_, let code, let message) = error else {
            return .cannotListen(host: address.host, port: address.port, reason: error.localizedDescription)
        }
        return switch code {
        case EADDRINUSE: .portTaken(host: address.host, port: address.port)
        case EADDRNOTAVAIL: .notOurs(host: address.host)
        default: .cannotListen(host: address.host, port: address.port, reason: message)
        }
    }

    private static func randomKey() -> String {
        (0..<4).map { _ in String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16) }.joined()
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
