import BatchModel
import LedgerStore
import Manifests
import Text

/// Reads the rows a run may send: pending ones first, then those not sent, then those rejected, each in manifest order.
///
/// Each pass streams the manifest beside the plan's entries; what one pass yields, no later pass yields again.
struct RowFeed: RowSource {
    private let manifest: Manifest
    private let ledger: any Ledger
    private let plan: StoredPlan
    private let selection: RowSelection
    private var passes: [DeliveryState]
    private var pass: Pass?
    private var yielded = BitSet()
    /// Why no further row can be had; met again by every call after the one that returned the last row.
    private var fault: (any Error)?

    private struct Pass {
        var state: DeliveryState
        var rows: ManifestRows
        var cursor: RowSelection.Cursor
        var entries: PlannedEntries
    }

    /// Skips passes that can find nothing by `counts`, the plan's states before the run.
    init(manifest: Manifest, ledger: any Ledger, plan: StoredPlan, counts: PlanCounts, selection: RowSelection) {
        self.manifest = manifest
        self.ledger = ledger
        self.plan = plan
        self.selection = selection
        passes = [.pending, .notSent, .rejected].filter { counts.states[$0, default: 0] > 0 }
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
                pass = try begin(passes.removeFirst())
            }
            guard let row = try nextOfPass() else {
                pass = nil
                continue
            }
            found.append(row)
        }
    }

    /// Starts a pass at the first row it can find anything at: a resumed batch may have a million sent rows before it.
    private func begin(_ state: DeliveryState) throws -> Pass {
        let first = try ledger.firstPosition(plan, in: [state]) ?? plan.rows
        var pass = Pass(
            state: state, rows: manifest.rows(), cursor: .init(selection),
            entries: PlannedEntries(ledger, plan, from: first))
        for _ in 0..<first {
            guard let row = try pass.rows.next() else { break }
            _ = pass.cursor.takes(row: row.row)
        }
        return pass
    }

    /// The next row of the current pass, nil at its end.
    private mutating func nextOfPass() throws -> SendableRow? {
        while var pass, !pass.cursor.isExhausted {
            self.pass = nil
            guard let entry = try pass.entries.next() else { return nil }
            guard let row = try pass.rows.next() else { throw ManifestChanged(row: entry.position + 1) }
            let isSelected = pass.cursor.takes(row: row.row)
            let state = pass.state
            self.pass = pass
            guard isSelected, let known = entry.entry, known.state == state, !yielded.contains(entry.position) else {
                continue
            }
            yielded.insert(entry.position)
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
