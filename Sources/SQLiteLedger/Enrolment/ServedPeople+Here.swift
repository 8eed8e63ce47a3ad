import BatchModel
import GRDB
import LedgerStore
import Text

extension ServedPeople {
    /// The new rows of a plan whose people were served by its other rows, whichever file sent those: a file pasted below itself,
    /// joined from two that overlap, or added to for people who have their message. Nil when there are none.
    ///
    /// `planned` are the messages the ledger had. Rows of edited ones are not told again.
    static func servedHere(
        _ waiting: WaitingRows, _ planned: BitSet, _ summary: EnrolmentSummary, in database: Database
    ) throws -> EnrolmentSummary.ServedHere? {
        guard summary.newlyEnrolled > 0 else { return nil }
        let (people, spelled) = try waiting.people(.new)
        guard !people.isEmpty else { return nil }
        var found = EnrolmentSummary.ServedHere()
        var served = RecipientSet()
        let selection = try PreparedStatement(
            "SELECT id, recipient, finished_at FROM message WHERE state IN (\(DeliveryState.sqlList(\.isServed)))",
            in: database)
        defer { selection.reset() }
        while try selection.step() {
            guard planned.contains(Int(selection.integer(0))) else { continue }
            let recipient = UInt64(bitPattern: selection.integer(1))
            let name = people.contains(recipient) ? recipient : spelled[recipient] ?? recipient
            guard people.contains(name) else { continue }
            served.insert(name)
            guard let finishedAt = selection.optionalInteger(2) else { continue }
            found.lastAtMilliseconds = max(found.lastAtMilliseconds ?? finishedAt, finishedAt)
        }
        served.seal()
        guard !served.isEmpty else { return nil }
        let edited = Set(summary.editedServed)
        try waiting.forEach { position, recipient, standing in
            guard standing.contains(.new), served.contains(recipient), !edited.contains(position) else { return }
            found.positions.append(position)
            if standing.contains(.repeated) { found.repeated += 1 }
        }
        return found.positions.isEmpty ? nil : found
    }
}
