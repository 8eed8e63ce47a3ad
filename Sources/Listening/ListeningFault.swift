import Text

/// Why a server of ours cannot listen at an address.
package enum ListeningFault: Error, Sendable, Hashable {
    /// The address is one that other machines can reach, and that was not allowed.
    case notLoopback(host: String)
    /// The host is neither a numeric address nor `localhost`.
    case notAnAddress(host: String)
    /// The address is one of another machine.
    case notOurs(host: String)
    /// Another program listens there.
    case portTaken(host: String, port: UInt16)
    /// The system refused the address or the port.
    case cannotListen(host: String, port: UInt16, reason: String)

    /// Whether the address is one that was not to be given.
    package var isMisuse: Bool {
        switch self {
        case .notLoopback, .notAnAddress, .notOurs: true
        case .portTaken, .cannotListen: false
        }
    }

    /// The fault in one sentence, and what to do about it; `server` is what was to listen: `the sandbox`.
    package func text(_ server: String) -> String {
        switch self {
        case .notLoopback(let host):
            "other machines could reach \(server) on \(host); use 127.0.0.1, or allow it with \(option: .allowRemote)"
        case .notAnAddress(let host):
            "\(host) is not a numeric address of this machine; use one such as 127.0.0.1"
        case .notOurs(let host):
            "\(host) is no address of this machine; use one such as 127.0.0.1"
        case .portTaken(let host, let port):
            "port \(port) of \(host) is in use; give another port, or 0 for a free one"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host) port \(port) (\(reason)); choose another port, or 0 for a free one"
        }
    }
}
