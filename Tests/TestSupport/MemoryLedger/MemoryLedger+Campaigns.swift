import BatchModel
import LedgerStore

extension MemoryLedger {
    func campaign(_ identity: CampaignIdentity, create: Bool) throws -> Campaign? {
        if let known = store.read().campaign(identity) { return Campaign(id: known.id, identity: identity) }
        guard create else { return nil }
        return try write { content in
            let campaign = Campaign(id: Int64(content.campaigns.count) + 1, identity: identity)
            content.campaigns.append(campaign)
            return campaign
        }
    }

    func campaigns() throws -> [Campaign] { store.read().campaigns }

    func beginRun(_ campaign: Campaign, settingsJSON: String, at milliseconds: Int64) throws -> RunRecord {
        try write { content in
            let run = RunRecord(
                id: Int64(content.runs.count) + 1, campaign: campaign, settingsJSON: settingsJSON,
                startedAtMilliseconds: milliseconds, endedAtMilliseconds: nil, exitCode: nil, tally: nil)
            content.runs.append(run)
            return run
        }
    }

    func endRun(_ run: RunRecord, at milliseconds: Int64, exitCode: Int, tally: BatchTally) throws {
        var counts = BatchTally()
        for outcome in Outcome.allCases { counts[outcome] = tally[outcome] }
        try write { [counts] content in
            guard let index = content.runs.firstIndex(where: { $0.id == run.id }) else { return }
            content.runs[index] = RunRecord(
                id: run.id, campaign: run.campaign, settingsJSON: content.runs[index].settingsJSON,
                startedAtMilliseconds: run.startedAtMilliseconds, endedAtMilliseconds: milliseconds,
                exitCode: exitCode, tally: counts)
        }
    }

    func runs(_ query: RunQuery) throws -> [RunRecord] {
        let runs = store.read().runs
        let last = Set(Dictionary(runs.map { ($0.campaign.id, $0.id) }) { max($0, $1) }.values)
        let found = runs.reversed().filter { run in
            let identity = run.campaign.identity
            let isOfBatch =
                if case .named(let label) = query.batch { (identity.batch ?? "").isSame(as: label ?? "") } else { true }
            return isOfBatch && query.manifest.map(identity.manifestPath.isSame) ?? true
                && query.site.map(identity.site.isSame) ?? true && (!query.isLastOfCampaign || last.contains(run.id))
        }
        return Array(found.prefix(query.limit ?? .max))
    }

    func answered(_ question: String, of campaign: Campaign) throws -> Int {
        store.read().answered[campaign.id]?[Array(question.utf8)] ?? 0
    }

    func remember(_ question: String, of campaign: Campaign, recipients: Int) throws {
        try write { content in
            let known = content.answered[campaign.id]?[Array(question.utf8)] ?? 0
            content.answered[campaign.id, default: [:]][Array(question.utf8)] = max(known, recipients)
        }
    }

    func ownReport(at path: String) throws -> OwnReport? { store.read().reports[Array(path.utf8)] }

    func rememberReport(at path: String, of campaign: Campaign, version: String) throws {
        try write { $0.reports[Array(path.utf8)] = OwnReport(campaign: campaign.id, version: version) }
    }

    func pacing(site: String) throws -> [String: String] {
        let values = store.read().pacing[Array(site.utf8)] ?? [:]
        return Dictionary(values.map { (String(decoding: $0, as: UTF8.self), $1) }) { first, _ in first }
    }

    func storePacing(site: String, _ values: [String: String]) throws {
        try write { content in
            for (name, value) in values {
                content.pacing[Array(site.utf8), default: [:]][Array(name.utf8)] = value
            }
        }
    }
}
