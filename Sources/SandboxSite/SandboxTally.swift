/// What a sandbox has seen since it was started.
package struct SandboxTally: Sendable, Hashable {
    /// Requests whose head arrived, to any path.
    package var requests = 0
    /// Messages taken.
    package var accepted = 0
    /// Messages refused, by reason.
    package var refused: [SandboxRefusal: Int] = [:]
    /// Requests being answered now.
    package var inFlight = 0
    /// The most requests that were ever being answered at once.
    package var peakInFlight = 0

    mutating func enter() {
        requests += 1
        inFlight += 1
        peakInFlight = max(peakInFlight, inFlight)
    }

    mutating func leave() { inFlight -= 1 }
}
