import BatchModel
import LedgerStore
import Manifests

/// What reports say was sent, to be compared with the rows of a run one by one.
///
/// Memory: thirty-two bytes for each line that says sent or unknown, and as many for each that the file's own reports call left out.
struct ReportedRows: Sendable {
    private struct Line: Sendable {
        var name: UInt64
        var finishedAt: Int64
        var place: Int
        var isMet = false
    }

    /// What is known of one report.
    struct Tally: Sendable {
        /// Rows of the file that it calls sent and the ledger does not.
        var forgotten = 0
        /// Those of them that the run would not send, but lose the proof of.
        var beyondRun = 0
        /// The same in a report without digests, by the recipient.
        var namesakes = 0
        /// Lines that cannot be read, each of which may have been a row that was sent.
        var unreadable = 0
        /// Rows of the run that it calls left out on purpose, and the number of the first.
        var leftOut = 0
        var firstLeftOut = 0
    }

    private(set) var places: [PriorReportPlace] = []
    /// Reports of ours in formats that are not read back.
    private var forReading: [PriorReportPlace] = []
    private var lines: [Line] = []
    /// Recipients in reports without digests.
    private var recipients: [(recipient: UInt64, place: Int)] = []
    private(set) var tallies: [Tally] = []
    /// Messages of rows that the reports of this file call left out.
    private var leftOut: [UInt64: Int] = [:]
    /// Messages of rows that are gone from the file, of which the file's record does not know that they were sent.
    private var unknown: Set<UInt64> = []
    private let otherCampaigns: OtherCampaigns?

    /// Reads each report once; places without one cost nothing, and so does what a run of the campaign itself left there.
    ///
    /// - Throws: `RunFault.refused` for a report that cannot be read.
    init(
        _ candidates: [PriorReportPlace], knownTo ledger: (any Ledger)?, of campaign: Campaign?,
        _ otherCampaigns: OtherCampaigns? = nil
    ) throws {
        self.otherCampaigns = otherCampaigns
        for place in candidates {
            // One that this ledger wrote, about whatever file, holds nothing that is not in it.
            if try place.isForReading(), try ledger?.left(reportAt: place.path) != true { forReading.append(place) }
            guard place.isReadBack else { continue }
            if let ledger, let campaign, try ledger.left(reportAt: place.path, of: campaign) { continue }
            if place.isNeighbour {
                if try ledger?.left(reportAt: place.path) != true { takeNeighbour(place) }
                continue
            }
            guard let report = try PriorReport.readable(place.path) else { continue }
            places.append(place)
            tallies.append(Tally())
            try read(report, places.count - 1)
        }
        lines.sort { ($0.name, $1.finishedAt) < ($1.name, $0.finishedAt) }
        recipients.sort { ($0.recipient, $0.place) < ($1.recipient, $1.place) }
    }

    /// Whether no report says anything of rows.
    var isEmpty: Bool {
        lines.isEmpty && recipients.isEmpty && leftOut.isEmpty && tallies.allSatisfy { $0.unreadable == 0 }
    }

    /// The report that is called after the file.
    var ownReport: String? { places.first(where: \.isOfFile)?.path }

    /// Takes what a report of other files says of the rows of this one: no more than its digests prove.
    private mutating func takeNeighbour(_ place: PriorReportPlace) {
        let before = (lines.count, recipients.count)
        places.append(place)
        tallies.append(Tally())
        if let report = try? PriorReport(path: place.path), report.hasDigests {
            do { try read(report, places.count - 1) } catch { lines.removeSubrange(before.0...) }
        }
        tallies[places.count - 1].unreadable = 0
        recipients.removeSubrange(before.1...)
    }

    private mutating func read(_ report: PriorReport, _ place: Int) throws {
        var digests = RecipientDigest()
        var found: [(recipient: UInt64, place: Int)] = []
        var items = report.lines()
        while let item = try items.next() {
            guard case .line(let line) = item else {
                tallies[place].unreadable += 1
                continue
            }
            if line.outcome == .excluded, places[place].isOfFile, case .digest(let digest) = line.identity {
                leftOut[Self.name(of: digest)] = place
            }
            guard line.isServed else { continue }
            switch line.identity {
            case .digest(let digest):
                lines.append(
                    Line(
                        name: Self.name(of: digest), finishedAt: line.trace.finishedAtMilliseconds ?? .min, place: place
                    ))
            case .unreadable: tallies[place].unreadable += 1
            // With digests, lines without one are those of a test.
            case .none: if !report.hasDigests { found.append((digests.of(line.user), place)) }
            }
        }
        if !items.run.isTest { recipients += found }
    }

    // MARK: Comparing

    /// Takes a row of the file; `known` is where the ledger had its message before, nil for one it did not have.
    mutating func meet(_ row: CheckedRow, isToBeSent: Bool, known: KnownMessage?) {
        guard !isEmpty, case .ready(let key, let ordinal, let recipient) = row.disposition,
            let digest = RowDigest(key: key, ordinal: ordinal)
        else { return }
        meet(digest, isToBeSent: isToBeSent, known: known)
        if isToBeSent, known.map({ $0.state == .pending }) ?? true, let place = leftOut[Self.name(of: digest)] {
            if tallies[place].leftOut == 0 { tallies[place].firstLeftOut = row.row }
            tallies[place].leftOut += 1
        }
        guard Self.isOpen(known), let index = recipients.firstSorted({ $0.recipient >= recipient }) else {
            return
        }
        if recipients[index].recipient == recipient { tallies[recipients[index].place].namesakes += 1 }
    }

    private mutating func meet(_ digest: RowDigest, isToBeSent: Bool, known: KnownMessage?) {
        let name = Self.name(of: digest)
        guard let first = lines.firstSorted({ $0.name >= name }), lines[first].name == name else { return }
        let same = lines[first...].prefix { $0.name == name }
        for index in same.indices { lines[index].isMet = true }
        // A row that is left out this time is one of the next run's, which would find this run's report in the place of the proof.
        guard Self.isOpen(known) else { return }
        let news = same.filter { isNews($0, known, isToBeSent) }
        // What the file's own report says weighs more, however late others were written.
        if let line = news.first(where: { !places[$0.place].isNeighbour }) ?? news.first {
            tallies[line.place].forgotten += 1
            if !isToBeSent { tallies[line.place].beyondRun += 1 }
        }
    }

    /// Whether the ledger does not know a message as sent, or perhaps sent.
    private static func isOpen(_ known: KnownMessage?) -> Bool {
        known.map { [.pending, .rejected, .notSent].contains($0.state) } ?? true
    }

    /// Whether a line says more than the ledger knows. Reports of other files are not replaced, so they have a say only on rows to
    /// be sent: on what this ledger never had, which the file sent under another name, and on what failed here and was sent from
    /// a file to be sent again since.
    private func isNews(_ line: Line, _ known: KnownMessage?, _ isToBeSent: Bool) -> Bool {
        if places[line.place].isNeighbour, !isToBeSent || known?.state == .pending { return false }
        return known?.isOlder(than: line.finishedAt) ?? true
    }

    /// Takes the messages of a plan that its run would send, and says whether the reports speak of others.
    mutating func compare(_ plan: StoredPlan, in ledger: any Ledger) throws -> Bool {
        guard !isEmpty else { return false }
        var entries = PlannedEntries(ledger, plan)
        while let entry = try entries.next()?.entry {
            guard let digest = RowDigest(key: entry.identity.key, ordinal: entry.identity.ordinal) else { continue }
            let known = KnownMessage(
                state: entry.state, finishedAtMilliseconds: entry.trace.finishedAtMilliseconds)
            meet(digest, isToBeSent: Self.isOpen(known), known: known)
        }
        return !leftOut.isEmpty || lines.contains { !$0.isMet }
    }

    /// Tells an enrolment which messages of rows that are gone were sent from this file. `isFirst`: the ledger never had the
    /// file, which may be another one that was moved.
    mutating func tellServed(to enrolment: inout Enrolment, isFirst: Bool) throws {
        unknown = []
        var open = Set(lines.filter { !$0.isMet && places[$0.place].isOfFile }.map(\.name))
        guard !open.isEmpty else { return }
        try passOverOtherCampaigns(in: &open)
        guard !open.isEmpty else { return }
        var recipients = RecipientDigest()
        try forEachServed { line, digest in
            let name = Self.name(of: digest)
            guard open.contains(name) else { return }
            let isNews = try enrolment.addServed(
                MessageIdentity(digest), recipient: recipients.of(line.user), at: line.trace.finishedAtMilliseconds,
                countsKnown: isFirst)
            if isNews { unknown.insert(name) }
        }
    }

    /// Strikes what was sent to another site or under another label.
    private func passOverOtherCampaigns(in open: inout Set<UInt64>) throws {
        guard let otherCampaigns else { return }
        var digests: [RowDigest] = []
        try forEachServed { _, digest in if open.contains(Self.name(of: digest)) { digests.append(digest) } }
        open.subtract(try otherCampaigns.sent(digests).map(Self.name))
    }

    /// Records what `tellServed` found news, once the run is approved: its own report takes the place of the proof.
    func record(in ledger: any Ledger, _ campaign: Campaign) throws {
        guard !unknown.isEmpty else { return }
        var left = unknown
        var recipients = RecipientDigest()
        _ = try ledger.importProven(campaign) { add in
            try forEachServed { line, digest in
                guard left.remove(Self.name(of: digest)) != nil else { return }
                try add(
                    ImportedRow(
                        identity: MessageIdentity(digest), recipient: recipients.of(line.user), state: line.state,
                        line.trace))
            }
        }
    }

    private func forEachServed(_ body: (ReportLine, RowDigest) throws -> Void) throws {
        for place in places where place.isOfFile {
            guard let report = try PriorReport.readable(place.path) else { continue }
            var items = report.lines(withDetails: true)
            while let item = try items.next() {
                if case .line(let line) = item, line.isServed, case .digest(let digest) = line.identity {
                    try body(line, digest)
                }
            }
        }
    }

    // MARK: Refusing

    /// Why nothing may be sent before the ledger knows what a report says; nil when it does. `knowsFile`: the ledger has had the
    /// file, or has any of its rows; `knowsMost`: it has had the file, or has half of its rows.
    func refusal(knowsFile: Bool, knowsMost: Bool, ledger: String) -> RunFault? {
        for (place, tally) in zip(places, tallies) {
            if tally.forgotten > 0, !place.isNeighbour { return Self.forgotten(tally, place, ledger) }
            // What cannot be compared row by row has a say only where the ledger has none.
            if !knowsFile, tally.namesakes > 0 { return Self.namesakes(tally.namesakes, place, ledger) }
            if !knowsFile, tally.unreadable > 0 { return Self.unreadable(tally.unreadable, place) }
        }
        return knowsMost ? nil : forReading.first.map { Self.notReadBack($0, ledger) }
    }

    /// A digest in eight bytes.
    private static func name(of digest: RowDigest) -> UInt64 {
        digest.key.high ^ (digest.key.low &+ UInt64(digest.ordinal) &* 0x9E37_79B9_7F4A_7C15)
    }
}
