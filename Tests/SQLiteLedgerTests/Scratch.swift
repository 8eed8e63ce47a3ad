import BatchModel
import LedgerStore
import TestSupport
import Testing

@testable import SQLiteLedger

/// A ledger's place of its own for one test, removed with it.
final class Scratch: Sendable {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Where the test's ledger is.
    var path: String { directory.file("ledger.sqlite") }

    func open() throws -> SQLiteStore { try SQLiteStore.openForWriting(at: path, command: "send list.csv") }

    func reader() throws -> SQLiteStore { try #require(try SQLiteStore.openForReading(at: path)) }
}

/// One line of an imaginary manifest.
struct Line: Hashable {
    var user: String
    var text: String

    init(_ user: String, _ text: String = "hello") {
        self.user = user
        self.text = text
    }
}

/// An imaginary manifest, numbered like a real one.
struct Lines {
    var lines: [Line]
    var batch = ""

    init(_ lines: [Line], batch: String = "") {
        self.lines = lines
        self.batch = batch
    }

    init(users: Range<Int>, text: String = "hello") {
        self.init(users.map { Line("user\($0)", text) })
    }

    /// The lines as a plan takes them, equal ones numbered in order.
    var rows: [Enrolment.Row] {
        var seen: [Line: Int] = [:]
        return lines.map { line in
            let ordinal = seen[line, default: 0]
            seen[line] = ordinal + 1
            return .message(identity(line, ordinal: ordinal), recipient: Lines.digest(line.user))
        }
    }

    func identity(_ line: Line, ordinal: Int = 0) -> MessageIdentity {
        let content = "\(batch)|\(line.user)|\(line.text)"
        let key = MessageKey(high: Lines.digest(content), low: Lines.digest("low" + content))
        return MessageIdentity(key: key, ordinal: ordinal)
    }

    /// FNV-1a.
    static func digest(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}

/// Thrown by an approval that refuses.
struct Refusal: Error {}

extension PlanDescription {
    static func test(_ inputDigest: String = "input", at milliseconds: Int64 = 1_000) -> PlanDescription {
        PlanDescription(
            inputDigest: inputDigest, attachmentsFingerprint: "attachments", planDigest: "plan", settingsDigest: "{}",
            startedAtMilliseconds: milliseconds)
    }
}

extension SQLiteStore {
    /// The campaign of a file of this name.
    func campaign(_ file: String = "/data/list.csv", batch: String? = nil) throws -> Campaign {
        let identity = CampaignIdentity(site: "https://chat.example", batch: batch, manifestPath: file)
        return try #require(try campaign(identity, create: true))
    }

    @discardableResult
    func enrol(_ rows: [Enrolment.Row], in campaign: Campaign) throws -> (plan: StoredPlan, summary: EnrolmentSummary) {
        var summary: EnrolmentSummary?
        let plan = try enrol(
            campaign, plan: .test(), rows: { enrolment in for row in rows { try enrolment.add(row) } },
            approve: { summary = $0 })
        return (plan, try #require(summary))
    }

    @discardableResult
    func enrol(_ lines: Lines, in campaign: Campaign) throws -> (plan: StoredPlan, summary: EnrolmentSummary) {
        try enrol(lines.rows, in: campaign)
    }

    /// The plan's entries in order; rows without a message are left out.
    func messages(_ plan: StoredPlan) throws -> [LedgerEntry] {
        try entries(plan, from: 0, limit: .max).compactMap(\.entry)
    }

    /// Brings messages from pending to a state by legal moves.
    func bring(_ entries: [Int64], to state: DeliveryState, in campaign: Campaign) throws {
        guard state != .pending else { return }
        try commit(settling: [], claiming: entries, for: campaign, at: 2_000)
        guard state != .claimed else { return }
        try commit(
            settling: entries.map { Settlement(entry: $0, state: state, AttemptTrace(finishedAtMilliseconds: 3_000)) },
            claiming: [],
            for: campaign, at: 3_000)
    }

    /// The commit of a caller that may be blocked.
    @discardableResult
    func commit(
        settling settlements: [Settlement], claiming entries: [Int64], for campaign: Campaign, at milliseconds: Int64
    ) throws -> Committed {
        try queue.inDatabase { database in
            try commit(settlements, claiming: entries, for: campaign, at: milliseconds, in: database)
        }
    }

    /// Runs statements behind the ledger's back.
    func tamper(_ sql: String) throws { try queue.inDatabase { try $0.execute(sql: sql) } }
}
