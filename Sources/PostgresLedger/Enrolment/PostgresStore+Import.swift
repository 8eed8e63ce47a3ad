import BatchModel
import LedgerStore

extension PostgresStore {
    private static let groupSize = 1_024

    package func importProven(
        _ campaign: Campaign, rows: ((ImportedRow) throws -> Void) throws -> Void
    ) throws -> ImportSummary {
        try write(repeats: false) { connection in
            let importing = try ProvenRows(for: campaign, in: connection)
            var group: [ImportedRow] = []
            try rows { row in
                group.append(row)
                guard group.count == Self.groupSize else { return }
                try importing.take(group)
                group.removeAll(keepingCapacity: true)
            }
            try importing.take(group)
            try Self.extendReach(of: campaign, to: importing.reach, connection)
            return importing.summary
        }
    }
}

/// Restores what a report proves, a group of rows at a time.
private final class ProvenRows {
    private let campaign: Campaign
    private let connection: Connection
    private let firstNew: Int64
    private let writer: RowWriter
    private(set) var summary = ImportSummary()
    private(set) var reach: ClosedRange<Int64>?

    init(for campaign: Campaign, in connection: Connection) throws {
        self.campaign = campaign
        self.connection = connection
        firstNew = try RowWriter.firstNew(connection)
        writer = RowWriter(plan: nil, firstNew: firstNew, in: connection)
    }

    func take(_ rows: [ImportedRow]) throws {
        let rows = rows.filter { $0.state.weakerThanImported != nil }
        let found = try connection.find(rows.map(\.identity), before: firstNew)
        let keys = try connection.states(of: found.values.map(\.entry), locks: false).mapValues(\.errorKey)
        var written: [Int64: ImportedRow] = [:]
        var counted: [Int64] = []
        for (place, row) in rows.enumerated() {
            var known = found[place]
            var key = known.flatMap { keys[$0.entry] ?? nil }
            if let earlier = known.flatMap({ written[$0.entry] }) {
                // The report names it twice: the first time counts as what the ledger knows.
                known?.state = earlier.state
                known?.finishedAt = earlier.trace.finishedAtMilliseconds
                known?.campaign = campaign.id
                key = earlier.trace.errorKey
            }
            guard row.isNews(about: known, errorKey: key) else {
                summary.unchanged += 1
                // Whichever file it was sent from: it is in the record of this one.
                if let known, known.state.isServed, known.campaign != campaign.id { counted.append(known.entry) }
                continue
            }
            let entry = known?.entry ?? writer.insert(row.identity, recipient: row.recipient)
            var result = row
            result.trace.attempts = max(row.trace.attempts, written[entry]?.trace.attempts ?? 0)
            written[entry] = result
            reach = min(reach?.lowerBound ?? entry, entry)...max(reach?.upperBound ?? entry, entry)
            if known == nil { summary.added += 1 } else { summary.changed += 1 }
        }
        try writer.flush()
        try overwrite(written)
        try count(counted)
    }

    private func overwrite(_ written: [Int64: ImportedRow]) throws {
        guard !written.isEmpty else { return }
        let rows = written.sorted { $0.key < $1.key }
        let traces = rows.map(\.value.trace)
        try connection.query(
            """
            UPDATE message SET state = proven.state, campaign = $9, attempts = greatest(message.attempts, proven.attempts),
                http_status = proven.status, error_key = proven.key, error_message = proven.words, finished_at = proven.ended,
                duration = proven.duration
            FROM unnest($1::bigint[], $2::smallint[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::bigint[],
                $8::bigint[]) AS proven (id, state, attempts, status, key, words, ended, duration)
            WHERE message.id = proven.id
            """,
            [
                rows.map(\.key), rows.map(\.value.state.rawValue), traces.map(\.attempts), traces.map(\.httpStatus),
                traces.map { $0.errorKey?.kept }, traces.map { $0.errorMessage?.kept },
                traces.map(\.finishedAtMilliseconds), traces.map(\.durationMilliseconds), campaign.id,
            ])
    }

    private func count(_ entries: [Int64]) throws {
        guard !entries.isEmpty else { return }
        try connection.query(
            """
            INSERT INTO counted (campaign, message) SELECT $1, entry FROM unnest($2::bigint[]) AS entry ON CONFLICT DO NOTHING
            """, [campaign.id, entries])
    }
}

extension ImportedRow {
    /// Whether a report's line says more than the ledger knows: what speaks against sending wins. But a person's verdict that a
    /// message did not arrive stands against a report that does not know, of that attempt or an earlier one.
    fileprivate func isNews(about known: FoundMessage?, errorKey: String?) -> Bool {
        guard let known else { return true }
        guard state.weakerThanImported?.contains(known.state) == true else { return false }
        let isDenied =
            known.state == .notSent && errorKey == PersonVerdict.notSent.errorKey
            && known.finishedAt ?? .min >= trace.finishedAtMilliseconds ?? .min
        return !(state == .unknown && isDenied)
    }
}
