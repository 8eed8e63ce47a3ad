import FlyingFox
import FlyingSocks
import Foundation
import Glibc
import Synchronization

/// Keeps a server's connections few and short, so that whoever connects and says nothing holds neither its memory nor what
/// else the process does. Safe to use from any thread.
///
/// FlyingFox takes every connection, reads a request for as long as it lasts and says nothing of either. The connections are found
/// among the process's descriptors by the port they came to, and shut down; to close them stays FlyingFox's.
package final class ConnectionGuard: Sendable {
    /// The most connections at once; of more the oldest is cut off, unless it was let stay.
    package static let most = 24
    /// How long one has to say what it wants and to hear the answer.
    package static let patience: Duration = .seconds(10)
    /// How much one may say: more than a browser has to, and little enough to be looked through for each of its bytes.
    private static let mostBytes: UInt64 = 1 << 15
    /// How often the connections are looked at, in seconds.
    private static let look = 0.1
    /// How many bytes may wait to be read, of which the system takes twice as many.
    private static let room: Int32 = 1 << 12
    /// How long data may wait for a reader that went away, in milliseconds.
    private static let silence: Int32 = 30_000

    private struct Connection {
        let file: Int32
        let peer: Socket.Address
        let since = ContinuousClock.now
        var stays = false
    }

    private struct State {
        var connections: [Connection] = []
        var listener: Socket.FileDescriptor?
        var port: UInt16?
        var isWatching = false
    }

    private let state = Mutex(State())

    /// Knows no connection yet.
    package init() {}

    /// How many there are.
    package var count: Int { state.withLock { $0.connections.count } }

    /// Lets the connection of a request stay for as long as its answer goes on.
    package func letStay(_ address: HTTPRequest.Address?) {
        state.withLock { state in
            for index in state.connections.indices where address == .make(from: state.connections[index].peer) {
                state.connections[index].stays = true
            }
        }
    }

    /// Meets a socket that has to wait. The first is the one that takes connections: there is no other before it.
    func meet(_ socket: Socket) {
        let isNew = state.withLock { state in
            guard state.listener == nil else { return false }
            state.listener = socket.file
            state.port = try? socket.sockname().port
            return true
        }
        if isNew { prepare(socket) }
        if state.withLock({ $0.listener == socket.file }) { takenSome() }
    }

    private func prepare(_ listener: Socket) {
        try? listener.setValue(
            Self.silence, for: Int32SocketOption(level: Int32(IPPROTO_TCP), name: TCP_USER_TIMEOUT))
        try? listener.setValue(Self.room, for: Int32SocketOption(name: SO_RCVBUF))
        // So many may wait to be taken; others are taken as soon as these are.
        try? listener.listen(maxPendingConnection: Int32(Self.most))
    }

    /// Connections were taken: knows them from now on, and cuts off those that are too many.
    private func takenSome() {
        let begins = state.withLock { state -> Bool in
            guard let port = state.port else { return false }
            Self.drop(from: &state)
            let known = Set(state.connections.map(\.peer))
            for file in Self.descriptors {
                guard let peer = Self.peer(file, port), !known.contains(peer) else { continue }
                state.connections.append(Connection(file: file, peer: peer))
            }
            while state.connections.count > Self.most, let oldest = state.connections.firstIndex(where: { !$0.stays }) {
                Self.cut(state.connections.remove(at: oldest), port)
            }
            defer { state.isWatching = state.isWatching || !state.connections.isEmpty }
            return !state.isWatching && !state.connections.isEmpty
        }
        // A thread of its own: those of the shared pool may all be at work for whoever is to be cut off.
        if begins { Thread.detachNewThread { [self] in watch() } }
    }

    /// Looks at the connections from time to time as long as there are any.
    private func watch() {
        while state.withLock({ Self.goesOn(&$0) }) { Thread.sleep(forTimeInterval: Self.look) }
    }

    private static func goesOn(_ state: inout State) -> Bool {
        drop(from: &state)
        let now = ContinuousClock.now
        for connection in state.connections {
            let isLate = !connection.stays && now - connection.since > patience
            if isLate || receivedBytes(connection.file) > mostBytes, let port = state.port { cut(connection, port) }
        }
        state.isWatching = !state.connections.isEmpty
        return state.isWatching
    }

    /// Forgets those that are closed.
    private static func drop(from state: inout State) {
        guard let port = state.port else { return }
        state.connections.removeAll { peer($0.file, port) != $0.peer }
    }

    /// Ends a connection both ways. The descriptor may be another's by now: what is ended is looked at under a number of our own.
    private static func cut(_ connection: Connection, _ port: UInt16) {
        let copy = fcntl(connection.file, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { return }
        if peer(copy, port) == connection.peer {
            shutdown(copy, Int32(SHUT_RDWR))
            // What waits to be read would still be.
            var waiting = [UInt8](repeating: 0, count: 1 << 12)
            while unsafe recv(copy, &waiting, waiting.count, Int32(MSG_DONTWAIT)) > 0 {}
        }
        close(copy)
    }

    /// Who is connected to the port by a descriptor; nil for any other descriptor.
    private static func peer(_ file: Int32, _ port: UInt16) -> Socket.Address? {
        let socket = Socket(file: .init(rawValue: file))
        guard let peer = try? socket.remotePeer(), peer.port != nil, (try? socket.sockname())?.port == port else {
            return nil
        }
        return peer
    }

    /// How many bytes a connection has received (`tcpi_bytes_received`, the seventeenth eight bytes of Linux's `struct tcp_info`).
    private static func receivedBytes(_ file: Int32) -> UInt64 {
        var info = SIMD32<UInt64>.zero
        var size = socklen_t(MemoryLayout<SIMD32<UInt64>>.size)
        // The kernel writes at most as much as it is told there is room for.
        let result = unsafe getsockopt(file, Int32(IPPROTO_TCP), TCP_INFO, &info, &size)
        return result == 0 ? info[16] : 0
    }

    private static var descriptors: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }
}

extension Socket.Address {
    fileprivate var port: UInt16? {
        switch self {
        case .ip4(_, let port), .ip6(_, let port): port
        case .unix: nil
        }
    }
}
