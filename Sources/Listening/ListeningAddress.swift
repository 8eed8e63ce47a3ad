import FlyingFox
import FlyingSocks
import Glibc

/// Where a server of ours listens.
package struct ListeningAddress: Sendable, Hashable {
    /// A numeric address.
    package let host: String
    /// The port; 0 takes a free one.
    package let port: UInt16

    /// Accepts a numeric address or `localhost`; throws for other names, and for what is not loopback unless allowed.
    package init(host: String, port: UInt16, allowRemote: Bool) throws(ListeningFault) {
        self.host = host == "localhost" ? "127.0.0.1" : host
        self.port = port
        guard Self.isNumeric(self.host) else { throw .notAnAddress(host: host) }
        guard allowRemote || isLoopback else { throw .notLoopback(host: host) }
    }

    /// Whether only this machine can reach it.
    package var isLoopback: Bool { host == "::1" || host.hasPrefix("127.") }

    /// A server for this address, not yet listening.
    func makeServer(
        timeoutSeconds: Double, connections: ConnectionGuard?, handler: some HTTPHandler
    ) throws(ListeningFault) -> HTTPServer {
        if let address = try? sockaddr_in.inet(ip4: host, port: port) {
            return HTTPServer(config: configuration(address, timeoutSeconds, connections), handler: handler)
        }
        if let address = try? sockaddr_in6.inet6(ip6: host, port: port) {
            return HTTPServer(config: configuration(address, timeoutSeconds, connections), handler: handler)
        }
        throw .notAnAddress(host: host)
    }

    private static func isNumeric(_ host: String) -> Bool {
        (try? sockaddr_in.inet(ip4: host, port: 0)) != nil || (try? sockaddr_in6.inet6(ip6: host, port: 0)) != nil
    }

    private func configuration(
        _ address: some SocketAddress, _ timeoutSeconds: Double, _ connections: ConnectionGuard?
    ) -> HTTPServer.Configuration {
        HTTPServer.Configuration(
            address: address, timeout: timeoutSeconds, sharedRequestBufferSize: 65_536, sharedRequestReplaySize: 65_536,
            pool: PromptPool(pool: HTTPServer.defaultPool(), connections: connections), logger: .disabled)
    }
}

/// Lets small answers leave at once.
///
/// FlyingFox writes head and body one after the other; with Nagle's algorithm the second waits until the client
/// acknowledges the first, up to 40 ms on Linux. The listening socket waits here before any connection exists, and
/// connections inherit the option from it.
private struct PromptPool<Pool: AsyncSocketPool>: AsyncSocketPool {
    let pool: Pool
    let connections: ConnectionGuard?

    func prepare() async throws { try await pool.prepare() }

    func run() async throws { try await pool.run() }

    func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        try? socket.setValue(true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
        connections?.meet(socket)
        try await pool.suspendSocket(socket, untilReadyFor: events)
    }
}
