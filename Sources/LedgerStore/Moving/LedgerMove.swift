import BatchModel

/// Brings everything that one ledger knows into another, by the identity of messages: what speaks against sending wins.
///
/// Doing it again changes nothing that is there already. Where a ledger comes back to one that was moved to it, or to whatever was before that,
/// nothing was sent through the latter since, and so all is as the former has it. Memory: a page of messages, and twenty-four bytes for each place where the numbers
/// of the two ledgers stop running side by side.
package struct LedgerMove {
    private static let page = 4_096

    private let source: any Ledger
    private let target: any MoveTarget
    private let names: ListNames
    /// Whether the other ledger holds nothing that this one does not know better.
    private let isReturn: Bool
    private var entries = EntryMap()
    private var campaigns: [Int64: Int64] = [:]
    private var summary = MoveSummary()

    /// Takes the content of one ledger into another, in one transaction of the latter, which is on disk when this returns. The former stays as
    /// it is; both were opened to be moved. Returns nil, and does nothing, where that was done before and the former is marked.
    ///
    /// - Throws: `LedgerFault`, and then nothing was taken in; `moved` when either was moved to another ledger.
    package static func bring(
        _ source: any Ledger, into target: any Ledger, token: String, as names: ListNames = ListNames()
    ) throws -> MoveSummary? {
        if let moved = try source.moved() {
            guard try target.moved() == nil, try target.tokens().contains(moved.token) else {
                throw LedgerFault.moved(ledger: source.displayName, to: moved.displayName)
            }
            return nil
        }
        let moved = try target.moved()
        if let moved, try !source.tokens().contains(moved.token) {
            throw LedgerFault.moved(ledger: target.displayName, to: moved.displayName)
        }
        return try target.takeIn { into in
            var move = LedgerMove(source, to: into, as: names, isReturn: moved != nil)
            try move.bring(token: token)
            try source.confirmHeld()
            return move.summary
        }
    }

    private init(_ source: any Ledger, to target: any MoveTarget, as names: ListNames, isReturn: Bool) {
        self.source = source
        self.target = target
        self.names = names
        self.isReturn = isReturn
    }

    private mutating func bring(token: String) throws {
        if try source.mayHoldEarlierNames(), try !target.admitEarlierNames() {
            throw LedgerFault.earlierNames(ledger: source.displayName)
        }
        let reaches = try source.reaches()
        for campaign in reaches.map(\.campaign) {
            campaigns[campaign.id] = try target.campaign(names.identity(of: campaign.identity))
        }
        guard Set(campaigns.values).count == campaigns.count else { throw LedgerFault.repeatedIdentity }
        summary.campaigns = campaigns.count
        try bringMessages()
        for reach in reaches {
            guard let numbers = reach.reach, let campaign = campaigns[reach.campaign.id] else { continue }
            let ranges = entries.ranges(of: numbers)
            guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else { continue }
            try target.extendReach(of: campaign, to: low...high - 1)
        }
        for campaign in reaches.map(\.campaign) { try bringPlan(of: campaign) }
        try bringCounted()
        try bringVersions()
        try bringRest()
        for token in try source.tokens() + [token] { try target.remember(token: token) }
        try target.forgetMoved()
        try target.finish()
    }

    // MARK: Messages

    private mutating func bringMessages() throws {
        let looks = !target.isEmpty
        var last: Int64 = .min
        while true {
            let messages = try source.messages(after: last, limit: Self.page).map(asBrought)
            guard let end = messages.last else { return }
            last = end.id
            let known = looks ? try target.find(messages.map(\.identity)) : [:]
            try bring(messages, known)
        }
    }

    /// With the number of its campaign in the other ledger; what a dead run left claimed may have been sent.
    private func asBrought(_ message: StoredMessage) -> StoredMessage {
        var message = message
        message.campaign = message.campaign.flatMap { campaigns[$0] }
        if message.state == .claimed {
            message.state = .unknown
            message.trace.attempts += 1
            message.trace.errorKey = RecordedErrorKey.interrupted.rawValue
            message.trace.errorMessage = "the run ended while this message was being sent"
        }
        return message
    }

    private mutating func bring(_ messages: [StoredMessage], _ known: [Int: KnownContent]) throws {
        let new = messages.indices.filter { known[$0] == nil }.map { messages[$0] }
        var next = try new.isEmpty ? 0 : target.insert(new)
        summary.messages.added += new.count
        var changed: [StoredMessage] = []
        var counted: [CountedMessage] = []
        for (place, message) in messages.enumerated() {
            guard let there = known[place] else {
                entries.add(message.id, is: next)
                next += 1
                continue
            }
            entries.add(message.id, is: there.found.entry)
            let isNews = isReturn ? message.differs(from: there) : message.isNews(about: there)
            // Whichever of the two sent it: it stays in the record of the other one's file.
            if !isReturn, let loser = isNews ? there.found.campaign : message.campaign,
                (isNews ? there.found.state : message.state).isServed,
                loser != (isNews ? message.campaign : there.found.campaign)
            {
                counted.append(CountedMessage(campaign: loser, message: there.found.entry))
            }
            guard isNews else {
                summary.messages.unchanged += 1
                continue
            }
            var result = message
            result.id = there.found.entry
            if !isReturn { result.trace.attempts = max(message.trace.attempts, there.trace.attempts) }
            changed.append(result)
        }
        summary.messages.changed += changed.count
        if !changed.isEmpty { try target.overwrite(changed) }
        if !counted.isEmpty { try target.count(counted) }
    }

    // MARK: Plans

    /// Of two plans of a campaign the later one counts.
    private func bringPlan(of campaign: Campaign) throws {
        guard let plan = try source.storedPlan(campaign), let other = campaigns[campaign.id] else { return }
        let start = plan.description.startedAtMilliseconds
        guard try isReturn || target.planStart(of: other).map({ $0 < start }) ?? true else { return }
        let number = try target.replacePlan(of: other, with: plan.description, rows: plan.rows)
        var position = 0
        while true {
            let runs = try source.runs(of: plan, from: position, limit: Self.page)
            guard let end = runs.last else { return }
            position = end.position + end.length
            try target.append(runs.flatMap(mapped), to: number)
        }
    }

    private func mapped(_ run: PlanRun) throws -> [PlanRun] {
        guard case .messages(let first) = run.kind else { return [run] }
        var position = run.position
        let pieces = entries.ranges(of: first...first + Int64(run.length) - 1).map { range in
            defer { position += range.count }
            return PlanRun(position: position, length: range.count, kind: .messages(first: range.lowerBound))
        }
        guard position == run.position + run.length else {
            throw LedgerFault.damaged(ledger: source.displayName, reason: "rows of a plan are missing")
        }
        return pieces
    }

    // MARK: What hangs on messages

    private func bringCounted() throws {
        var last: CountedMessage?
        while true {
            let page = try source.counted(after: last, limit: Self.page)
            guard let end = page.last else { return }
            last = end
            try target.count(
                page.compactMap { counted in
                    guard let campaign = campaigns[counted.campaign], let message = entries[counted.message] else {
                        return nil
                    }
                    return CountedMessage(campaign: campaign, message: message)
                })
        }
    }

    private func bringVersions() throws {
        let isNew = target.hasNoVersions
        var last: Int64 = .min
        while true {
            let page = try source.versions(after: last, limit: Self.page)
            guard let end = page.last else { return }
            last = end.message
            let versions = page.compactMap { version in
                entries[version.message].flatMap { message in
                    entries[version.root].map { MessageVersion(message: message, root: $0) }
                }
            }
            if isNew { try target.add(versions) } else { try versions.forEach(target.join) }
        }
    }

    // MARK: The rest

    private mutating func bringRest() throws {
        for var answer in try source.answers() {
            guard let campaign = campaigns[answer.campaign] else { continue }
            answer.campaign = campaign
            try target.remember(answer)
        }
        for (path, report) in try source.ownReports() {
            guard let campaign = campaigns[report.campaign] else { continue }
            try target.remember(
                OwnReport(campaign: campaign, version: report.version), at: path, replaces: isReturn)
        }
        try bringRuns()
        for site in try source.pacedSites() {
            let values = try source.pacing(site: site)
            try target.storePacing(of: site, isReturn ? values : values.joining(try target.pacing(of: site)))
        }
    }

    /// A run that the other ledger does not have stands behind that one's own, unless those of its campaign are later.
    private mutating func bringRuns() throws {
        var known: [Int64: Set<Int64>] = [:]
        for campaign in campaigns.values { known[campaign] = try target.runStarts(of: campaign) }
        var earlier: [(run: RunRecord, campaign: Int64)] = []
        for run in try source.runs(RunQuery()).reversed() {
            guard let campaign = campaigns[run.campaign.id], let starts = known[campaign] else { continue }
            guard !starts.contains(run.startedAtMilliseconds) else {
                if isReturn { try target.overwrite(run, of: campaign) }
                continue
            }
            summary.runs += 1
            if let last = starts.max(), last > run.startedAtMilliseconds {
                earlier.append((run, campaign))
            } else {
                try target.insert(run, of: campaign, isFirst: false)
            }
        }
        for (run, campaign) in earlier.reversed() { try target.insert(run, of: campaign, isFirst: true) }
    }
}
