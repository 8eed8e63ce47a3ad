import BatchModel

/// The campaigns of a ledger, their runs, and what is remembered of each campaign.
package protocol CampaignStore: Sendable {
    /// Finds a campaign; made if `create` says so and there is none, nil otherwise.
    func campaign(_ identity: CampaignIdentity, create: Bool) throws -> Campaign?

    /// All campaigns, in the order they were made.
    func campaigns() throws -> [Campaign]

    /// Records that a run begins. Call it once its plan is enrolled.
    ///
    /// `settingsJSON` is what `report`, `status` and `resolve` need to read the manifest again: never a secret.
    func beginRun(_ campaign: Campaign, settingsJSON: String, at milliseconds: Int64) throws -> RunRecord

    /// Records how a run ended.
    func endRun(_ run: RunRecord, at milliseconds: Int64, exitCode: Int, tally: BatchTally) throws

    /// The runs that a query asks for, the latest first.
    func runs(_ query: RunQuery) throws -> [RunRecord]

    /// To how many people a yes to a question of a campaign applied; zero where none was given.
    func answered(_ question: String, of campaign: Campaign) throws -> Int

    /// Remembers a yes; one that applied to more people stays.
    func remember(_ question: String, of campaign: Campaign, recipients: Int) throws

    /// The report that a run put at a path last; nil when none did.
    func ownReport(at path: String) throws -> OwnReport?

    /// Remembers a report that was made from this ledger alone; it takes the place of any other at its path.
    func rememberReport(at path: String, of campaign: Campaign, version: String) throws
}

extension CampaignStore {
    /// The last run of a manifest, whatever its campaign unless `site` or `batch` narrows it.
    package func latestRun(manifest path: String, site: String? = nil, batch: BatchFilter = .any) throws -> RunRecord? {
        try runs(RunQuery(manifest: path, site: site, batch: batch, limit: 1)).first
    }

    /// The last run of every campaign, the latest first, at most `limit` of them; nil takes all.
    package func latestRuns(batch: BatchFilter = .any, limit: Int? = nil) throws -> [RunRecord] {
        try runs(RunQuery(batch: batch, isLastOfCampaign: true, limit: limit))
    }

    /// Batch labels of earlier runs through this site that differ from a label, all in order; none where the label itself is
    /// among them.
    ///
    /// Labels are told apart by their bytes: two that only look alike are two batches.
    package func otherBatches(site: String, than batch: String?) throws -> [String] {
        let own = Array((batch ?? "").utf8)
        let labels = Set(
            try runs(RunQuery(site: site, isLastOfCampaign: true)).map {
                Array(($0.campaign.identity.batch ?? "").utf8)
            })
        guard !labels.contains(own) else { return [] }
        return labels.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The labels of batches of a site that this ledger knows.
    package func batches(site: String) throws -> Set<String> {
        let site = Array(site.utf8)
        return Set(
            try campaigns().map(\.identity).filter { $0.site.utf8.elementsEqual(site) }.map { $0.batch ?? "" })
    }

    /// The campaigns, by their numbers.
    package func identities() throws -> [Int64: CampaignIdentity] {
        Dictionary(try campaigns().map { ($0.id, $0.identity) }) { first, _ in first }
    }

    /// The manifest of a campaign.
    package func manifest(ofCampaign number: Int64) throws -> String? {
        try campaigns().first { $0.id == number }?.identity.manifestPath
    }

    /// The runs this ledger knows for a site and a batch label.
    package func knownRuns(site: String, batch: String?) throws -> KnownRuns {
        var known = KnownRuns()
        for run in try runs(RunQuery(site: site, batch: .named(batch))) { known.add(run) }
        return known
    }
}
