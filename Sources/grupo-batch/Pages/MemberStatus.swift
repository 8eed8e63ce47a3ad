import BatchEngine
import BatchModel
import LedgerStore
import Reporting
import Text

/// One of several senders of a batch, as `status` tells of it.
struct MemberStatus: Encodable, Equatable {
    /// The machine, and the process where it is not alone there: what `fleet --drain` takes.
    var name: String
    var host: String
    var process: Int32
    var state: String
    var inFlight: Int
    var startedAt: String
    /// How long ago it was heard of.
    var lastHeardMs: Int64
    /// When others took over from it; left out while nobody did.
    var goneAt: String?
    /// How many of its messages are unknown since.
    var unknown: Int

    init(_ member: FleetMember, among members: [FleetMember]) {
        name = member.name(among: members)
        host = member.host
        process = member.process
        state = member.state.rawValue
        inFlight = member.isAtWork ? member.inFlight : 0
        startedAt = Timestamp.iso8601(member.startedAtMilliseconds)
        lastHeardMs = member.lastHeard.milliseconds
        goneAt = member.goneAtMilliseconds.map(Timestamp.iso8601)
        unknown = member.unknown
    }

    /// What is told is the same while only time passes.
    static func == (one: MemberStatus, other: MemberStatus) -> Bool {
        (one.name, one.process, one.state, one.inFlight, one.goneAt, one.unknown)
            == (other.name, other.process, other.state, other.inFlight, other.goneAt, other.unknown)
    }

    var isAtWork: Bool { state == FleetMember.State.live.rawValue || state == FleetMember.State.draining.rawValue }

    /// The same in a few words.
    var text: String {
        let name = DisplayText.oneLine(name, limit: 100)
        guard isAtWork else {
            let since = goneAt.map { " since \($0)" } ?? ""
            let rows = unknown > 0 ? ", \(Numbers.count(unknown, "row")) unknown" : ""
            return "\(name) \(state)\(rows)\(since)"
        }
        let leaving = state == FleetMember.State.draining.rawValue ? ", leaving" : ""
        let heard = lastHeardMs >= 1_000 ? ", last heard \(lastHeardMs / 1_000) s ago" : ""
        return "\(name) \(Numbers.grouped(inFlight)) in flight\(leaving)\(heard)"
    }
}
