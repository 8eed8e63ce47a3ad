/// Why a sandbox could not be started.
package enum SandboxFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The address is one that other machines can reach, and that was not allowed.
    case notLoopback(host: String)
    /// The host is neither a numeric address nor `localhost`.
    case notAnAddress(host: String)
    /// The system refused the address or the port.
    case cannotListen(host: String, port: UInt16, reason: String)
    /// The log file cannot be opened for appending.
    case cannotOpenLog(path: String, reason: String)
    /// The site was already started.
    case alreadyStarted

    /// The fault in one sentence, and what to do about it.
    package var description: String {
        switch self {
        case .notLoopback(let host):
            "other machines could reach the sandbox on \(host); use 127.0.0.1, or allow it with --allow-remote"
        case .notAnAddress(let host):
            "\(host) is not a numeric address; use one such as 127.0.0.1"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host) port \(port) (\(reason)); choose another port, or 0 for a free one"
        case .cannotOpenLog(let path, let reason):
            "cannot append to the log \(path) (\(reason)); choose another path"
        case .alreadyStarted:
            "the sandbox was started before; make another one"
        }
    }
}
