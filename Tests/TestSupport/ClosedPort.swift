/// A port of 127.0.0.1 that nobody listens on, and that nobody else gets as long as this is there.
public final class ClosedPort: Sendable {
    private let socket: LoopbackSocket

    /// Takes a port that the system chooses.
    public init() throws { socket = try .bound() }

    /// The address of a site that is not there.
    public var address: String { "http://127.0.0.1:\(socket.port)" }
}
