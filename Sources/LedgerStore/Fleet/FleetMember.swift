/// One of the senders of a run.
package struct FleetMember: Sendable, Hashable {
    /// What became of it.
    package enum State: String, Sendable, Hashable {
        /// It sends, or may.
        case live
        /// It was asked to leave, and finishes what is on its way.
        case draining
        /// It has left.
        case left
        /// It was not heard of, or its process is no more: others took over.
        case gone
    }

    /// Its number in the ledger.
    package let id: Int64
    /// The machine it is on.
    package let host: String
    /// Its process there.
    package let process: Int32
    /// What became of it.
    package let state: State
    /// How many messages it has claimed.
    package let inFlight: Int
    /// When it began, in milliseconds since 1970 (UTC).
    package let startedAtMilliseconds: Int64
    /// How long ago it was heard of.
    package let lastHeard: Duration
    /// When others took over from it, in milliseconds since 1970 (UTC); nil when nobody did.
    package let goneAtMilliseconds: Int64?
    /// How many messages that it had claimed are unknown.
    package let unknown: Int

    /// Describes a sender.
    package init(
        id: Int64, host: String, process: Int32, state: State, inFlight: Int, startedAtMilliseconds: Int64,
        lastHeard: Duration, goneAtMilliseconds: Int64?, unknown: Int
    ) {
        self.id = id
        self.host = host
        self.process = process
        self.state = state
        self.inFlight = inFlight
        self.startedAtMilliseconds = startedAtMilliseconds
        self.lastHeard = lastHeard
        self.goneAtMilliseconds = goneAtMilliseconds
        self.unknown = unknown
    }

    /// Whether it is one of those who send now.
    package var isAtWork: Bool { state == .live || state == .draining }

    /// The machine, and the process where another member that is named beside it is on the same one.
    package func name(among members: [FleetMember]) -> String {
        members.contains { $0.id != id && $0.host == host } ? "\(host)/\(process)" : host
    }
}
