import BatchModel
import LedgerStore

/// A result that a failing disk did not take, as it is read back from a file.
package struct RescuedResult: Sendable, Hashable {
    /// What the file calls the message.
    package enum Name: Sendable, Hashable {
        /// By what makes it.
        case identity(RowDigest)
        /// By its number in the ledger and its key, as earlier versions wrote it.
        case entry(Int64, MessageKey)
    }

    /// The line of the file.
    package var line: Int
    /// Which message it is about.
    package var name: Name
    /// The row in the report's numbering.
    package var row: Int
    /// The state it brings the message to.
    package var state: DeliveryState
    /// What the attempt left behind; it counts none, because a later start has already counted the claim as one.
    package var trace: AttemptTrace

    /// Describes a line of a file.
    package init(line: Int, name: Name, row: Int, state: DeliveryState, trace: AttemptTrace) {
        self.line = line
        self.name = name
        self.row = row
        self.state = state
        self.trace = trace
    }
}

extension BatchVerdict {
    /// Results of a file, before they are recorded.
    package struct RescuedRows {
        /// How many of them the next send would send again: the file says that they did not arrive, or were rejected.
        package var sentAgain: Int { again.count }
        /// Whether no row would be unknown after them, so that nothing is left for a person to look up.
        package fileprivate(set) var isAll = false
        fileprivate var again: Set<Int64> = []
        fileprivate var verdicts: [Settlement] = []
        fileprivate var passedOver = 0
    }

    /// Records results that were found, all or none.
    package static func record(_ found: RescuedRows, in ledger: any Ledger) throws -> Summary {
        try ledger.resolve(found.verdicts)
        var summary = Summary()
        summary.recorded = found.verdicts.count
        summary.passedOver = found.passedOver
        return summary
    }

    /// The first of the rows that would be sent again, with their users; nil where the list was edited, so that they cannot be told.
    package static func firstSentAgain(
        _ found: RescuedRows, of record: BatchRecord, limit: Int
    ) throws -> [(row: Int, user: String)]? {
        try record.firstRows(limit: limit) { found.again.contains($0.id) }
    }

    /// Finds the rows of results that a failing disk did not take; those it did take after all are passed over.
    ///
    /// - Throws: `RunFault.unrecorded` naming the lines that are about no row of the manifest's last run, that are about a row that
    ///   an earlier line is about, or whose row has another outcome by now.
    package static func find(
        _ rescued: [RescuedResult], from file: String, of record: BatchRecord, in ledger: any Ledger
    ) throws -> RescuedRows {
        let entries = try find(rescued, in: ledger)
        let own = try ledger.messages(of: record.plan, among: Set(entries.compactMap { $0?.id }))
        var faults = LineFaults()
        var lines: [Int64: Int] = [:]
        var found = RescuedRows()
        for (result, entry) in zip(rescued, entries) {
            guard let entry, own.contains(entry.id) else {
                faults.strange.add(result.line, result.row)
                continue
            }
            if let earlier = lines.updateValue(result.line, forKey: entry.id) {
                faults.repeated.add(result.line, result.row, "as line \(earlier)")
                continue
            }
            if result.state == entry.state {
                found.passedOver += 1
            } else if entry.state == .unknown {
                found.verdicts.append(Settlement(entry: entry.id, state: result.state, result.trace))
                if result.state != .sent { found.again.insert(entry.id) }
            } else {
                faults.known.add(result.line, result.row, "row \(result.row) is \(entry.state.words)")
            }
        }
        try faults.refuse(
            file, record,
            remedy: "Name the list, the batch and the ledger of the run that printed them, or remove these lines.")
        found.isAll = try record.counts().states[.unknown, default: 0] <= found.verdicts.count
        return found
    }

    /// The messages the results are about, in their order; nil where the ledger has none.
    private static func find(_ rescued: [RescuedResult], in ledger: any Ledger) throws -> [LedgerEntry?] {
        var numbers: [Int64] = []
        var identities: [MessageIdentity] = []
        for result in rescued {
            switch result.name {
            case .entry(let number, _): numbers.append(number)
            case .identity(let digest): identities.append(MessageIdentity(digest))
            }
        }
        let numbered = try ledger.entries(numbered: numbers)
        var identified = try ledger.lookup(identities)[...]
        return rescued.map { result in
            switch result.name {
            case .entry(let number, let key): numbered[number].flatMap { $0.identity.key == key ? $0 : nil }
            case .identity: identified.popFirst() ?? nil
            }
        }
    }
}
