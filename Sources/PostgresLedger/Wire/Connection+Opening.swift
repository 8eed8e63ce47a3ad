import CPostgres
import Foundation
import Glibc
import LedgerStore

extension Connection {
    /// Connects to the server of an address.
    ///
    /// A server that is not on this machine must prove who it is (`sslmode=verify-full`) unless the address, the environment or the
    /// service says otherwise.
    ///
    /// - Throws: `LedgerFault.badAddress`, or `ServerFault.lost` when there is no connection in the time that `connect_timeout` gives,
    ///   ten seconds if nobody says.
    static func open(_ address: LedgerAddress) throws -> Connection {
        let options = try ConnectionOptions(address)
        let handle = try unsafe start(options)
        let resolved = unsafe resolvedOptions(of: handle)
        let isSaid = options.values["sslmode"] != nil || ProcessInfo.processInfo.environment["PGSSLMODE"] != nil
        guard !isSaid, resolved.mustBeProved else { return try unsafe finish(handle, resolved) }
        // Nothing was sent yet: the server is known by its address alone.
        unsafe PQfinish(handle)
        return try unsafe finish(start(options.with("sslmode", "verify-full")), resolved)
    }

    /// The values in force of an open connection.
    var options: [String: String] { unsafe Self.resolvedOptions(of: handle).values }

    private static func start(_ options: ConnectionOptions) throws -> OpaquePointer {
        var texts: [String] = []
        for (key, value) in options.values { texts += [key, value] }
        let handle = unsafe withCStrings(texts) { pointers in
            let places = pointers.indices
            var keys = unsafe places.filter { $0.isMultiple(of: 2) }.map { unsafe pointers[$0] }
            var values = unsafe places.filter { !$0.isMultiple(of: 2) }.map { unsafe pointers[$0] }
            unsafe keys.append(nil)
            unsafe values.append(nil)
            return unsafe PQconnectStartParams(keys, values, 0)
        }
        guard let handle = unsafe handle else { throw ServerFault.lost(reason: "out of memory") }
        guard unsafe PQstatus(handle) != CONNECTION_BAD else {
            defer { unsafe PQfinish(handle) }
            throw ServerFault.lost(reason: unsafe words(of: handle))
        }
        return unsafe handle
    }

    private static func finish(_ handle: OpaquePointer, _ options: ResolvedOptions) throws -> Connection {
        let deadline = ContinuousClock.now + options.patience
        var events = Int16(POLLOUT)
        while true {
            var descriptor = pollfd(fd: unsafe PQsocket(handle), events: events, revents: 0)
            let left = deadline - .now
            let milliseconds = Int32(clamping: left.components.seconds * 1_000 + 1_000)
            let count = left > .zero ? unsafe poll(&descriptor, 1, milliseconds) : 0
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                unsafe PQfinish(handle)
                throw ServerFault.lost(reason: "no connection in time")
            }
            switch unsafe PQconnectPoll(handle) {
            case PGRES_POLLING_READING: events = Int16(POLLIN)
            case PGRES_POLLING_WRITING: events = Int16(POLLOUT)
            case PGRES_POLLING_OK: return unsafe Connection(handle)
            default:
                defer { unsafe PQfinish(handle) }
                throw ServerFault.lost(reason: unsafe words(of: handle))
            }
        }
    }

    private static func words(of handle: OpaquePointer) -> String {
        let lines = unsafe String(cString: PQerrorMessage(handle)).split(separator: "\n").map { $0.trimmingBlanks }
        return lines.isEmpty ? "no connection" : lines.joined(separator: "; ")
    }

    private static func resolvedOptions(of handle: OpaquePointer) -> ResolvedOptions {
        guard let options = unsafe PQconninfo(handle) else { return ResolvedOptions(values: [:]) }
        defer { unsafe PQconninfoFree(options) }
        return ResolvedOptions(values: unsafe ConnectionOptions.values(of: options))
    }

    /// Hands texts over as C strings, which are valid only within `body`.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for text in texts {
            starts.append(bytes.count)
            bytes.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            let pointers = unsafe starts.map { start in unsafe buffer.baseAddress.map { unsafe $0 + start } }
            return unsafe pointers.withUnsafeBufferPointer { unsafe body($0) }
        }
    }
}

/// What libpq will connect with, after the environment and the service file had their say.
struct ResolvedOptions {
    let values: [String: String]

    subscript(key: String) -> String { values[key] ?? "" }

    /// Whether a server on another machine would be taken for the right one without proof.
    var mustBeProved: Bool { !isLocal && ["", "prefer", "allow", "disable"].contains(self["sslmode"]) }

    /// Whether every server that it may reach is on this machine.
    var isLocal: Bool {
        let hosts = self["hostaddr"].isEmpty ? self["host"] : self["hostaddr"]
        return hosts.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { host in
            host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || host.hasPrefix("127.")
        }
    }

    /// How long to wait for a connection.
    var patience: Duration {
        let seconds = Int(self["connect_timeout"]) ?? 0
        return .seconds(seconds > 0 ? min(seconds, 600) : 10)
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " || $0 == "\t" })
    }
}
