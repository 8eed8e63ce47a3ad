import BatchModel
import LedgerStore

/// The batches of several ledgers, the one that was sent last first.
package struct BatchHistory {
    /// One batch, as its last run left it, or has brought it so far.
    package struct Batch {
        /// The last run.
        package let run: RunRecord
        /// The ledger's real path.
        package let ledger: String
        /// How many rows stand where.
        package let counts: PlanCounts
        /// The process at work on it; nil when none is.
        package let holder: LockHolder?
    }

    /// The batches.
    package private(set) var batches: [Batch] = []
    /// How many there are beyond those.
    package private(set) var leftOut = 0
    /// Ledgers that could not be read, and why.
    package private(set) var passedOver: [LedgerFault] = []

    /// Reads at most `limit` batches; nil reads all. What is at a path and no ledger is passed over. `site` is the canonical address
    /// of the only site to list; nil lists every one.
    package init(ledgers: [String], batch: BatchFilter = .any, site: String? = nil, limit: Int?) {
        var found: [(path: String, run: RunRecord)] = []
        for path in ledgers {
            found += reading(path) { try $0.latestRuns(batch: batch) }?.map { (path, $0) } ?? []
        }
        if let site { found.removeAll { $0.run.campaign.identity.site != site } }
        found.sort { $0.run.startedAtMilliseconds > $1.run.startedAtMilliseconds }
        let chosen = found.prefix(limit ?? found.count)
        leftOut = found.count - chosen.count
        for (path, runs) in Dictionary(grouping: chosen, by: \.path) {
            batches += reading(path) { ledger in try runs.map { try Self.batch($0.run, ledger) } } ?? []
        }
        batches.sort { $0.run.startedAtMilliseconds > $1.run.startedAtMilliseconds }
    }

    private mutating func reading<Value>(_ path: String, _ body: (Ledger) throws -> [Value]) -> [Value]? {
        do {
            guard let ledger = try Ledger.openForReading(at: path) else { return nil }
            defer { ledger.close() }
            return try body(ledger)
        } catch let fault as LedgerFault {
            passedOver.append(fault)
        } catch {
            passedOver.append(.cannotRead(path: path, reason: "\(error)"))
        }
        return nil
    }

    private static func batch(_ run: RunRecord, _ ledger: Ledger) throws -> Batch {
        let plan = try ledger.storedPlan(run.campaign)
        return Batch(
            run: run, ledger: ledger.path, counts: try plan.map { try ledger.counts($0) } ?? PlanCounts(),
            holder: try ledger.holder(of: run))
    }
}
