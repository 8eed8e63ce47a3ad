import BatchModel
import LedgerStore
import Manifests
import Text

/// Reads the rows a run may send: pending ones first, then those not sent, then those rejected, each in manifest order.
///
/// Each pass streams the manifest beside the plan's entries, through the ranges that it is granted; what one pass yields, no later
/// pass yields again.
struct RowFeed: RowSource {
    private let manifest: Manifest
    private let ledger: any Ledger
    private let grants: any GrantSource
    private let plan: StoredPlan
    private let selection: RowSelection
    private var passes: [DeliveryState]
    private var pass: Pass?
    private let yielded: YieldedRows
    /// Why no further row can be had; met again by every call after the one that returned the last row.
    private var fault: (any Error)?

    private struct Pass {
        var state: DeliveryState
        var rows: ManifestRows
        var cursor: RowSelection.Cursor
        var entries: PlannedEntries
        /// The next row's position.
        var position = 0
        /// Where the rows end that were granted so far.
        var end = 0
    }

    /// Skips passes that can find nothing by `counts`, the plan's states before the run; nil where others change them. `yielded` is what a
    /// feed before this one yielded.
    init(
        manifest: Manifest, ledger: any Ledger, grants: any GrantSource, plan: StoredPlan, counts: PlanCounts?,
        selection: RowSelection, yielded: YieldedRows = YieldedRows()
    ) {
        self.yielded = yielded
        self.manifest = manifest
        self.ledger = ledger
        self.grants = grants
        self.plan = plan
        self.selection = selection
        passes = [.pending, .notSent, .rejected].filter { state in
            counts.map { $0.states[state, default: 0] > 0 } ?? true
        }
    }

    mutating func next(_ limit: Int) async throws -> [SendableRow] {
        var found: [SendableRow] = []
        if let fault { throw fault }
        do {
            try find(limit, &found)
        } catch {
            fault = error
            if found.isEmpty { throw error }
        }
        return found
    }

    private mutating func find(_ limit: Int, _ found: inout [SendableRow]) throws {
        while found.count < limit {
            if pass == nil {
                guard !passes.isEmpty else { break }
                pass = begin(passes.removeFirst())
            }
            guard let row = try nextOfPass() else {
                pass = nil
                continue
            }
            found.append(row)
        }
    }

    private func begin(_ state: DeliveryState) -> Pass {
        Pass(
            state: state, rows: manifest.rows(), cursor: .init(selection),
            entries: PlannedEntries(ledger, plan, from: plan.rows))
    }

    /// Goes on to the next rows that are granted: a resumed batch may have a million sent rows before them. False at the end.
    private func goOn(_ pass: inout Pass) throws -> Bool {
        guard let granted = try grants.nextGrant(of: plan, in: pass.state, from: pass.end) else { return false }
        while pass.position < granted.lowerBound, let row = try pass.rows.next() {
            _ = pass.cursor.takes(row: row.row)
            pass.position += 1
        }
        pass.position = granted.lowerBound
        pass.end = granted.upperBound
        pass.entries = PlannedEntries(ledger, plan, from: granted.lowerBound, to: granted.upperBound)
        return true
    }

    /// The next row of the current pass, nil at its end.
    private mutating func nextOfPass() throws -> SendableRow? {
        while var pass, !pass.cursor.isExhausted {
            self.pass = nil
            while pass.position == pass.end { guard try goOn(&pass) else { return nil } }
            guard let entry = try pass.entries.next() else { return nil }
            guard let row = try pass.rows.next() else { throw ManifestChanged(row: entry.position + 1) }
            pass.position += 1
            let isSelected = pass.cursor.takes(row: row.row)
            let state = pass.state
            self.pass = pass
            guard isSelected, let known = entry.entry, known.state == state, !yielded.rows.contains(entry.position)
            else {
                continue
            }
            yielded.rows.insert(entry.position)
            return try Self.sendable(row, known)
        }
        return nil
    }

    private static func sendable(_ row: ManifestRow, _ entry: LedgerEntry) throws -> SendableRow {
        guard let ready = row.ready, ready.key == entry.identity.key else { throw ManifestChanged(row: row.row) }
        return SendableRow(
            entry: entry.id, identity: entry.identity, row: row.row, message: ready.message,
            previous: entry.state.outcome)
    }
}

/// The positions of rows that were yielded in a run: none is again.
final class YieldedRows {
    fileprivate var rows = BitSet()
}

extension StopReason {
    /// The manifest, or an attachment, is no longer what was checked, or cannot be read any more.
    static func input(_ error: any Error) -> StopReason {
        switch error {
        case let changed as ManifestChanged: .inputChanged("\(changed)")
        case let fault as ManifestFault where fault.kind != .changed: .inputUnreadable(fault.diagnostic.problem)
        default: .inputChanged("Your list")
        }
    }
}

/// A row no longer says what it said when it was checked.
struct ManifestChanged: Error, CustomStringConvertible {
    var row: Int
    var description: String { "Row \(row) of your list, or its attachment," }
}
