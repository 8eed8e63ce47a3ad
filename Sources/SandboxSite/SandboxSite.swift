import BatchModel
import Listening
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
        var server: ListeningServer
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
        let (address, server) = try prepare(desk)
        try service.withLock { service throws(SandboxFault) in
            guard service == nil else { throw .alreadyStarted }
            service = Service(desk: desk, server: server)
        }
        let port: UInt16
        do throws(ListeningFault) {
            port = try await server.start()
        } catch {
            throw SandboxFault.listening(error)
        }
        let name = settings.isNamed ? SandboxName.random() : ""
        return RunningSandbox(host: address.host, port: port, secretKey: secretKey, name: name)
    }

    /// Stops listening and drops what is in flight; messages and tally stay readable.
    package func stop() async {
        await service.withLock { $0 }?.server.stop()
    }

    private func prepare(_ desk: SandboxDesk) throws(SandboxFault) -> (ListeningAddress, ListeningServer) {
        do throws(ListeningFault) {
            let address = try ListeningAddress(
                host: settings.host, port: settings.port, allowRemote: settings.allowRemote)
            let server = try ListeningServer(
                address, timeoutSeconds: settings.latency.upperBound / .seconds(1) + 60,
                handler: SandboxFrontDoor(desk: desk))
            return (address, server)
        } catch {
            throw .listening(error)
        }
    }

    private static func randomKey() -> String {
        (0..<4).map { _ in String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16) }.joined()
    }
}
