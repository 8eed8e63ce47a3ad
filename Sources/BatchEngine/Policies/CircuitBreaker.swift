/// Keeps a run from hammering a site that went away after it had answered.
///
/// Pure: fed with what attempts and probes came to. A probe opens a connection and sends no message. After a good one the run
/// sends one row at a time until an attempt gets through, so that a site that only accepts connections counts as away.
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
    /// Whether the last probe was good and no attempt has told yet.
    private(set) var isOnTrial = false

    /// Whether the site went away and no probe reached it since.
    package var isOpen: Bool { downSince != nil && !isOnTrial }

    /// Waits so long for a site that went down.
    package init(giveUpAfter patience: Duration) { self.patience = patience }

    /// Takes note of a connection that could not be made.
    package mutating func connectionFailed(at now: Duration) {
        guard downSince == nil || isOnTrial else { return }
        isOnTrial = false
        downSince = downSince ?? now
        nextProbe = now + Self.probeInterval
    }

    /// Takes note of an attempt that the site answered.
    package mutating func gotThrough() {
        guard isOnTrial else { return }
        isOnTrial = false
        downSince = nil
    }

    /// Takes note of a probe's result.
    package mutating func probed(reachable: Bool, at now: Duration) {
        isProbing = false
        if reachable { isOnTrial = true } else { nextProbe = now + Self.probeInterval }
    }

    /// Takes note that the process stood still: nobody looked for the site meanwhile, so that time is no patience used up.
    package mutating func stoodStill(for pause: Duration) { downSince? += pause }

    /// What to do now; at most one probe is under way at a time.
    package mutating func action(at now: Duration) -> Action {
        guard let downSince, !isOnTrial else { return .none }
        if now - downSince >= patience { return .giveUp(after: now - downSince) }
        if isProbing { return .wait(until: downSince + patience) }
        guard now >= nextProbe else { return .wait(until: min(nextProbe, downSince + patience)) }
        isProbing = true
        return .probe
    }
}
