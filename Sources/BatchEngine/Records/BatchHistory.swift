import BatchModel
import LedgerStore

/// The batches of several ledgers, the one that was sent last first.
package struct BatchHistory {
    /// One batch, as its last run left it, or has brought it so far.
    package struct Batch {
        /// The last run.
        package let run: RunRecord
        /// How the ledger is named.
        package let ledger: String
        /// How many rows stand where.
        package let counts: PlanCounts
        /// The process at work on it; nil when none is.
        package let holder: LedgerHolder?
        /// Where its ledger was moved to; nil for one that is in use.
        package let moved: MovedLedger?
    }

    /// The batches.
    package private(set) var batches: [Batch] = []
    /// How many there are beyond those.
    package private(set) var leftOut = 0
    /// Ledgers that could not be read, and why.
    package private(set) var passedOver: [LedgerFault] = []
    private let opener: any LedgerOpener

    /// Reads at most `limit` batches; nil reads all. What is at an address and no ledger is passed over. `site` is the canonical address
    /// of the only site to list; nil lists every one.
    package init(
        ledgers: [LedgerAddress], through opener: any LedgerOpener, batch: BatchFilter = .any, site: String? = nil,
        limit: Int?
    ) {
        self.opener = opener
        var found: [(ledger: LedgerAddress, run: RunRecord)] = []
        for ledger in ledgers {
            found += reading(ledger) { try $0.latestRuns(batch: batch) }?.map { (ledger, $0) } ?? []
        }
        if let site { found.removeAll { $0.run.campaign.identity.site != site } }
        found.sort { $0.run.startedAtMilliseconds > $1.run.startedAtMilliseconds }
        let chosen = found.prefix(limit ?? found.count)
        leftOut = found.count - chosen.count
        for (ledger, runs) in Dictionary(grouping: chosen, by: \.ledger) {
            batches += reading(ledger) { ledger in try runs.map { try Self.batch($0.run, ledger) } } ?? []
        }
        batches.sort { $0.run.startedAtMilliseconds > $1.run.startedAtMilliseconds }
    }

    private mutating func reading<Value>(_ address: LedgerAddress, _ body: (any Ledger) throws -> [Value]) -> [Value]? {
        do {
            guard let ledger = try opener.openForReading(address) else { return nil }
            defer { ledger.close() }
            return try body(ledger)
        } catch let fault as LedgerFault {
            passedOver.append(fault)
        } catch {
            passedOver.append(.cannotRead(ledger: address.description, reason: "\(error)"))
        }
        return nil
    }

    private static func batch(_ run: RunRecord, _ ledger: any Ledger) throws -> Batch {
        let plan = try ledger.storedPlan(run.campaign)
        return Batch(
            run: run, ledger: ledger.displayName, counts: try plan.map { try ledger.counts($0) } ?? PlanCounts(),
            holder: try ledger.holder(of: run), moved: try ledger.moved())
    }
}
