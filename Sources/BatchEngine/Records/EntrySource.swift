import BatchModel
import LedgerStore
import Manifests

/// Yields what the ledger has for a manifest's rows, in manifest order.
protocol EntrySource {
    /// The next row's entry; nil after the last.
    mutating func next() throws -> PlanEntry?
}

/// The entries of a stored plan: for a manifest that is the one the plan was made from.
struct PlannedEntries: EntrySource {
    private static let pageSize = 4_096

    private let ledger: any Ledger
    private let plan: StoredPlan
    private var page: [PlanEntry] = []
    private var place = 0
    private var position: Int
    private let end: Int?

    /// Starts at a position, and ends before another one; nil is the plan's end.
    init(_ ledger: any Ledger, _ plan: StoredPlan, from position: Int = 0, to end: Int? = nil) {
        self.ledger = ledger
        self.plan = plan
        self.position = position
        self.end = end
    }

    mutating func next() throws -> PlanEntry? {
        if place == page.count {
            let left = end.map { $0 - position } ?? Self.pageSize
            guard left > 0 else { return nil }
            page = try ledger.entries(plan, from: position, limit: min(Self.pageSize, left))
            position += page.count
            place = 0
        }
        guard place < page.count else { return nil }
        defer { place += 1 }
        return page[place]
    }
}

/// The entries found by the rows' content: for a manifest that was edited since its last run.
///
/// Memory: 32 bytes for each row.
struct LookedUpEntries: EntrySource {
    private static let pageSize = 4_096

    private enum Row {
        case message(MessageIdentity, earlier: EarlierSpellings?)
        case invalid(code: String)
    }

    private let ledger: any Ledger
    private var rows: [Row] = []
    private var page: [PlanEntry] = []
    private var place = 0
    private var position = 0

    /// Checks the whole manifest once to learn its rows' identities.
    init(_ manifest: Manifest, _ ledger: any Ledger) throws {
        self.ledger = ledger
        var rows: [Row] = []
        var limits = CheckLimits(previews: 0)
        limits.findsEarlierSpellings = try ledger.mayHoldEarlierNames()
        try manifest.checkEach(limits: limits, progress: { _ in }) { row in
            switch row.disposition {
            case .ready(let key, let ordinal, _):
                rows.append(.message(MessageIdentity(key: key, ordinal: ordinal), earlier: row.earlier))
            case .invalid(let code, _): rows.append(.invalid(code: code))
            }
        }
        self.rows = rows
    }

    /// How many rows there are.
    var count: Int { rows.count }

    mutating func next() throws -> PlanEntry? {
        if place == page.count {
            let chunk = rows[position..<min(position + Self.pageSize, rows.count)]
            page = try look(up: chunk)
            position += chunk.count
            place = 0
        }
        guard place < page.count else { return nil }
        defer { place += 1 }
        return page[place]
    }

    private func look(up chunk: ArraySlice<Row>) throws -> [PlanEntry] {
        let messages = chunk.compactMap { row in
            if case .message(let identity, let earlier) = row { (identity: identity, earlier: earlier) } else { nil }
        }
        var found = try ledger.lookup(messages)[...]
        return chunk.enumerated().map { index, row in
            switch row {
            case .invalid(let code): PlanEntry(position: position + index, row: .invalid(code: code))
            case .message(let identity, _):
                PlanEntry(
                    position: position + index, row: found.removeFirst().map(PlanEntry.Row.message) ?? .new(identity))
            }
        }
    }
}
