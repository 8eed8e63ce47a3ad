import BatchModel
import LedgerStore

/// Thrown by an approval that refuses.
package struct Refusal: Error {
    /// Says no.
    package init() {}
}

/// Thrown where a ledger has not what it must have.
package struct Missing: Error {}

extension PlanDescription {
    /// What some plan was made from.
    package static func test(
        _ inputDigest: String = "input", settings: String = "{}", at milliseconds: Int64 = 1_000
    ) -> PlanDescription {
        PlanDescription(
            inputDigest: inputDigest, attachmentsFingerprint: "attachments", planDigest: "plan",
            settingsDigest: settings, startedAtMilliseconds: milliseconds)
    }
}

extension Ledger {
    /// The campaign of a file of this name.
    package func campaign(_ file: String = "/data/list.csv", batch: String? = nil) throws -> Campaign {
        let identity = CampaignIdentity(site: "https://chat.example", batch: batch, manifestPath: file)
        guard let campaign = try campaign(identity, create: true) else { throw Missing() }
        return campaign
    }

    /// Enrols rows as a campaign's plan, and says what that meant.
    @discardableResult
    package func enrol(
        _ rows: [Enrolment.Row], in campaign: Campaign, _ terms: EnrolmentTerms = EnrolmentTerms(),
        as description: PlanDescription = .test()
    ) throws -> (plan: StoredPlan, summary: EnrolmentSummary) {
        var summary = EnrolmentSummary()
        let plan = try enrol(
            campaign, terms,
            rows: { enrolment in
                for row in rows { try enrolment.add(row) }
                return description
            }, approve: { summary = $0 })
        return (plan, summary)
    }

    /// The same for the lines of a manifest.
    @discardableResult
    package func enrol(
        _ lines: Lines, in campaign: Campaign, _ terms: EnrolmentTerms = EnrolmentTerms()
    ) throws -> (plan: StoredPlan, summary: EnrolmentSummary) {
        try enrol(lines.rows, in: campaign, terms)
    }

    /// The plan's entries in order; rows without a message are left out.
    package func messages(_ plan: StoredPlan) throws -> [LedgerEntry] {
        try entries(plan, from: 0, limit: .max).compactMap(\.entry)
    }

    /// A commit of which a test need not say all.
    @discardableResult
    package func carryOut(
        settling settlements: [Settlement] = [], claiming entries: [Int64] = [], for campaign: Campaign,
        at milliseconds: Int64 = 1
    ) async throws -> Committed {
        try await commit(settling: settlements, claiming: entries, for: campaign, at: milliseconds)
    }

    /// Brings messages from pending to a state by legal moves.
    package func bring(
        _ entries: [Int64], to state: DeliveryState, in campaign: Campaign, at end: Int64 = 3_000
    ) async throws {
        guard state != .pending else { return }
        try await carryOut(claiming: entries, for: campaign, at: 2_000)
        guard state != .claimed else { return }
        let trace = AttemptTrace(finishedAtMilliseconds: end)
        try await carryOut(
            settling: entries.map { Settlement(entry: $0, state: state, trace) }, for: campaign, at: end)
    }

    /// Enrols lines and brings all their messages to a state.
    package func serve(
        _ lines: Lines, in campaign: Campaign, as state: DeliveryState = .sent, at end: Int64 = 3_000
    ) async throws {
        try await bring(try messages(try enrol(lines, in: campaign).plan).map(\.id), to: state, in: campaign, at: end)
    }
}
