import Listening

/// Why a sandbox could not be started.
package enum SandboxFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// It cannot listen where it was to.
    case listening(ListeningFault)
    /// The log file cannot be opened for appending.
    case cannotOpenLog(path: String, reason: String)
    /// The site was already started.
    case alreadyStarted

    /// The fault in one sentence, and what to do about it.
    package var description: String {
        switch self {
        case .listening(let fault): fault.text("the sandbox")
        case .cannotOpenLog(let path, let reason):
            "cannot append to the log \(path) (\(reason)); choose another path"
        case .alreadyStarted:
            "the sandbox was started before; make another one"
        }
    }
}
