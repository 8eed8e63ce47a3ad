import BatchModel
import Foundation
import LedgerStore
import Manifests
import Reporting
import Text

/// The ledgers of other runs of this user that know this site and batch, and what they hold of the messages of this run.
///
/// Messages are compared one by one, so it does not matter what the file looks like or what it is called. Each row costs one
/// look into each such ledger; where there is none, nothing. Memory: a few thousand rows.
struct OtherLedgers {
    private struct Other {
        let ledger: any Ledger
        let holder: LedgerHolder?
        /// What the run at work on it is sending; nil when none is.
        let alive: Campaign?
        var held = HeldMessages()
    }

    private static let batchSize = 4_096

    private let scope: IdentityScope
    private var others: [Other] = []
    /// Ledgers that know the batch by another spelling only.
    private var spelledOtherwise: [any Ledger] = []
    private var rows: [MessageToSend] = []
    /// Who gets a message in this run, where there are other ledgers.
    private var people = RecipientSet()
    /// Whether rows must be given with what a ledger of the earlier rule may call them.
    private(set) var needsEarlierSpellings = false

    /// Opens those that the runs of this user told of, save the own one and those that were moved to it; what cannot be read is passed
    /// over.
    init(
        _ scope: IdentityScope, beside own: OwnLedger, in folder: SendingFolder, _ ledgers: any LedgerOpener
    ) throws {
        self.scope = scope
        let alive = try folder.liveRuns(scope: scope.sendingScope)
        let names = try SendingRegistry(folder).ledgers(scope: scope.sendingScope).union(alive.map(\.run.ledger))
        for name in names.subtracting([own.name]).sorted() {
            guard let ledger = try? ledgers.openForReading(LedgerAddress(name)), ledger.displayName != own.name,
                ledger.fingerprint != own.fingerprint || own.fingerprint == nil, !own.hasTakenIn(ledger)
            else { continue }
            try add(ledger, alive.first { $0.run.ledger == name })
        }
    }

    private mutating func add(_ ledger: any Ledger, _ alive: (run: LiveRun, holder: LedgerHolder)?) throws {
        let labels = try ledger.batches(site: scope.site)
        guard labels.contains(scope.batch ?? "") else {
            if labels.contains(where: { RunQuestion.plain($0) == RunQuestion.plain(scope.batch ?? "") }) {
                spelledOtherwise.append(ledger)
            }
            return
        }
        let campaign = try alive.flatMap { alive in
            try ledger.campaign(
                CampaignIdentity(site: scope.site, batch: scope.batch, manifestPath: alive.run.manifest), create: false)
        }
        if try ledger.mayHoldEarlierNames() { needsEarlierSpellings = true }
        others.append(Other(ledger: ledger, holder: alive?.holder, alive: campaign))
    }

    /// Whether there is nothing to compare rows with.
    var isEmpty: Bool { others.isEmpty }

    /// Compares a message that this run would send.
    mutating func add(_ row: CheckedRow) throws {
        guard !isEmpty, case .ready(let key, let ordinal, let recipient) = row.disposition else { return }
        people.insert(recipient)
        try add(
            MessageToSend(
                MessageIdentity(key: key, ordinal: ordinal), earlier: row.earlier,
                corrected: row.stated.map { (recipient, $0) }))
    }

    /// The same for a message of a plan.
    mutating func add(_ message: MessageToSend) throws {
        guard !isEmpty else { return }
        rows.append(message)
        if rows.count == Self.batchSize { try look() }
    }

    private mutating func look() throws {
        for index in others.indices {
            try others[index].ledger.count(
                rows, site: scope.site, batch: scope.batch, alive: others[index].alive, in: &others[index].held)
        }
        rows.removeAll(keepingCapacity: true)
    }

    /// Who is sending messages of this run right now; nil when nobody is. Call it after all rows.
    mutating func holder() throws -> LedgerHolder? {
        try look()
        return others.first { $0.held.underWay > 0 }?.holder
    }

    /// The ledgers that hold messages of this run as sent, or perhaps sent.
    var holding: Set<String> { Set(others.filter { $0.held.served > 0 }.map(\.ledger.displayName)) }

    /// The ledgers through which messages of this run are being sent.
    var alive: Set<String> { Set(others.filter { $0.held.underWay > 0 }.map(\.ledger.displayName)) }

    /// Why nothing may be sent: it is not known whether messages of this run arrived, and a yes does not know it either. Call it
    /// after all rows.
    mutating func refusal(toSend: Int, manifest: String) throws -> RunFault? {
        try look()
        guard let other = others.first(where: { $0.held.unknown > 0 }) else { return nil }
        let sender = try other.held.campaign.flatMap { try other.ledger.manifest(ofCampaign: $0) }
        return .unknownElsewhere(
            try question(other, toSend: toSend, manifest: manifest), other.held.unknown, in: other.ledger.displayName,
            manifest: sender, batch: scope.batch)
    }

    /// What a person must say yes to before so many messages of `manifest` leave.
    func questions(toSend: Int, manifest: String) throws -> [RunQuestion] {
        try others.filter { $0.held.served > 0 }.map { try question($0, toSend: toSend, manifest: manifest) }
    }

    /// Asks about people most of whom were served through another ledger, with other messages or by other spellings; for a file that
    /// is new to the own one. Ledgers that hold its messages are asked about already.
    mutating func copyQuestions() throws -> [RunQuestion] {
        guard !people.isEmpty else { return [] }
        people.seal()
        for other in others where other.held.served == 0 {
            let served = try other.ledger.served(people, site: scope.site, batch: scope.batch)
            let questions = RunQuestion.ofCopy(served, through: other.ledger.displayName)
            if !questions.isEmpty { return questions }
        }
        return []
    }

    private func question(_ other: Other, toSend: Int, manifest: String) throws -> RunQuestion {
        let served = try other.held.campaign.flatMap { try other.ledger.manifest(ofCampaign: $0) }
        return RunQuestion(
            servedThrough: other.ledger.displayName, other.held, of: toSend, servedAs: served == manifest ? nil : served
        )
    }

    /// Asks about a label that only another ledger knows, in another spelling.
    func labelQuestions(manifest: String) throws -> [RunQuestion] {
        let identity = CampaignIdentity(site: scope.site, batch: scope.batch, manifestPath: manifest)
        return try spelledOtherwise.lazy.flatMap { ledger in
            try RunQuestion.ofBatch(identity, in: ledger).map { question in
                var question = question
                question.problem += " (That batch is in the ledger \(ledger.displayName).)"
                return question
            }
        }
    }
}

extension RunQuestion {
    /// Asks about messages that another ledger holds as sent.
    fileprivate init(servedThrough ledger: String, _ held: HeldMessages, of toSend: Int, servedAs manifest: String?) {
        let last = held.lastAtMilliseconds.map { ", last at \(Self.time($0))" } ?? ""
        let messages = "\(Numbers.grouped(toSend)) \(toSend == 1 ? "message" : "messages")"
        let count = "\(Numbers.grouped(held.served)) of \(messages)"
        self.init(
            .sentThroughAnotherLedger,
            problem: """
                \(count) of this run \(held.served == 1 ? "was" : "were") sent, or perhaps sent, through another ledger, \
                \(ledger)\(manifest.map { " (as \($0))" } ?? "")\(last): this run would send \
                \(held.served == 1 ? "it" : "them") again.
                """,
            remedy: """
                Go on with that ledger (\(option: .ledger) \(DisplayText.shellWord(ledger))), or make this a new campaign (\(option: .batch) NAME).
                """)
    }
}
