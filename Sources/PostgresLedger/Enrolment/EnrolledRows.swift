import BatchModel
import LedgerStore

/// Ties a plan's rows to messages group by group, in manifest order, and counts them: a few round trips for a thousand rows.
final class EnrolledRows: EnrolmentTarget {
    private let connection: Connection
    private var census: Census
    private let versions: RowVersions?
    private let writer: RowWriter?
    /// Messages from this number on are of this enrolment.
    private let firstNew: Int64

    /// Without a writer the rows are only counted.
    init(
        _ census: Census, in connection: Connection, firstNew: Int64, versions: RowVersions?, writer: RowWriter? = nil
    ) {
        self.census = census
        self.connection = connection
        self.firstNew = firstNew
        self.versions = versions
        self.writer = writer
    }

    func takeServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        guard let found = try find([identity])[0] else {
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
        let found = try find(rows.map(\.row.identity))
        let originals = try versions?.originals(of: rows.compactMap(\.stated)) ?? [:]
        var standings: [RowStanding] = []
        for (place, row) in rows.enumerated() {
            let sendable = census.summary.selectedSendable
            let known = try take(
                row, at: position + place, found[place], row.stated.flatMap { originals[$0] })
            guard tellsStandings else { continue }
            standings.append(
                RowStanding(
                    isToBeSent: census.summary.selectedSendable > sendable,
                    known: known.map { KnownMessage(state: $0.state, finishedAtMilliseconds: $0.finishedAt) }))
        }
        try writer?.flush()
        if writer != nil { try versions?.flush() }
        return standings
    }

    /// Messages by their places in the list; none where the ledger was empty.
    private func find(_ identities: [MessageIdentity?]) throws -> [Int: FoundMessage] {
        guard firstNew > 1 else { return [:] }
        let asked = identities.enumerated().compactMap { place, identity in identity.map { (place, $0) } }
        let found = try connection.find(asked.map(\.1), before: firstNew)
        return Dictionary(uniqueKeysWithValues: found.map { (asked[$0].0, $1) })
    }

    /// Takes one row; returns what the ledger had of its message.
    private func take(
        _ row: EnrolmentRow, at position: Int, _ found: FoundMessage?, _ original: RowVersions.Original?
    ) throws -> FoundMessage? {
        switch row.row {
        case .message(let identity, let recipient, let earlier):
            var counted = Census.Row(
                position: position, recipient: recipient, spellings: earlier?.recipients ?? [],
                isSelected: row.isSelected)
            counted.isRepeated = identity.ordinal > 1
            counted.otherBatch = original?.batch.flatMap { $0 == census.batch ? nil : $0 }
            let isOfBatch = original?.batch != nil && counted.otherBatch == nil
            if found?.state.isServed != true {
                counted.isSecond =
                    versions?.isServed(recipient, besides: found?.entry, isOfBatch ? original : nil) ?? false
            }
            let entry = found?.entry ?? writer?.insert(identity, recipient: recipient)
            if let entry, let original, isOfBatch {
                versions?.join(entry, found, recipient: recipient, to: original)
            }
            return try count(counted, found, entry)
        case .suppressed(_, let recipient, _):
            // What was sent before it was left out stays in the record.
            guard let found, found.state.isServed else {
                leaveOut()
                return nil
            }
            let counted = Census.Row(position: position, recipient: recipient, isSelected: row.isSelected)
            return try count(counted, found, found.entry)
        case .excluded: leaveOut()
        case .invalid(let code):
            writer?.append(.invalid(code))
            census.countInvalid()
        }
        return nil
    }

    private func count(_ row: Census.Row, _ found: FoundMessage?, _ entry: Int64?) throws -> FoundMessage? {
        if let entry { writer?.append(.messages(first: entry)) }
        guard let found else {
            try census.countNew(row)
            return nil
        }
        if found.recipient != row.recipient { writer?.update(found.entry, recipient: row.recipient) }
        try census.countKnown(found, row)
        return found
    }

    private func leaveOut() {
        writer?.append(.excluded)
        census.countExcluded()
    }

    func finish() throws -> EnrolmentSummary { try census.finish() }
}

extension Enrolment.Row {
    /// What makes its message; nil for a row without one.
    fileprivate var identity: MessageIdentity? {
        switch self {
        case .message(let identity, _, _), .suppressed(let identity, _, _): identity
        case .invalid, .excluded: nil
        }
    }
}
