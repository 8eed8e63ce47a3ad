import Glibc

/// A blocking TCP socket on 127.0.0.1; the only file of the test support that calls the socket interface.
final class LoopbackSocket: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A socket that listens on a port the system chose; a small receive buffer makes senders wait early.
    static func listening(receiveBuffer: Int32? = nil, isIPv6: Bool = false) throws -> LoopbackSocket {
        let socket = try bound(receiveBuffer: receiveBuffer, isIPv6: isIPv6)
        guard listen(socket.descriptor, 512) == 0 else { throw SocketFault(errno) }
        return socket
    }

    /// A socket that has a port the system chose and refuses who connects.
    static func bound(receiveBuffer: Int32? = nil, isIPv6: Bool = false) throws -> LoopbackSocket {
        let family = isIPv6 ? AF_INET6 : AF_INET
        let socket = LoopbackSocket(socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        if let receiveBuffer { socket.setOption(SO_RCVBUF, receiveBuffer) }
        var four = loopback(port: 0)
        var six = sockaddr_in6()
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_addr = in6addr_loopback
        let isBound = isIPv6 ? bound(socket, &six) : bound(socket, &four)
        guard isBound == 0 else { throw SocketFault(errno) }
        return socket
    }

    /// A socket connected to a port of this machine.
    static func connected(port: UInt16) throws -> LoopbackSocket {
        let socket = LoopbackSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var address = loopback(port: port)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(socket.descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard isConnected == 0 else { throw SocketFault(errno) }
        return socket
    }

    /// The port the socket is bound to.
    var port: UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe getsockname(descriptor, generic, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Waits for the next connection; nil when the socket was shut down.
    func accept() -> LoopbackSocket? {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                let connection = LoopbackSocket(accepted)
                connection.setOption(TCP_NODELAY, 1, level: Int32(IPPROTO_TCP))
                return connection
            }
            guard errno == EINTR || errno == ECONNABORTED else { return nil }
        }
    }

    /// Waits for bytes and reads at most `limit` of them; nil when there will be no more.
    func read(atMost limit: Int = 65_536) -> [UInt8]? {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var got = -1
            repeat { got = unsafe recv(descriptor, buffer.baseAddress, limit, 0) } while got < 0 && errno == EINTR
            count = max(0, got)
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Waits until there is something to read; false when the peer left or the socket was shut down.
    func waitForBytes() -> Bool {
        var byte: UInt8 = 0
        var got = -1
        repeat { got = unsafe recv(descriptor, &byte, 1, Int32(MSG_PEEK)) } while got < 0 && errno == EINTR
        return got == 1
    }

    /// Writes everything; false if the peer left.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe send(
                    descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits for at most so long, without reading, until the peer leaves or the socket is shut down; true if it did.
    func waitForEnd(atMost duration: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: peerHasLeft, revents: 0)
        return unsafe poll(&watched, 1, Int32(duration / .milliseconds(1))) > 0
    }

    /// Ends both directions; whoever waits on the socket goes on.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Ends the direction to the peer, which reads the end after what was written.
    func shutDownSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close that follows a reset (RST) instead of an orderly end.
    func resetWhenClosed() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func setOption(_ name: Int32, _ value: Int32, level: Int32 = SOL_SOCKET) {
        var value = value
        _ = unsafe setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func bound<Address>(_ socket: LoopbackSocket, _ address: inout Address) -> Int32 {
        unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe bind(
                socket.descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

private let TCP_NODELAY: Int32 = 1

/// POLLRDHUP, which Glibc's module leaves out.
private let peerHasLeft: Int16 = 0x2000

/// A call of the socket interface failed.
struct SocketFault: Error {
    /// The system's number for the reason.
    let number: Int32

    init(_ number: Int32) { self.number = number }
}
