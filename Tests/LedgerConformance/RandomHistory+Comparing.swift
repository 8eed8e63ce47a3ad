import BatchModel
import LedgerStore
import TestSupport
import Testing

/// What every ledger must say after a move.
extension RandomHistory {
    /// A message without the numbers that are each ledger's own.
    private struct Seen: Hashable {
        var identity: MessageIdentity
        var state: DeliveryState
        var trace: AttemptTrace
        var file: CampaignIdentity?

        init(_ entry: LedgerEntry, _ files: [Int64: CampaignIdentity]) {
            (identity, state, trace) = (entry.identity, entry.state, entry.trace)
            file = entry.campaign.flatMap { files[$0] }
        }
    }

    /// Compares the ledgers with one another and with the dictionary, in all and in the file that was touched last.
    mutating func compare() async throws {
        let all = states.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        #expect(await ask("states") { try $0.check().states } == AnyHashable(all), "seed \(seed), step \(step)")
        #expect(await ask("faults") { try $0.check().faults } == AnyHashable([String]()))
        await ask("messages") { [known] ledger in
            let files = try ledger.identities()
            return try ledger.lookup(known).map { $0.map { Seen($0, files) } }
        }
        await ask("runs") { ledger in
            try ledger.runs(RunQuery(limit: 3)).map {
                [$0.campaign.identity, $0.startedAtMilliseconds, $0.exitCode, $0.tally] as [AnyHashable?]
            }
        }
        try await comparePlan()
        await compareServed()
    }

    private func comparePlan() async throws {
        let (file, expected) = (file, plans[file] ?? [])
        let found = await ask("plan") { ledger in
            guard let plan = try plan(of: file, in: ledger) else { return [MessageIdentity?]() }
            let counts = try ledger.counts(plan)
            #expect(counts.total == plan.rows)
            #expect(try ledger.states(plan).total == plan.rows)
            return try ledger.entries(plan, from: 0, limit: .max).map { $0.entry?.identity }
        }
        #expect(found == AnyHashable(expected), "seed \(seed), step \(step)")
        await ask("summary") { ledger in
            guard let plan = try plan(of: file, in: ledger) else { return false }
            var summary = try ledger.summary(plan)
            let predecessor = try summary.predecessor.flatMap { try ledger.identities()[$0] }
            summary.predecessor = nil
            return [summary, predecessor, plan.description, try ledger.counts(plan)] as [AnyHashable?]
        }
    }

    private func compareServed() async {
        let (file, known) = (file, known)
        await ask("refusals") { ledger in
            try ledger.campaign(file, create: false).map { try ledger.refusals(of: $0) }
        }
        await ask("served") { try $0.served(file) }
        await ask("people") { ledger in
            var people = RecipientSet()
            for user in 0..<12 { people.insert(Lines.digest("user\(user)")) }
            people.seal()
            return try ledger.served(people, site: Self.site, batch: file.batch)
        }
        await ask("held") { [step] ledger in
            let alive = step % 2 == 0 ? try ledger.campaign(file, create: false) : nil
            let rows = known.enumerated().map { index, identity in
                let other = StatedRow(digest: known[known.count - 1 - index].key.high, ordinal: 0)
                return MessageToSend(
                    identity, corrected: index % 3 == 0 ? (recipient: Lines.digest("user1"), of: other) : nil)
            }
            var held = HeldMessages()
            try ledger.count(rows, site: Self.site, batch: file.batch, alive: alive, in: &held)
            let campaign = try held.campaign.flatMap { try ledger.identities()[$0] }
            held.campaign = nil
            return [held, campaign] as [AnyHashable?]
        }
    }

    private func plan(of file: CampaignIdentity, in ledger: any Ledger) throws -> StoredPlan? {
        try ledger.campaign(file, create: false).flatMap { try ledger.storedPlan($0) }
    }
}
