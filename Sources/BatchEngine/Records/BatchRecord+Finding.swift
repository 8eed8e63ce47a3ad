import BatchModel
import LedgerStore
import Manifests

extension BatchRecord {
    /// How many rows tell whose they are.
    private static let sampleSize = 4_096

    private struct SampleTaken: Error {}

    /// Finds the record of the file that this one was: a file that was moved or copied since, or to be sent again.
    ///
    /// Half of the first rows must be messages of the ledger, read as one of its runs read them; nil otherwise.
    package static func byRows(_ query: Query, in ledger: any Ledger) throws -> BatchRecord? {
        guard query.source.ledgerName == nil else { return nil }
        // Whoever names it means that one.
        if ledger.address.path == nil, query.source.databaseName != nil { return nil }
        let batch: BatchFilter = query.batch.map { .named($0.isEmpty ? nil : $0) } ?? .any
        let runs = try ledger.latestRuns(batch: batch).filter {
            query.site == nil || query.site == $0.campaign.identity.site
        }
        var records: [BatchRecord] = []
        for run in runs {
            guard let plan = try ledger.storedPlan(run.campaign),
                // A template of that run may be gone, and the file need not be readable as that run read its own.
                let record = try? BatchRecord(query, run, plan, in: ledger, isByRows: true)
            else { continue }
            if try record.isUnchanged() { return record }
            records.append(record)
        }
        var best: (record: BatchRecord, known: Int)?
        var met: Set<[String]> = []
        for record in records {
            let identity = record.run.campaign.identity
            // Runs that read their files alike read this one alike.
            guard met.insert([identity.site, identity.batch ?? "", record.run.settingsJSON]).inserted else { continue }
            let (known, rows) = try record.sample()
            let count = known.values.reduce(0, +)
            guard count > 0, count * 2 >= rows, count > best?.known ?? 0 else { continue }
            let most = known.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            best = (records.first { $0.run.campaign.id == most } ?? record, count)
        }
        return best?.record
    }

    /// How many of the first rows are messages of the ledger, by the campaign that tried them (0 for none); and how many rows there
    /// are among those.
    private func sample() throws -> (known: [Int64: Int], rows: Int) {
        var rows: [(identity: MessageIdentity, earlier: EarlierSpellings?)] = []
        var limits = CheckLimits(previews: 0)
        limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames()
        do {
            try manifest.checkEach(limits: limits, progress: { _ in }) { row in
                guard case .ready(let key, let ordinal, _) = row.disposition else { return }
                rows.append((MessageIdentity(key: key, ordinal: ordinal), row.earlier))
                if rows.count == Self.sampleSize { throw SampleTaken() }
            }
        } catch is SampleTaken {
        } catch is ManifestFault {
            return ([:], 0)
        }
        var known: [Int64: Int] = [:]
        for entry in try ledger.lookup(rows) { if let entry { known[entry.campaign ?? 0, default: 0] += 1 } }
        return (known, rows.count)
    }
}
