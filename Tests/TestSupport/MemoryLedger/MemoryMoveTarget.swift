import BatchModel
import LedgerStore

/// Takes another ledger's content into a copy of a ledger in memory.
final class MemoryMoveTarget: MoveTarget {
    var content: MemoryContent
    private let firstNew: Int64

    init(_ content: MemoryContent) {
        self.content = content
        firstNew = content.nextEntry
    }

    var isEmpty: Bool { firstNew == 1 }

    var hasNoVersions: Bool { content.roots.isEmpty }

    func admitEarlierNames() throws -> Bool { false }

    func campaign(_ identity: CampaignIdentity) throws -> Int64 {
        if let known = content.campaign(identity) { return known.id }
        content.campaigns.append(Campaign(id: Int64(content.campaigns.count) + 1, identity: identity))
        return Int64(content.campaigns.count)
    }

    func find(_ identities: [MessageIdentity]) throws -> [Int: KnownContent] {
        var found: [Int: KnownContent] = [:]
        for (place, identity) in identities.enumerated() {
            guard let (entry, message) = content.find(identity) else { continue }
            found[place] = KnownContent(
                found: FoundMessage(
                    entry: entry, state: message.state, finishedAt: message.trace.finishedAtMilliseconds,
                    campaign: message.campaign, recipient: message.recipient),
                trace: message.trace)
        }
        return found
    }

    func insert(_ messages: [StoredMessage]) throws -> Int64 {
        let first = content.nextEntry
        for var message in messages {
            message.id = content.add(message.identity, recipient: message.recipient)
            try overwrite([message])
        }
        return first
    }

    func overwrite(_ messages: [StoredMessage]) throws {
        for message in messages {
            content.change(message.id) {
                ($0.state, $0.trace, $0.campaign) = (message.state, message.trace, message.campaign)
                $0.trace.errorKey = message.trace.errorKey?.kept
                $0.trace.errorMessage = message.trace.errorMessage?.kept
            }
        }
    }

    func extendReach(of campaign: Int64, to reach: ClosedRange<Int64>) throws {
        content.extendReach(of: campaign, to: [reach.lowerBound, reach.upperBound])
    }

    func count(_ messages: [CountedMessage]) throws {
        for message in messages { content.counted[message.campaign, default: []].insert(message.message) }
    }

    func planStart(of campaign: Int64) throws -> Int64? { content.plans[campaign]?.description.startedAtMilliseconds }

    func replacePlan(of campaign: Int64, with description: PlanDescription, rows: Int) throws -> Int64 {
        content.lastPlan += 1
        content.plans[campaign] = MemoryContent.Plan(id: content.lastPlan, description: description, rows: [])
        return content.lastPlan
    }

    func append(_ runs: [PlanRun], to plan: Int64) throws {
        guard let campaign = content.plans.first(where: { $0.value.id == plan })?.key else { return }
        for run in runs {
            content.plans[campaign]?.rows += (0..<Int64(run.length)).map { offset in
                switch run.kind {
                case .messages(let first): .message(first + offset)
                case .invalid(let code): .invalid(code)
                case .excluded: .excluded
                }
            }
        }
    }

    func root(of message: Int64) throws -> Int64? { content.roots[message] }

    func add(_ versions: [MessageVersion]) throws {
        for version in versions { content.roots[version.message] = version.root }
    }

    func joinVersions(of root: Int64, to other: Int64) throws {
        content.roots = content.roots.mapValues { $0 == root ? other : $0 }
    }

    func remember(_ answer: CampaignAnswer) throws {
        let question = Array(answer.question.utf8)
        let known = content.answered[answer.campaign]?[question] ?? 0
        content.answered[answer.campaign, default: [:]][question] = max(known, answer.recipients)
    }

    func remember(_ report: OwnReport, at path: String, replaces: Bool) throws {
        let known = content.reports[Array(path.utf8)]
        content.reports[Array(path.utf8)] = replaces ? report : known ?? report
    }

    func runStarts(of campaign: Int64) throws -> Set<Int64> {
        Set(content.runs.filter { $0.campaign.id == campaign }.map(\.startedAtMilliseconds))
    }

    func insert(_ run: RunRecord, of campaign: Int64, isFirst: Bool) throws {
        guard let owner = content.campaigns.first(where: { $0.id == campaign }) else { return }
        let ids = content.runs.map(\.id)
        let moved = run.moved(to: owner, as: isFirst ? (ids.min() ?? 1) - 1 : (ids.max() ?? 0) + 1)
        content.runs.insert(moved, at: isFirst ? 0 : content.runs.count)
    }

    func overwrite(_ run: RunRecord, of campaign: Int64) throws {
        content.runs = content.runs.map { known in
            guard known.campaign.id == campaign, known.startedAtMilliseconds == run.startedAtMilliseconds else {
                return known
            }
            return run.moved(to: known.campaign, as: known.id)
        }
    }

    func pacing(of site: String) throws -> [String: String] {
        let values = content.pacing[Array(site.utf8)] ?? [:]
        return Dictionary(values.map { (String(decoding: $0, as: UTF8.self), $1) }) { first, _ in first }
    }

    func storePacing(of site: String, _ values: [String: String]) throws {
        for (name, value) in values { content.pacing[Array(site.utf8), default: [:]][Array(name.utf8)] = value }
    }

    func remember(token: String) throws { content.tokens.insert(token) }

    func forgetMoved() throws { content.moved = nil }

    func finish() throws { try content.index(from: firstNew) }
}

extension RunRecord {
    fileprivate func moved(to campaign: Campaign, as number: Int64) -> RunRecord {
        RunRecord(
            id: number, campaign: campaign, settingsJSON: settingsJSON, startedAtMilliseconds: startedAtMilliseconds,
            endedAtMilliseconds: endedAtMilliseconds, exitCode: exitCode, tally: tally)
    }
}
