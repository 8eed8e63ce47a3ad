import BatchModel
import LedgerStore

extension MemoryLedger {
    func moved() throws -> MovedLedger? { store.read().moved }

    func markMoved(to other: MovedLedger) throws { try write { $0.moved = other } }

    func takeIn<Value>(_ body: (any MoveTarget) throws -> Value) throws -> Value {
        let target = MemoryMoveTarget(store.read())
        let value = try body(target)
        try write { [content = target.content] in $0 = content }
        return value
    }

    func reaches() throws -> [CampaignReach] {
        let content = store.read()
        return content.campaigns.map {
            CampaignReach(
                campaign: $0, lowest: content.reaches[$0.id]?.lowerBound, highest: content.reaches[$0.id]?.upperBound)
        }
    }

    func messages(after number: Int64, limit: Int) throws -> [StoredMessage] {
        store.read().all.lazy.filter { $0.entry > number }.prefix(limit).map { entry, message in
            StoredMessage(
                id: entry, identity: message.identity, recipient: message.recipient, state: message.state,
                trace: message.trace, campaign: message.campaign)
        }
    }

    func runs(of plan: StoredPlan, from position: Int, limit: Int) throws -> [PlanRun] {
        var (runs, all) = (PlanRuns(), [PlanRun]())
        for row in try store.read().plan(plan).rows { if let run = runs.append(row.kind) { all.append(run) } }
        if let run = runs.finish() { all.append(run) }
        return Array(all.filter { $0.position >= position }.prefix(limit))
    }

    func counted(after last: CountedMessage?, limit: Int) throws -> [CountedMessage] {
        let all = store.read().counted.sorted { $0.key < $1.key }.flatMap { campaign, messages in
            messages.sorted().map { CountedMessage(campaign: campaign, message: $0) }
        }
        return Array(
            all.filter { ($0.campaign, $0.message) > (last?.campaign ?? .min, last?.message ?? .min) }.prefix(limit))
    }

    func versions(after number: Int64, limit: Int) throws -> [MessageVersion] {
        let all = store.read().roots.sorted { $0.key < $1.key }.map { MessageVersion(message: $0.key, root: $0.value) }
        return Array(all.filter { $0.message > number }.prefix(limit))
    }

    func answers() throws -> [CampaignAnswer] {
        store.read().answered.flatMap { campaign, answers in
            answers.map {
                CampaignAnswer(
                    campaign: campaign, question: String(decoding: $0.key, as: UTF8.self), recipients: $0.value)
            }
        }
    }

    func ownReports() throws -> [(path: String, report: OwnReport)] {
        store.read().reports.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
    }

    func tokens() throws -> [String] { store.read().tokens.sorted() }

    func pacedSites() throws -> [String] {
        store.read().pacing.keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
}

extension MemoryContent.Plan.Row {
    fileprivate var kind: PlanRun.Kind {
        switch self {
        case .message(let entry): .messages(first: entry)
        case .invalid(let code): .invalid(code)
        case .excluded: .excluded
        }
    }
}
