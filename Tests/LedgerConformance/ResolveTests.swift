import BatchModel
import LedgerStore
import TestSupport
import Testing

@Suite("Verdicts and imports")
struct ResolveTests {
    @Test("A verdict on all unknown messages of a plan changes those and no others", arguments: LedgerUnderTest.all)
    func allOfPlan(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let other = try ledger.enrol(Lines(users: 50..<53), in: try ledger.campaign("/data/other.csv")).plan
        let plan = try ledger.enrol(Lines(users: 0..<6), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.bring([ids[1], ids[4]], to: .unknown, in: campaign)
        try await ledger.bring([ids[2]], to: .rejected, in: campaign)
        try await ledger.bring(try ledger.messages(other).map(\.id), to: .unknown, in: campaign)

        #expect(try ledger.resolveAll(plan, as: .notSent) == 2)
        #expect(try ledger.counts(plan).states == [.pending: 3, .notSent: 2, .rejected: 1])
        #expect(try ledger.counts(other).states == [.unknown: 3])
        let resolved = try ledger.messages(plan)[1]
        #expect(resolved.trace.errorKey == PersonVerdict.notSent.errorKey)
        #expect(resolved.trace.errorMessage == PersonVerdict.notSent.meaning)
        #expect(resolved.trace.attempts == 1)
        #expect(try ledger.resolveAll(plan, as: .sent) == 0)
    }

    @Test(
        "Nothing can be made pending or claimed by a verdict", arguments: LedgerUnderTest.all,
        [DeliveryState.pending, .claimed, .unknown])
    func noSuchVerdict(of kind: LedgerUnderTest, state: DeliveryState) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<1), in: campaign).plan
        let id = try ledger.messages(plan)[0].id
        try await ledger.bring([id], to: .unknown, in: campaign)
        #expect(throws: LedgerFault.self) { try ledger.resolve([Settlement(entry: id, state: state)]) }
        #expect(try ledger.messages(plan)[0].state == .unknown)
    }

    @Test("Single verdicts are taken all or none, and keep what they do not speak of", arguments: LedgerUnderTest.all)
    func single(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<3), in: campaign).plan
        let ids = try ledger.messages(plan).map(\.id)
        try await ledger.carryOut(claiming: Array(ids[..<2]), for: campaign)
        try await ledger.carryOut(
            settling: ids[..<2].map {
                Settlement(
                    entry: $0, state: .unknown,
                    AttemptTrace(
                        attempts: 2, httpStatus: 504, finishedAtMilliseconds: 9,
                        durationMilliseconds: 30_000))
            }, for: campaign, at: 2)
        let verdicts = ids.map {
            Settlement(entry: $0, state: .sent, AttemptTrace(attempts: 0, errorKey: "client.resolved"))
        }
        #expect(throws: LedgerFault.transitionRefused(entry: ids[2], from: .pending, to: .sent)) {
            try ledger.resolve(verdicts)
        }
        #expect(try ledger.counts(plan).states == [.unknown: 2, .pending: 1])
        try ledger.resolve(Array(verdicts[..<2]))
        let entry = try ledger.messages(plan)[0]
        #expect(entry.state == .sent)
        #expect(entry.trace.attempts == 2)
        #expect(entry.trace.httpStatus == 504)
        #expect(entry.trace.finishedAtMilliseconds == 9)
        #expect(entry.trace.durationMilliseconds == 30_000)
        #expect(entry.trace.errorKey == "client.resolved")
    }

    static let importCases: [(known: DeliveryState?, imported: DeliveryState, result: DeliveryState?)] = [
        (nil, .sent, .sent), (nil, .unknown, .unknown), (nil, .rejected, .rejected), (nil, .notSent, .notSent),
        (nil, .pending, nil), (nil, .claimed, nil),
        (.pending, .sent, .sent), (.pending, .unknown, .unknown), (.pending, .rejected, .rejected),
        (.pending, .notSent, .notSent),
        (.rejected, .sent, .sent), (.rejected, .unknown, .unknown), (.rejected, .notSent, .rejected),
        (.notSent, .sent, .sent), (.notSent, .unknown, .unknown), (.notSent, .rejected, .notSent),
        (.unknown, .sent, .sent), (.unknown, .notSent, .unknown), (.unknown, .rejected, .unknown),
        (.sent, .sent, .sent), (.sent, .unknown, .sent), (.sent, .notSent, .sent), (.sent, .rejected, .sent),
        (.claimed, .sent, .claimed),
    ]

    @Test("An import lets win what speaks against sending", arguments: LedgerUnderTest.all, importCases)
    func importRules(
        of kind: LedgerUnderTest, rule: (known: DeliveryState?, imported: DeliveryState, result: DeliveryState?)
    ) async throws {
        let (known, imported, result) = rule
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<1)
        if let known {
            let plan = try ledger.enrol(lines, in: campaign).plan
            try await ledger.bring(try ledger.messages(plan).map(\.id), to: known, in: campaign)
        }
        let identity = lines.identity(Line("user0"))
        let summary = try ledger.importProven(campaign) { add in
            try add(
                ImportedRow(
                    identity: identity, recipient: Lines.digest("user0"), state: imported,
                    AttemptTrace(
                        attempts: 3, httpStatus: 201,
                        finishedAtMilliseconds: 42)))
        }
        let entry = try ledger.lookup(identity)
        #expect(entry?.state == result)
        #expect(summary.added == (known == nil && result != nil ? 1 : 0))
        #expect(summary.changed == (known != nil && known != result ? 1 : 0))
        if known != result { #expect(entry?.trace.finishedAtMilliseconds == 42) }
        #expect(try ledger.check().faults.isEmpty)
    }

    @Test(
        "A person's verdict that an attempt did not arrive stands against a report's unknown of it, and of no later one",
        arguments: LedgerUnderTest.all,
        [
            (.unknown, 41, .notSent), (.unknown, 42, .notSent), (.unknown, nil, .notSent), (.unknown, 43, .unknown),
            (.sent, 41, .sent), (.sent, 42, .sent),
        ] as [(DeliveryState, Int64?, DeliveryState)])
    func importAgainstVerdict(
        of kind: LedgerUnderTest, rule: (imported: DeliveryState, at: Int64?, result: DeliveryState)
    ) async throws {
        let (imported, milliseconds, result) = rule
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<1)
        let id = try ledger.messages(try ledger.enrol(lines, in: campaign).plan)[0].id
        try await ledger.bring([id], to: .unknown, in: campaign)
        try ledger.resolve([
            Settlement(
                entry: id, state: .notSent,
                AttemptTrace(attempts: 0, errorKey: PersonVerdict.notSent.errorKey, finishedAtMilliseconds: 42))
        ])
        _ = try ledger.importProven(campaign) { add in
            try add(
                ImportedRow(
                    identity: lines.identity(Line("user0")), recipient: Lines.digest("user0"), state: imported,
                    AttemptTrace(errorKey: "client.timeout", finishedAtMilliseconds: milliseconds)))
        }
        let entry = try ledger.lookup(lines.identity(Line("user0")))
        #expect(entry?.state == result)
        #expect(entry?.trace.errorKey == (result == .notSent ? PersonVerdict.notSent.errorKey : "client.timeout"))
    }

    @Test("An import that fails midway leaves nothing behind", arguments: LedgerUnderTest.all)
    func importRollsBack(of kind: LedgerUnderTest) async throws {
        let place = try kind.place()
        let ledger = try place.open()
        let campaign = try ledger.campaign()
        let lines = Lines(users: 0..<2)
        let row = ImportedRow(identity: lines.identity(Line("user0")), recipient: 1, state: .sent)
        #expect(throws: Refusal.self) {
            try ledger.importProven(campaign) { add in
                try add(row)
                throw Refusal()
            }
        }
        #expect(throws: LedgerFault.repeatedIdentity) {
            try ledger.importProven(campaign) { add in
                try add(row)
                try add(row)
            }
        }
        #expect(try ledger.check().states.isEmpty)
    }
}
