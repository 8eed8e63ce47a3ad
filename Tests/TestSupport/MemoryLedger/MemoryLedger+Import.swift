import BatchModel
import LedgerStore
import Text

extension MemoryLedger {
    func importProven(
        _ campaign: Campaign, rows: ((ImportedRow) throws -> Void) throws -> Void
    ) throws -> ImportSummary {
        try write { content in
            var summary = ImportSummary()
            var reached: [Int64] = []
            let firstNew = content.nextEntry
            try rows { row in
                guard ![.pending, .claimed].contains(row.state) else { return }
                let known = content.find(row.identity)
                if let known, !row.isNews(about: known.message) {
                    summary.unchanged += 1
                    if known.message.isServed, known.message.campaign != campaign.id {
                        content.counted[campaign.id, default: []].insert(known.entry)
                    }
                    return
                }
                let entry = known?.entry ?? content.add(row.identity, recipient: row.recipient)
                content.change(entry) { $0.take(row, of: campaign) }
                reached.append(entry)
                if known == nil { summary.added += 1 } else { summary.changed += 1 }
            }
            try content.index(from: firstNew)
            content.extendReach(of: campaign.id, to: reached)
            return summary
        }
    }
}

extension ImportedRow {
    /// Whether a report's line says more than the ledger knows: what speaks against sending wins.
    fileprivate func isNews(about known: MemoryContent.Message) -> Bool {
        let (own, other) = (known.trace.finishedAtMilliseconds ?? .min, trace.finishedAtMilliseconds ?? .min)
        let isDenied = PersonVerdict.notSent.isRecorded(of: known) && own >= other
        return switch (state, known.state) {
        case (.sent, .pending), (.sent, .rejected), (.sent, .notSent), (.sent, .unknown): true
        case (.unknown, .pending), (.unknown, .rejected): true
        case (.unknown, .notSent): !isDenied
        case (.rejected, .pending), (.notSent, .pending): true
        default: false
        }
    }
}

extension MemoryContent.Message {
    fileprivate mutating func take(_ row: ImportedRow, of campaign: Campaign) {
        state = row.state
        self.campaign = campaign.id
        let attempts = max(trace.attempts, row.trace.attempts)
        trace = row.trace
        trace.attempts = attempts
        trace.errorKey = trace.errorKey?.kept
        trace.errorMessage = trace.errorMessage?.kept
    }
}
