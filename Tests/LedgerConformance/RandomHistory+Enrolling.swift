import BatchModel
import LedgerStore
import TestSupport
import Testing
import Text

/// Random manifests and reports, and what ledgers make of them.
extension RandomHistory {
    /// A row as a plan takes it.
    private struct Planned {
        var row: Enrolment.Row
        var isSelected: Bool
        var stated: StatedRow?
    }

    /// A message that a report calls served.
    private struct Reported {
        var identity: MessageIdentity
        var recipient: UInt64
        var at: Int64?
        var countsKnown: Bool
    }

    /// What an enrolment came to.
    private struct Enrolled: Hashable {
        var summary: EnrolmentSummary
        var predecessor: CampaignIdentity?
        var standings: [RowStanding]
        var counted: [Bool]
        var isRefused: Bool
    }

    private mutating func line() -> Line {
        Line("user\(Int.random(in: 0..<25, using: &random))", random.pick(["a", "b"]))
    }

    private mutating func planned() -> [Planned] {
        let lines = Lines((0..<Int.random(in: 0..<30, using: &random)).map { _ in line() }, batch: file.batch ?? "")
        return zip(lines.lines, lines.rows).map { line, row in
            guard case .message(let identity, let recipient, _) = row else {
                return Planned(row: row, isSelected: true)
            }
            var planned = Planned(row: row, isSelected: !random.once(in: 6))
            switch Int.random(in: 0..<20, using: &random) {
            case 0: planned.row = .excluded
            case 1: planned.row = .invalid(code: "manifest.fault")
            case 2: planned.row = .suppressed(identity, recipient: recipient)
            case 3:
                let spelled = Lines.digest("user\(Int.random(in: 0..<30, using: &random))")
                planned.row = .message(identity, recipient: recipient, earlier: EarlierSpellings(recipients: [spelled]))
            case 4:
                let original = Lines([line], batch: random.pick(["", "may"])).identity(Line(line.user, "a"))
                planned.stated = StatedRow(digest: original.key.high, ordinal: original.ordinal)
            default: break
            }
            return planned
        }
    }

    private mutating func reported() -> [Reported] {
        (0..<random.pick([0, 0, 2])).map { _ in
            let line = line()
            return Reported(
                identity: Lines([], batch: file.batch ?? "").identity(line), recipient: Lines.digest(line.user),
                at: random.pick([nil, now, now - 2_500]), countsKnown: Bool.random(using: &random))
        }
    }

    mutating func enrol() async throws {
        let (rows, served, file) = (planned(), reported(), file)
        let gone = Set(Self.files.map(\.manifestPath).filter { _ in random.once(in: 2) })
        let (isRefused, settings) = (random.once(in: 6), random.pick(["", "{}"]))
        let answer = await ask("enrol") { ledger in
            let campaign = try #require(try ledger.campaign(file, create: true))
            var (summary, standings, counted) = (EnrolmentSummary(), [RowStanding](), [Bool]())
            let terms = EnrolmentTerms(
                expectsServed: !served.isEmpty, isGone: { gone.contains($0) }, standings: { standings += $0 })
            func take(_ enrolment: inout Enrolment) throws {
                (standings, counted) = ([], [])
                for row in rows { try enrolment.add(row.row, isSelected: row.isSelected, stated: row.stated) }
                counted = try served.map {
                    try enrolment.addServed(
                        $0.identity, recipient: $0.recipient, at: $0.at, countsKnown: $0.countsKnown)
                }
            }
            let preview = try ledger.preview(campaign, as: nil, terms) { try take(&$0) }
            let previewed = standings
            var wasRefused = false
            do {
                _ = try ledger.enrol(campaign, terms) { enrolment in
                    try take(&enrolment)
                    return .test(settings: settings)
                } approve: {
                    summary = $0
                    if isRefused { throw Refusal() }
                }
            } catch is Refusal {
                wasRefused = true
            }
            #expect(preview == summary, "seed \(self.seed), step \(self.step)")
            #expect(previewed == standings, "seed \(self.seed), step \(self.step)")
            let predecessor = try summary.predecessor.flatMap { try ledger.identities()[$0] }
            summary.predecessor = nil
            return Enrolled(
                summary: summary, predecessor: predecessor, standings: standings, counted: counted,
                isRefused: wasRefused)
        }
        #expect((answer as? Enrolled)?.isRefused == isRefused, "seed \(seed), step \(step): \(answer)")
        if !isRefused { remember(rows) }
    }

    private mutating func remember(_ rows: [Planned]) {
        plans[file] = rows.map { planned in
            switch planned.row {
            case .message(let identity, _, _):
                if states.updateValue(states[identity] ?? .pending, forKey: identity) == nil { known.append(identity) }
                return identity
            case .suppressed(let identity, _, _):
                return [.claimed, .sent, .unknown].contains(states[identity]) ? identity : nil
            case .invalid, .excluded: return nil
            }
        }
    }

    /// Restores what a report of the file proves.
    mutating func importReport() async throws {
        var rows: [MessageIdentity: ImportedRow] = [:]
        for _ in 0..<4 {
            let line = line()
            let identity = Lines([], batch: file.batch ?? "").identity(line)
            rows[identity] = ImportedRow(
                identity: identity, recipient: Lines.digest(line.user), state: random.pick(DeliveryState.allCases),
                trace())
        }
        let report = rows.values.sorted { $0.identity.key.high < $1.identity.key.high }
        await ask("import") { [file] ledger in
            let campaign = try #require(try ledger.campaign(file, create: true))
            return try ledger.importProven(campaign) { add in for row in report { try add(row) } }
        }
        for row in report where states[row.identity] == nil && ![.pending, .claimed].contains(row.state) {
            states[row.identity] = row.state
            known.append(row.identity)
        }
        try learn()
    }
}
