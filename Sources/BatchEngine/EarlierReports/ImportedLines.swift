import BatchModel
import LedgerStore
import Manifests

/// What the lines of a report say, in sixty-four bytes each.
struct ImportedLines {
    /// One line.
    struct Entry {
        var key: MessageKey
        var recipient: UInt64
        /// Tells two lines apart that say different things of one row.
        var content: Int
        /// `Int64.min` for none.
        var finishedAt: Int64
        var ordinal: UInt32
        var line: Int32
        var row: Int32
        /// Its place among the lines.
        var index: UInt32
        var attempts: Int32
        /// 0 for none.
        var httpStatus: Int16
        var state: DeliveryState
        var isOfManifest = false

        var digest: RowDigest { RowDigest(key: key, ordinal: ordinal) }
    }

    private(set) var entries: [Entry] = []
    /// What a ledger of the earlier rule may call the few rows that have another name there.
    private(set) var earlier: [RowDigest: EarlierSpellings] = [:]
    private var recipients = RecipientDigest()
    private var next = 0

    /// Adds a line, given its place among the lines; `digest` is made up later for a line that has none.
    mutating func add(_ line: ReportLine, at index: UInt32, _ digest: RowDigest) {
        var hasher = Hasher()
        hasher.combine(line.row)
        hasher.combine(line.user)
        hasher.combine(line.sender)
        hasher.combine(line.outcome)
        hasher.combine(line.trace.attempts)
        hasher.combine(line.trace.httpStatus)
        hasher.combine(line.trace.finishedAtMilliseconds)
        entries.append(
            Entry(
                key: digest.key, recipient: recipients.of(line.user), content: hasher.finalize(),
                finishedAt: line.trace.finishedAtMilliseconds ?? .min, ordinal: digest.ordinal,
                line: Int32(clamping: line.line), row: Int32(clamping: line.row), index: index,
                attempts: Int32(clamping: line.trace.attempts), httpStatus: Int16(clamping: line.trace.httpStatus ?? 0),
                state: line.state))
    }

    /// Puts the lines of one row beside each other, drops those that are the same, and returns those that are not, in pairs.
    mutating func joinEqual() -> [(Entry, Entry)] {
        entries.sort { Self.isBefore($0, $1.key, $1.ordinal) || $0.digest == $1.digest && $0.index < $1.index }
        var contradictions: [(Entry, Entry)] = []
        var kept = 0
        for index in entries.indices {
            if kept > 0, entries[kept - 1].digest == entries[index].digest {
                if entries[kept - 1].content != entries[index].content {
                    contradictions.append((entries[kept - 1], entries[index]))
                }
                continue
            }
            entries[kept] = entries[index]
            kept += 1
        }
        entries.removeSubrange(kept...)
        return contradictions
    }

    /// Notes that a row of the manifest is the one of this digest, and returns whether a line is about it; call it after `joinEqual`.
    mutating func match(_ digest: RowDigest, recipient: UInt64, _ spellings: EarlierSpellings?) -> Bool {
        let (key, ordinal) = (digest.key, digest.ordinal)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if Self.isBefore(entries[middle], key, ordinal) { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].key == key, entries[low].ordinal == ordinal else {
            return false
        }
        take(low, recipient, spellings)
        return true
    }

    /// Puts the lines in the order of the manifest's rows, for `identify`.
    mutating func sortByRow() {
        entries.sort { $0.row < $1.row }
        next = 0
    }

    /// Gives the line of a row its identity, and returns whether there is one; rows come in their order.
    mutating func identify(
        row: Int, as digest: RowDigest, recipient: UInt64, _ spellings: EarlierSpellings?
    ) -> Bool {
        while next < entries.count, entries[next].row < row { next += 1 }
        guard next < entries.count, entries[next].row == row else { return false }
        entries[next].key = digest.key
        entries[next].ordinal = digest.ordinal
        take(next, recipient, spellings)
        return true
    }

    private mutating func take(_ index: Int, _ recipient: UInt64, _ spellings: EarlierSpellings?) {
        entries[index].isOfManifest = true
        entries[index].recipient = recipient
        if let spellings { earlier[entries[index].digest] = spellings }
    }

    /// Puts the lines in the order of the report again: messages are enrolled in it, and a plan is short when its rows are
    /// neighbours.
    mutating func sortByLine() { entries.sort { $0.index < $1.index } }

    private static func isBefore(_ entry: Entry, _ key: MessageKey, _ ordinal: UInt32) -> Bool {
        (entry.key.high, entry.key.low, entry.ordinal) < (key.high, key.low, ordinal)
    }
}

extension ImportedRow {
    init(_ entry: ImportedLines.Entry, _ earlier: EarlierSpellings?) {
        self.init(
            identity: MessageIdentity(entry.digest), recipient: entry.recipient, state: entry.state,
            AttemptTrace(
                attempts: Int(entry.attempts), httpStatus: entry.httpStatus == 0 ? nil : Int(entry.httpStatus),
                finishedAtMilliseconds: entry.finishedAt == .min ? nil : entry.finishedAt))
        self.earlier = earlier
    }

    /// Adds what else a line says.
    mutating func add(_ details: AttemptTrace?) {
        trace.errorKey = details?.errorKey
        trace.errorMessage = details?.errorMessage
        trace.durationMilliseconds = details?.durationMilliseconds
    }
}
