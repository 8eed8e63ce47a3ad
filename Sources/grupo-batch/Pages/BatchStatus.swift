import BatchEngine
import BatchModel
import LedgerStore
import Reporting
import Text

/// How a batch stands, as `status` says it in words and as JSON.
struct BatchStatus: Encodable, Equatable {
    /// The manifest as the ledger knows it: its real path, or - for standard input.
    var manifest: String
    var site: String
    var batch: String?
    var ledger: String
    var rows: Int
    var counts: [String: Int]
    /// Of the unknown rows, those that wait for their answer right now.
    var inFlight: Int
    var running: Bool
    var holder: String?
    var startedAt: String
    var endedAt: String?
    var exitCode: Int?
    /// Those who send it, or did, where several can; nil otherwise.
    var members: [MemberStatus]?
    /// The ledger that took the place of this one, which knows what was sent since.
    var movedTo: String?

    init(
        _ run: RunRecord, counts plan: PlanCounts, holder: LedgerHolder?, members: [FleetMember] = [], ledger: String,
        moved: MovedLedger?
    ) {
        let tally = plan.tally
        manifest = run.campaign.identity.manifestPath
        site = run.campaign.identity.site
        batch = run.campaign.identity.batch
        self.ledger = ledger
        rows = tally.total
        counts = JSONText.counts(tally)
        running = holder != nil
        inFlight = running ? plan.states[.claimed, default: 0] : 0
        self.holder = holder?.description
        startedAt = Timestamp.iso8601(run.startedAtMilliseconds)
        endedAt = run.endedAtMilliseconds.map(Timestamp.iso8601)
        exitCode = run.exitCode
        // Of those who left and left nothing unknown there is nothing to tell.
        let shown = members.filter { running && $0.isAtWork || $0.unknown > 0 }
        if !shown.isEmpty { self.members = shown.map { MemberStatus($0, among: shown) } }
        movedTo = moved?.displayName
    }

    init(_ batch: BatchHistory.Batch) {
        self.init(
            batch.run, counts: batch.counts, holder: batch.holder, ledger: batch.ledger,
            moved: batch.moved)
    }

    /// Rows that nothing is left to do for, as far as is known.
    var done: Int { rows - left }

    /// Rows that wait for their turn, or for their answer.
    var left: Int { (counts[Outcome.pending.rawValue] ?? 0) + inFlight }

    /// All of it for people, a line each.
    func lines(_ style: Style) -> [String] {
        var lines = [words(style), "  site     \(DisplayText.oneLine(site))"]
        if let batch { lines.append("  batch    \(DisplayText.oneLine(batch))") }
        lines.append("  ledger   \(DisplayText.oneLine(ledger, limit: 1_000))")
        if let movedTo { lines.append("  moved    to \(DisplayText.oneLine(movedTo, limit: 1_000)), which goes on") }
        if running {
            lines.append("  running  \(holder ?? "")")
        } else if let endedAt {
            lines.append("  ended    \(endedAt), exit code \(exitCode ?? 0)")
        } else {
            lines.append("  ended    cut off; the same send command continues")
        }
        if let members, members.count > 1 || !(members.first?.isAtWork ?? false) {
            lines.append("  members  \(members.map(\.text).joined(separator: " · "))")
        }
        return lines
    }

    /// The counts in words, as the JSON has them: rows in flight are among the unknown ones, as they are in every report.
    func words(_ style: Style) -> String {
        var tally = BatchTally()
        for outcome in Outcome.allCases { tally[outcome] = counts[outcome.rawValue] ?? 0 }
        let flying = inFlight > 0 ? " (\(Numbers.grouped(inFlight)) of them in flight)" : ""
        let words = RunReport.counts(tally, style, afterUnknown: flying)
        return "\(style.bold(Numbers.count(rows, "row"))): \(words)"
    }
}
