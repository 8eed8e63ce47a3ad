import LedgerStore
import Manifests

/// What reports and other ledgers say of a run's rows, compared with each as this run's ledger says where it stands.
///
/// Not `Sendable`: it belongs to one enrolment. Memory: the rows of one of its groups.
final class RowComparison {
    var reported: ReportedRows
    var others: OtherLedgers?
    /// Whether there is anything to compare rows with; where there is not, the ledger is asked nothing.
    let isNeeded: Bool
    private var rows: [CheckedRow] = []

    init(_ reported: ReportedRows, _ others: OtherLedgers?) {
        self.reported = reported
        self.others = others
        isNeeded = !reported.isEmpty || others?.isEmpty == false
    }

    /// Keeps a row until it is known where it stands.
    func add(_ row: CheckedRow) { if isNeeded { rows.append(row) } }

    /// What an enrolment tells where rows stand; nil asks for nothing.
    var standings: (([RowStanding]) throws -> Void)? {
        guard isNeeded else { return nil }
        return { [self] in try compare($0) }
    }

    /// Compares the rows kept so far.
    private func compare(_ standings: [RowStanding]) throws {
        for (row, standing) in zip(rows, standings) {
            reported.meet(row, isToBeSent: standing.isToBeSent, known: standing.known)
            if standing.isToBeSent { try others?.add(row) }
        }
        rows.removeAll(keepingCapacity: true)
    }

    /// Tells an enrolment, after all rows, which messages of rows that are gone were sent from this file. `isFirst`: the ledger
    /// never had the file.
    func tellServed(to enrolment: inout Enrolment, isFirst: Bool) throws {
        try enrolment.flush()
        try reported.tellServed(to: &enrolment, isFirst: isFirst)
    }
}
