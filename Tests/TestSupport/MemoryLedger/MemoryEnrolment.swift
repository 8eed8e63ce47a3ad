import BatchModel
import LedgerStore

/// Ties a plan's rows to messages as they come, in manifest order.
final class MemoryEnrolment: EnrolmentTarget {
    /// What the ledger would hold.
    private(set) var content: MemoryContent
    private(set) var rows: [MemoryContent.Plan.Row] = []
    private var census: MemoryCensus
    private let versions: MemoryVersions
    private let isWriting: Bool
    private let firstNew: Int64

    /// Without `isWriting` the rows are only counted.
    init(
        _ content: MemoryContent, _ identity: CampaignIdentity?, _ campaign: Campaign?, _ terms: EnrolmentTerms,
        isWriting: Bool
    ) {
        self.content = content
        self.isWriting = isWriting
        census = MemoryCensus(identity, campaign, terms, in: content)
        versions = MemoryVersions(identity: identity)
        firstNew = content.nextEntry
    }

    func takeServed(
        _ identity: MessageIdentity, recipient: UInt64, at milliseconds: Int64?, countsKnown: Bool
    ) throws -> Bool {
        guard let (entry, message) = content.find(identity) else {
            census.reported.append(recipient)
            return true
        }
        if message.isServed {
            if countsKnown, !census.rows.contains(where: { $0.known?.entry == entry }) {
                census.reported.append(recipient)
            }
            return countsKnown
        }
        let known = KnownMessage(
            state: message.state, finishedAtMilliseconds: message.trace.finishedAtMilliseconds)
        guard known.isOlder(than: milliseconds ?? .min) else { return false }
        census.reported.append(recipient)
        return true
    }

    func take(_ rows: [EnrolmentRow], from position: Int, tellsStandings: Bool) throws -> [RowStanding] {
        let standings = rows.enumerated().map { offset, row in take(row, at: Int32(position + offset)) }
        return tellsStandings ? standings : []
    }

    private func take(_ row: EnrolmentRow, at position: Int32) -> RowStanding {
        switch row.row {
        case .message(let identity, let recipient, let earlier):
            return take(identity, recipient, earlier, row, at: position)
        case .suppressed(let identity, let recipient, _):
            guard let known = content.find(identity), known.message.isServed else { return leaveOut() }
            var counted = MemoryCensus.Row(position: position, recipient: recipient)
            counted.isSelected = row.isSelected
            counted.known = known
            return take(counted, entry: known.entry)
        case .excluded: return leaveOut()
        case .invalid(let code):
            rows.append(.invalid(code))
            census.invalid += 1
            return RowStanding(isToBeSent: false, known: nil)
        }
    }

    private func take(
        _ identity: MessageIdentity, _ recipient: UInt64, _ earlier: EarlierSpellings?, _ row: EnrolmentRow,
        at position: Int32
    ) -> RowStanding {
        var counted = MemoryCensus.Row(position: position, recipient: recipient)
        counted.spellings = earlier?.recipients ?? []
        counted.isSelected = row.isSelected
        counted.isRepeated = identity.ordinal > 1
        counted.known = content.find(identity)
        let original = row.stated.flatMap { versions.original($0, in: content) }
        let isOfBatch = original?.batch.map { $0 == census.batch } ?? false
        counted.otherBatch = isOfBatch ? nil : original?.batch
        if counted.isOpen {
            counted.isSecond = versions.isServed(
                recipient, besides: counted.known?.entry, isOfBatch ? original : nil, in: content)
        }
        let entry = counted.known?.entry ?? (isWriting ? content.add(identity, recipient: recipient) : nil)
        if isOfBatch, let entry, let original { MemoryVersions.join(entry, to: original, in: &content) }
        return take(counted, entry: entry)
    }

    private func take(_ row: MemoryCensus.Row, entry: Int64?) -> RowStanding {
        if isWriting, let entry {
            rows.append(.message(entry))
            content.change(entry) { $0.recipient = row.recipient }
        }
        census.rows.append(row)
        return RowStanding(
            isToBeSent: row.isSelected && row.isOpen,
            known: row.known.map {
                KnownMessage(
                    state: $0.message.state, finishedAtMilliseconds: $0.message.trace.finishedAtMilliseconds)
            })
    }

    private func leaveOut() -> RowStanding {
        rows.append(.excluded)
        census.excluded += 1
        return RowStanding(isToBeSent: false, known: nil)
    }

    /// Ends the enrolment.
    func finish() throws -> EnrolmentSummary {
        if isWriting { try content.index(from: firstNew) }
        return census.summary(in: content)
    }
}
