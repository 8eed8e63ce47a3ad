import BatchModel
import LedgerStore
import TestSupport
import Testing
import Text

/// Plays one history of random moves on every ledger at once, and on a dictionary.
///
/// Messages are named by their identities and campaigns by their files, because each ledger may number them as it likes.
struct RandomHistory {
    static let site = "https://chat.example"
    /// Three files, one of them under two labels.
    static let files = [("/data/a.csv", nil), ("/data/b.csv", nil), ("/data/c.csv", nil), ("/data/a.csv", "may")].map {
        CampaignIdentity(site: site, batch: $1, manifestPath: $0)
    }

    let seed: UInt64
    var places: [LedgerPlace]
    var ledgers: [any Ledger]
    var random: SeededGenerator
    var step = 0
    /// The file that the last move was about.
    var file = files[0]
    /// Where each message must be, and in which order they came.
    var states: [MessageIdentity: DeliveryState] = [:]
    var known: [MessageIdentity] = []
    /// What each file's plan must have for its rows; nil is a row without a message.
    var plans: [CampaignIdentity: [MessageIdentity?]] = [:]

    init(seed: UInt64) throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        places = try LedgerUnderTest.all.map { try $0.place() }
        ledgers = try places.map { try $0.open() }
    }

    /// A moment later than all before.
    var now: Int64 { Int64(step) * 1_000 }

    mutating func play() async throws {
        step += 1
        file = random.pick(Self.files)
        switch Int.random(in: 0..<20, using: &random) {
        case 0...3: try await enrol()
        case 4: try await reopen()
        case 5: try await resolve()
        case 6: try await takeBack()
        case 7: try await doubt()
        case 8: try await importReport()
        case 9: try await run()
        case 10: try await resolveAll()
        default: try await commit()
        }
    }

    /// Asks every ledger the same, and expects the same answer; an error is an answer. Returns it.
    @discardableResult
    func ask(
        _ question: String, _ body: (any Ledger) async throws -> AnyHashable
    ) async -> AnyHashable {
        var answers: [AnyHashable] = []
        for ledger in ledgers {
            do {
                answers.append(try await body(ledger))
            } catch LedgerFault.transitionRefused(_, let from, let to) {
                answers.append("refused from \(String(describing: from)) to \(to)")
            } catch {
                answers.append("\(error)")
            }
        }
        for (kind, answer) in zip(LedgerUnderTest.all, answers) where answer != answers[0] {
            Issue.record(
                "seed \(seed), step \(step), \(question): \(kind.testDescription) says \(answer) and not \(answers[0])")
        }
        return answers[0]
    }

    // MARK: Moves

    private mutating func reopen() async throws {
        for ledger in ledgers { ledger.close() }
        ledgers = try places.map { try $0.open() }
        #expect(await ask("recovered") { $0.recovered } == AnyHashable(states.values.count { $0 == .claimed }))
        for (identity, state) in states where state == .claimed { states[identity] = .unknown }
    }

    /// Settles claimed messages, now and then one that is not, and claims messages of the file's plan, some of which cannot be had.
    private mutating func commit() async throws {
        var settled = some(of: [.claimed]).map {
            ($0, random.pick([.sent, .rejected, .notSent, .unknown]) as DeliveryState)
        }
        if random.once(in: 8), let other = known.randomElement(using: &random) { settled.append((other, .sent)) }
        let traces = settled.map { _ in trace() }
        var asked = (plans[file] ?? []).compactMap { $0 }.filter { _ in random.once(in: 3) }
        if random.once(in: 4), let first = asked.first { asked.append(first) }
        let (now, file) = (now, file)
        let claims = asked
        let answer = await ask("commit") { ledger in
            let numbers = try ledger.lookup(settled.map(\.0) + claims).map { try #require($0).id }
            let settlements = zip(zip(numbers, settled), traces).map { Settlement(entry: $0.0, state: $0.1.1, $1) }
            let campaign = try #require(try ledger.campaign(file, create: true))
            let committed = try await ledger.commit(
                settling: settlements, claiming: Array(numbers[settled.count...]), for: campaign, at: now)
            let won = try ledger.entries(numbered: committed.claimed)
            return committed.claimed.map { won[$0]?.identity }
        }
        guard let won = answer as? [MessageIdentity?] else {
            let isLegal =
                Set(settled.map(\.0)).count == settled.count && settled.allSatisfy { states[$0.0] == .claimed }
            #expect(!isLegal, "seed \(seed), step \(step): \(answer)")
            return
        }
        for (identity, state) in settled { states[identity] = state }
        var expected: [MessageIdentity] = []
        for identity in asked where [.pending, .rejected, .notSent].contains(states[identity]) {
            expected.append(identity)
            states[identity] = .claimed
        }
        #expect(won == expected, "seed \(seed), step \(step)")
    }

    private mutating func resolve() async throws {
        let verdicts = some(of: [.unknown]).map { ($0, random.pick([PersonVerdict.sent, .notSent])) }
        let end = random.once(in: 2) ? now : nil
        await ask("resolve") { ledger in
            try ledger.resolve(
                try ledger.lookup(verdicts.map(\.0)).enumerated().map { index, entry in
                    let verdict = verdicts[index].1
                    return Settlement(
                        entry: try #require(entry).id, state: verdict.state,
                        AttemptTrace(attempts: 0, errorKey: verdict.errorKey, finishedAtMilliseconds: end))
                })
            return true
        }
        for (identity, verdict) in verdicts { states[identity] = verdict.state }
    }

    /// Which messages a person's verdict put where they are, only the ledgers know.
    private mutating func takeBack() async throws {
        let meant = some(of: [.sent, .notSent]).prefix(2)
        await ask("take back") { ledger in
            try ledger.takeBack(try ledger.lookup(Array(meant)).compactMap { $0?.id })
            return true
        }
        try learn()
    }

    private mutating func resolveAll() async throws {
        let verdict = random.pick(PersonVerdict.allCases)
        await ask("resolve all") { [file] ledger in
            guard let campaign = try ledger.campaign(file, create: false), let plan = try ledger.storedPlan(campaign)
            else { return -1 }
            return try ledger.resolveAll(plan, as: verdict)
        }
        try learn()
    }

    private mutating func doubt() async throws {
        let meant = some(of: Set(DeliveryState.allCases)).prefix(5)
        let before = await ask("doubt") { ledger in
            let entries = try ledger.lookup(Array(meant)).compactMap { $0 }
            let before = try ledger.doubt(entries.map(\.id), errorKey: "doubt", reason: "why")
            return entries.map { before[$0.id] }
        }
        #expect(before == AnyHashable(meant.map { states[$0] }))
        for identity in meant where [.sent, .rejected, .notSent].contains(states[identity]) {
            states[identity] = .unknown
        }
    }

    private mutating func run() async throws {
        let (now, ends, code) = (now, random.once(in: 2), Int.random(in: 0..<5, using: &random))
        await ask("run") { [file] ledger in
            let campaign = try #require(try ledger.campaign(file, create: true))
            if let plan = try ledger.storedPlan(campaign) {
                try ledger.approve(plan, settingsDigest: "{}")
                try ledger.countServed(plan)
            }
            let run = try ledger.beginRun(campaign, settingsJSON: "{\"now\":\(now)}", at: now)
            if ends { try ledger.endRun(run, at: now + 1, exitCode: code, tally: BatchTally()) }
            return true
        }
    }

    // MARK: Choosing

    /// Some of the messages in these states.
    mutating func some(of wanted: Set<DeliveryState>) -> [MessageIdentity] {
        known.filter { identity in
            states[identity].map(wanted.contains) == true && Bool.random(using: &random)
        }
    }

    mutating func trace() -> AttemptTrace {
        AttemptTrace(
            attempts: Int.random(in: 0..<3, using: &random), httpStatus: random.pick([nil, 200, 422]),
            errorKey: random.pick([nil, "key", "blocked", "caf\u{E9}"]),
            errorMessage: random.pick([nil, "why", "no\u{0}thing \u{FFFD}"]),
            finishedAtMilliseconds: random.pick([nil, now, now - 2_500]), durationMilliseconds: random.pick([nil, 12]))
    }

    /// Takes over where the first ledger has the messages; the others were asked the same.
    mutating func learn() throws {
        for entry in try ledgers[0].lookup(known) {
            if let entry { states[entry.identity] = entry.state }
        }
    }
}
