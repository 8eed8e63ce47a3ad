import LedgerStore

extension OtherLedgers {
    /// Compares the messages of a plan that its run would send.
    mutating func compare(_ plan: StoredPlan, in ledger: any Ledger) throws {
        guard !isEmpty else { return }
        var entries = PlannedEntries(ledger, plan)
        while let entry = try entries.next()?.entry {
            switch entry.state {
            case .pending, .rejected, .notSent: try add(MessageToSend(entry.identity))
            case .claimed, .sent, .unknown: break
            }
        }
    }
}
