import BatchModel
import LedgerStore
import Manifests
import Reporting

extension BatchVerdict {
    /// Verdicts on rows, before they are recorded.
    package struct GivenVerdicts {
        /// How many rows arrived.
        package var sent: Int { settlements.count - notSent }
        /// How many did not, which the next run sends again.
        package private(set) var notSent = 0
        /// The first of them with their users.
        package private(set) var first: [(row: Int?, user: String, verdict: PersonVerdict)] = []
        /// Whether there is none.
        package var isEmpty: Bool { settlements.isEmpty }
        fileprivate var settlements: [Settlement] = []
        private static let shown = 20

        /// None yet.
        package init() {}

        /// Adds a verdict on a message.
        package mutating func add(_ verdict: PersonVerdict, on entry: LedgerEntry, row: Int?, user: String) {
            if verdict == .notSent { notSent += 1 }
            if first.count < Self.shown { first.append((row, user, verdict)) }
            settlements.append(verdict.settlement(of: entry.id))
        }
    }

    /// Finds the rows that a person's table is about.
    ///
    /// - Throws: `RunFault.unrecorded` naming the lines that are about no row of the manifest's last run, about the row of an earlier
    ///   line, or about a row that is no longer unknown, and those that name another user than that row has: a column that was sorted
    ///   by itself would give verdicts to the wrong people.
    package static func find(
        _ sheet: VerdictSheet, from file: String, of record: BatchRecord, in ledger: any Ledger
    ) throws -> GivenVerdicts {
        let entries = try ledger.lookup(sheet.lines.map { MessageIdentity($0.digest) })
        let own = try ledger.messages(of: record.plan, among: Set(entries.compactMap { $0?.id }))
        let users = try record.users(of: own)
        var faults = LineFaults()
        var lines: [Int64: Int] = [:]
        var found = GivenVerdicts()
        for (line, entry) in zip(sheet.lines, entries) {
            guard let entry, own.contains(entry.id) else {
                faults.strange.add(line.line, line.row)
                continue
            }
            if let earlier = lines.updateValue(line.line, forKey: entry.id) {
                faults.repeated.add(line.line, line.row, "as line \(earlier)")
            } else if entry.state != .unknown {
                faults.known.add(line.line, line.row, line.row.map { "row \($0) is \(entry.state.words)" })
            } else if let user = users[entry.id], !line.user.isEmpty, line.user != user {
                faults.mistaken.add(line.line, line.row, "“\(DisplayText.oneLine(line.user, limit: 40))”")
            } else {
                found.add(line.verdict, on: entry, row: line.row, user: users[entry.id] ?? line.user)
            }
        }
        try faults.refuse(
            file, record,
            remedy: "Name the list, the batch and the ledger of the run it was made from, or clear these lines.")
        return found
    }

    /// Records verdicts, all or none.
    package static func record(_ found: GivenVerdicts, in ledger: any Ledger) throws -> Summary {
        try ledger.resolve(found.settlements)
        var summary = Summary()
        summary.recorded = found.settlements.count
        return summary
    }
}

extension PersonVerdict {
    /// What brings an unknown message to where the verdict says it is.
    func settlement(of entry: Int64) -> Settlement {
        Settlement(
            entry: entry, state: state, AttemptTrace(attempts: 0, errorKey: errorKey, errorMessage: meaning))
    }
}

/// Lines of a file that say what became of rows and cannot be followed.
struct LineFaults {
    /// About no row of the last run.
    var strange = NamedLines()
    /// About a row that an earlier line is about.
    var repeated = NamedLines()
    /// About a row that is no longer unknown.
    var known = NamedLines()
    /// About the row of another user than they name.
    var mistaken = NamedLines()

    /// Throws `RunFault.unrecorded` when there are any.
    func refuse(_ file: String, _ record: BatchRecord, remedy: String) throws(RunFault) {
        let faults = [
            strange.isEmpty
                ? nil : strange.sentence("is about no row of \(record.manifest.displayName) as it was last sent"),
            repeated.isEmpty ? nil : repeated.sentence("is about the row of an earlier line"),
            known.isEmpty ? nil : known.sentence("is about a row that is no longer unknown"),
            mistaken.isEmpty
                ? nil : mistaken.sentence("names another user than the row of its row_digest has"),
        ].compactMap(\.self)
        guard faults.isEmpty else {
            let sorted =
                mistaken.isEmpty
                ? ""
                : " Was a column sorted by itself? Export the table anew. If a spreadsheet only wrote names another way, delete the "
                    + "column user."
            throw RunFault.unrecorded(problem: "\(file): \(faults.joined(separator: " "))", remedy: remedy + sorted)
        }
    }
}
