import BatchModel
import LedgerStore

/// Ties a plan's rows to messages as they come, in manifest order, and counts them.
final class EnrolledRows: EnrolmentTarget {
    private var census: Census
    private let finder: EntryFinder
    private let messages: MessageWriter?
    private let plan: PlanWriter?
    private let versions: RowVersions?

    /// Without writers the rows are only counted.
    init(
        _ census: Census, finder: EntryFinder, versions: RowVersions? = nil, messages: MessageWriter? = nil,
        plan: PlanWriter? = nil
    ) {
        self.versions = versions
        self.census = census
        self.finder = finder
        self.messages = messages
        self.plan = plan
    }

    func takeServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        guard let found = try finder.find(identity) else {
            census.countServed(nil, recipient: recipient)
            return true
        }
        guard !found.state.isServed else {
            if countsKnown { census.countServed(found.entry, recipient: recipient) }
            return countsKnown
        }
        let known = KnownMessage(state: found.state, finishedAtMilliseconds: found.finishedAt)
        guard known.isOlder(than: milliseconds ?? .min) else { return false }
        census.countServed(nil, recipient: recipient)
        return true
    }

    func take(_ rows: [EnrolmentRow], from position: Int, tellsStandings: Bool) throws -> [RowStanding] {
        var standings: [RowStanding] = []
        if tellsStandings { standings.reserveCapacity(rows.count) }
        for (offset, row) in rows.enumerated() {
            let sendable = census.summary.selectedSendable
            let found = try take(row.row, at: position + offset, isSelected: row.isSelected, stated: row.stated)
            guard tellsStandings else { continue }
            standings.append(
                RowStanding(
                    isToBeSent: census.summary.selectedSendable > sendable,
                    known: found.map { KnownMessage(state: $0.state, finishedAtMilliseconds: $0.finishedAt) }))
        }
        return standings
    }

    /// Takes one row; returns what the ledger had of its message.
    private func take(
        _ row: Enrolment.Row, at position: Int, isSelected: Bool, stated: StatedRow?
    ) throws -> FoundMessage? {
        switch row {
        case .message(let identity, let recipient, let earlier):
            var row = Census.Row(
                position: position, recipient: recipient, spellings: earlier?.recipients ?? [], isSelected: isSelected)
            row.isRepeated = identity.ordinal > 1
            let found = try finder.find(identity, earlier)
            let original = try stated.flatMap { try versions?.original($0) }
            row.otherBatch = original?.batch.flatMap { $0 == census.batch ? nil : $0 }
            let isOfBatch = original?.batch != nil && row.otherBatch == nil
            if found?.state.isServed != true {
                row.isSecond =
                    try versions?.isServed(recipient, besides: found?.entry, isOfBatch ? original : nil) ?? false
            }
            let entry = try found?.entry ?? messages?.insert(identity, recipient: recipient)
            if let entry, let original, isOfBatch { try versions?.join(entry, to: original) }
            if let found { return try take(found, row) }
            if let entry { try plan?.append(entry) }
            try finder.noteNew(identity, earlier)
            try census.countNew(row)
            return nil
        case .suppressed(let identity, let recipient, let earlier):
            // What was sent before it was left out stays in the record.
            if let found = try finder.find(identity, earlier), found.state.isServed {
                let row = Census.Row(position: position, recipient: recipient, spellings: [], isSelected: isSelected)
                return try take(found, row)
            }
            try plan?.appendExcluded()
            census.countExcluded()
            return nil
        case .excluded:
            try plan?.appendExcluded()
            census.countExcluded()
            return nil
        case .invalid(let code):
            try plan?.append(invalid: code)
            census.countInvalid()
            return nil
        }
    }

    private func take(_ found: FoundMessage, _ row: Census.Row) throws -> FoundMessage {
        try plan?.append(found.entry)
        if found.recipient != row.recipient { try messages?.update(found.entry, recipient: row.recipient) }
        try census.countKnown(found, row)
        return found
    }

    func finish() throws -> EnrolmentSummary { try census.finish() }
}
