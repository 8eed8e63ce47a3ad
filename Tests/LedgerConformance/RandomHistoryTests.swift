import BatchModel
import LedgerStore
import TestSupport
import Testing
import Text

@testable import SQLiteLedger

/// Plays random moves on a ledger and on a dictionary, and compares them.
@Suite("Random ledgers")
struct RandomLedgerTests {
    private struct Game {
        let scratch: Scratch
        var random: SeededGenerator
        var ledger: SQLiteStore
        let campaign: Campaign
        var plan: StoredPlan
        var rows: [Enrolment.Row] = []
        var states: [MessageIdentity: DeliveryState] = [:]

        init(seed: UInt64) throws {
            scratch = try Scratch()
            random = SeededGenerator(seed: seed)
            ledger = try scratch.open()
            campaign = try ledger.campaign()
            plan = try ledger.enrol([], in: campaign).plan
        }

        mutating func play() throws {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: try enrol()
            case 1: try reopen()
            case 2: try resolve()
            case 3...5: try claim()
            default: try settle()
            }
        }

        mutating func enrol() throws {
            let lines = Lines(
                (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                    Line(
                        "user\(Int.random(in: 0..<25, using: &random))", ["a", "b"].randomElement(using: &random) ?? "")
                })
            rows = lines.rows.map { row in
                switch Int.random(in: 0..<12, using: &random) {
                case 0: .excluded
                case 1: .invalid(code: "manifest.fault")
                default: row
                }
            }
            plan = try ledger.enrol(rows, in: campaign).plan
            for case .message(let identity, _, _) in rows where states[identity] == nil { states[identity] = .pending }
        }

        mutating func reopen() throws {
            ledger.close()
            ledger = try scratch.open()
            #expect(ledger.recovered == states.values.filter { $0 == .claimed }.count)
            for (identity, state) in states where state == .claimed { states[identity] = .unknown }
        }

        mutating func claim() throws {
            let free = try some(of: [.pending, .rejected, .notSent])
            try ledger.commit(settling: [], claiming: free.map(\.id), for: campaign, at: 1)
            for entry in free { states[entry.identity] = .claimed }
        }

        mutating func settle() throws {
            let ends: [DeliveryState] = [.sent, .rejected, .notSent, .unknown]
            let settled = try some(of: [.claimed]).map { ($0, ends.randomElement(using: &random) ?? .sent) }
            try ledger.commit(
                settling: settled.map { Settlement(entry: $0.0.id, state: $0.1) }, claiming: [], for: campaign, at: 2)
            for (entry, state) in settled { states[entry.identity] = state }
        }

        mutating func resolve() throws {
            let unknown = try some(of: [.unknown])
            try ledger.resolve(unknown.map { Settlement(entry: $0.id, state: .notSent) })
            for entry in unknown { states[entry.identity] = .notSent }
        }

        private mutating func some(of wanted: Set<DeliveryState>) throws -> [LedgerEntry] {
            try ledger.messages(plan).filter { wanted.contains($0.state) && Bool.random(using: &random) }
        }

        func compare() throws {
            let counts = try ledger.counts(plan)
            #expect(counts.total == rows.count)
            #expect(try ledger.states(plan).total == rows.count)
            for (row, entry) in zip(rows, try ledger.entries(plan, from: 0, limit: .max)) {
                switch row {
                case .message(let identity, _, _):
                    #expect(entry.entry?.identity == identity)
                    #expect(entry.entry?.state == states[identity])
                default: #expect(entry.entry == nil)
                }
            }
            let all = states.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            #expect(try ledger.check().states == all)
            #expect(try ledger.check().faults.isEmpty)
        }
    }

    @Test("A ledger is what the moves made on it add up to", arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func play(seed: UInt64) throws {
        var game = try Game(seed: seed)
        try game.enrol()
        for _ in 0..<40 {
            try game.play()
            try game.compare()
        }
    }
}
