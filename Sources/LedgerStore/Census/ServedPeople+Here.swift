import Text

extension ServedPeople {
    /// The new rows of a plan whose people were served by its other rows, whichever file sent those: a file pasted below itself,
    /// joined from two that overlap, or added to for people who have their message. Nil when there are none.
    ///
    /// `planned` are the messages the ledger had. Rows of edited ones are not told again.
    static func servedHere(
        _ waiting: any WaitingRows, _ planned: BitSet, _ summary: EnrolmentSummary, in records: any CensusRecords
    ) throws -> EnrolmentSummary.ServedHere? {
        guard summary.newlyEnrolled > 0 else { return nil }
        let (people, spelled) = try waiting.people(.new)
        guard !people.isEmpty else { return nil }
        var found = EnrolmentSummary.ServedHere()
        var served = RecipientSet()
        try records.forEachServed { message in
            guard planned.contains(Int(message.entry)) else { return }
            let name =
                people.contains(message.recipient) ? message.recipient : spelled[message.recipient] ?? message.recipient
            guard people.contains(name) else { return }
            served.insert(name)
            guard let finishedAt = message.finishedAt else { return }
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
