/// Keeps a run from hammering a site that went away after it had answered.
///
/// Pure: fed with connection failures and the results of probes. A probe opens a connection and sends no message.
package struct CircuitBreaker: Sendable {
    /// What the run should do about the site's absence.
    package enum Action: Sendable, Hashable {
        /// Nothing: the site is there.
        case none
        /// Open a connection now.
        case probe
        /// Wait until this instant.
        case wait(until: Duration)
        /// Stop: the site stayed away for too long.
        case giveUp(after: Duration)
    }

    private static let probeInterval: Duration = .seconds(1)

    private let patience: Duration
    private var downSince: Duration?
    private var nextProbe: Duration = .zero
    private var isProbing = false

    /// Waits so long for a site that went down.
    package init(giveUpAfter patience: Duration) { self.patience = patience }

    /// Whether the site is believed to be away.
    package var isOpen: Bool { downSince != nil }

    /// Takes note of a connection that could not be made.
    package mutating func connectionFailed(at now: Duration) {
        guard downSince == nil else { return }
        downSince = now
        nextProbe = now + Self.probeInterval
    }

    /// Takes note of a probe's result.
    package mutating func probed(reachable: Bool, at now: Duration) {
        isProbing = false
        if reachable { downSince = nil } else { nextProbe = now + Self.probeInterval }
    }

    /// What to do now; at most one probe is under way at a time.
    package mutating func action(at now: Duration) -> Action {
        guard let downSince else { return .none }
        if now - downSince >= patience { return .giveUp(after: now - downSince) }
        if isProbing { return .wait(until: downSince + patience) }
        guard now >= nextProbe else { return .wait(until: min(nextProbe, downSince + patience)) }
        isProbing = true
        return .probe
    }
}
