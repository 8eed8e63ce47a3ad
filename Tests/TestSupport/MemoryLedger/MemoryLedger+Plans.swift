import BatchModel
import LedgerStore

extension MemoryLedger {
    func storedPlan(_ campaign: Campaign) throws -> StoredPlan? {
        store.read().plans[campaign.id].map {
            StoredPlan(id: $0.id, campaign: campaign, description: $0.description, rows: $0.rows.count)
        }
    }

    func enrol(
        _ campaign: Campaign, _ terms: EnrolmentTerms, rows: (inout Enrolment) throws -> PlanDescription,
        approve: (EnrolmentSummary) throws -> Void
    ) throws -> StoredPlan {
        try write { content in
            let target = MemoryEnrolment(content, campaign.identity, campaign, terms, isWriting: true)
            var enrolment = Enrolment(into: target, standings: terms.standings)
            let description = try rows(&enrolment)
            try enrolment.flush()
            let summary = try target.finish()
            try approve(summary)
            content = target.content
            content.lastPlan += 1
            let plan = MemoryContent.Plan(id: content.lastPlan, description: description, rows: target.rows)
            content.plans[campaign.id] = plan
            if summary.servedByOthers > 0 { content.countServed(of: plan, for: campaign.id) }
            if let predecessor = summary.predecessor ?? terms.predecessor {
                content.countServed(by: predecessor, for: campaign.id)
            }
            content.extendReach(of: campaign.id, to: plan.messages)
            return StoredPlan(id: plan.id, campaign: campaign, description: description, rows: plan.rows.count)
        }
    }

    func preview(
        _ campaign: Campaign?, as identity: CampaignIdentity?, _ terms: EnrolmentTerms,
        rows: (inout Enrolment) throws -> Void
    ) throws -> EnrolmentSummary {
        let target = MemoryEnrolment(
            store.read(), identity ?? campaign?.identity, campaign, terms, isWriting: false)
        var enrolment = Enrolment(into: target, standings: terms.standings)
        try rows(&enrolment)
        try enrolment.flush()
        return try target.finish()
    }

    func summary(_ plan: StoredPlan) throws -> EnrolmentSummary {
        let content = store.read()
        let versions = MemoryVersions(identity: plan.campaign.identity)
        var census = MemoryCensus(plan.campaign.identity, plan.campaign, EnrolmentTerms(), in: content)
        for (position, row) in try content.plan(plan).rows.enumerated() {
            switch row {
            case .message(let entry):
                guard let message = content[entry] else { continue }
                var row = MemoryCensus.Row(position: Int32(position), recipient: message.recipient)
                row.known = (entry, message)
                row.isSecond = versions.isServed(message.recipient, besides: entry, nil, in: content)
                census.rows.append(row)
            case .invalid: census.invalid += 1
            case .excluded: census.excluded += 1
            }
        }
        return census.summary(in: content)
    }

    func approve(_ plan: StoredPlan, settingsDigest: String) throws {
        try write { content in
            guard content.plans[plan.campaign.id]?.id == plan.id else { return }
            content.plans[plan.campaign.id]?.description.settingsDigest = settingsDigest
        }
    }

    func countServed(_ plan: StoredPlan) throws {
        try write { content in
            guard let current = content.plans[plan.campaign.id], current.id == plan.id else { return }
            content.countServed(of: current, for: plan.campaign.id)
        }
    }

    func entries(_ plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanEntry] {
        let content = store.read()
        let rows = try content.plan(plan).rows
        guard position >= 0, position < rows.count, limit > 0 else { return [] }
        return try rows.enumerated().dropFirst(position).prefix(limit).map { position, row in
            switch row {
            case .invalid(let code): return PlanEntry(position: position, row: .invalid(code: code))
            case .excluded: return PlanEntry(position: position, row: .excluded)
            case .message(let number):
                guard let entry = content.entry(number) else {
                    throw LedgerFault.damaged(ledger: displayName, reason: "message \(number) is missing")
                }
                return PlanEntry(position: position, row: .message(entry))
            }
        }
    }

    func counts(_ plan: StoredPlan) throws -> PlanCounts {
        let content = store.read()
        var counts = PlanCounts()
        for row in try content.plan(plan).rows {
            switch row {
            case .message(let entry): counts.states[content[entry]?.state ?? .pending, default: 0] += 1
            case .invalid: counts.invalid += 1
            case .excluded: counts.excluded += 1
            }
        }
        return counts
    }

    func messages(of plan: StoredPlan, among entries: Set<Int64>) throws -> Set<Int64> {
        entries.intersection(try store.read().plan(plan).messages)
    }

    func nextGrant(of plan: StoredPlan, in state: DeliveryState, from position: Int) throws -> Range<Int>? {
        let found = try entries(plan, from: position, limit: .max).first { $0.entry?.state == state }
        return found.map { $0.position..<plan.rows }
    }
}

extension MemoryContent {
    /// A campaign's plan as long as it is the current one.
    func plan(_ plan: StoredPlan) throws -> Plan {
        guard let current = plans[plan.campaign.id], current.id == plan.id else { throw LedgerFault.planReplaced }
        return current
    }
}
