import BatchModel
import GrupoAPI
import LedgerStore

/// Holds what a run learns until the ledger has it: results, what is told once they are on disk, and answers that are doubted.
///
/// After a commit that failed it takes nothing to the ledger any more, and keeps every result for the user.
struct DeliveryRecorder {
    private let ledger: any DeliveryLedger
    private let clock: any RunClock
    private let observe: @Sendable (RunEvent) -> Void

    private var unsettled: [AttemptRecord] = []
    private var untold: [RunEvent] = []
    private var doubted = DoubtedRows()
    private var noticesGiven: Set<AttemptResult.Notice> = []
    /// How long the last commit took.
    private(set) var commitTime: Duration = .zero
    /// Results the ledger did not take.
    private(set) var rescued: [AttemptRecord] = []
    /// What the ledger said when it failed; nil while it works.
    private(set) var failure: String?

    init(_ ledger: any DeliveryLedger, clock: any RunClock, observe: @escaping @Sendable (RunEvent) -> Void) {
        self.ledger = ledger
        self.clock = clock
        self.observe = observe
    }

    // MARK: Results

    /// Takes a result; returns what it is after doubts. `wasBegun` is false for a row whose request was never begun.
    mutating func take(_ row: SendableRow, _ result: AttemptResult, wasBegun: Bool) -> AttemptResult {
        let record = doubted.judge(
            AttemptRecord(
                entry: row.entry, identity: row.identity, row: row.row, result: result,
                finishedAtMilliseconds: clock.wall, wasBegun: wasBegun))
        if failure == nil { unsettled.append(record) } else { rescued.append(record) }
        return record.result
    }

    /// Tells an event once the results taken before it are on disk; never if that fails.
    mutating func tell(_ event: RunEvent) { if failure == nil { untold.append(event) } }

    /// Tells notices that were not told before.
    mutating func give(_ notices: Set<AttemptResult.Notice>) {
        guard !notices.isEmpty else { return }
        for notice in notices.subtracting(noticesGiven) { tell(.notice(notice)) }
        noticesGiven.formUnion(notices)
    }

    /// Records the results at hand together with new claims, and reads as many rows ahead meanwhile; returns what was won, nil
    /// when the ledger failed.
    mutating func commit(
        claiming rows: [SendableRow], telling: FleetTelling? = nil, reading stock: inout RowStock
    ) async -> Committed? {
        guard failure == nil else { return nil }
        guard !unsettled.isEmpty || !rows.isEmpty || telling?.isDue ?? false else { return Committed(claimed: []) }
        let began = clock.elapsed
        let (ledger, settlements, entries) = (ledger, unsettled.map(\.settlement), rows.map(\.entry))
        let won: Committed
        do {
            async let committed = ledger.commit(settling: settlements, claiming: entries, telling: telling)
            // While the disk works, the next rows are read; a fault of theirs is kept until they are needed.
            try? await stock.prefetch(max(rows.count, 1))
            won = try await committed
        } catch {
            fail(error)
            return nil
        }
        commitTime = clock.elapsed - began
        observe(.committed(results: settlements.count, claims: won.claimed.count, took: commitTime))
        unsettled.removeAll(keepingCapacity: true)
        tellAll()
        return won
    }

    /// Hears of others who send the same run; nil when there can be none, or the ledger failed.
    mutating func look() async -> FleetNews? {
        guard failure == nil else { return nil }
        do { return try await ledger.look() } catch { fail(error) }
        return nil
    }

    /// Keeps what the next run has to know of the pacing; on return it is on disk, or the ledger has failed.
    mutating func keep(_ pacing: PacingRecord) {
        guard failure == nil else { return }
        do { try ledger.keep(pacing) } catch { fail(error) }
    }

    /// Tells what waited for a commit that will not come any more, because nothing is left to record.
    mutating func tellAll() {
        untold.forEach(observe)
        untold.removeAll(keepingCapacity: true)
    }

    // MARK: Doubts

    /// Doubts rows whose answers may be others'.
    mutating func doubt(_ rows: [RowReference]) {
        give([.unaskedReply])
        if failure == nil { doubted.add(rows) }
    }

    /// Makes rows unknown whose results are on disk, and no longer to be tried again; those in flight become so when they have
    /// finished.
    mutating func recordDoubts(_ retries: inout RetryQueue, reading stock: inout RowStock) async {
        let rows = doubted.takeNew()
        guard !rows.isEmpty, await commit(claiming: [], reading: &stock) != nil else { return }
        do {
            let states = try await ledger.doubt(rows.map(\.entry))
            for row in rows where states[row.entry] != .claimed {
                doubted.remove(row.entry)
                guard let state = states[row.entry], state != .unknown else { continue }
                observe(.doubted(row: row.row, previous: state.outcome, isRetry: retries.remove(row.entry)))
            }
        } catch {
            fail(error)
        }
    }

    // MARK: Failing

    /// Keeps the results for the user that the ledger does not take.
    private mutating func fail(_ error: any Error) {
        failure = (error as? LedgerFault)?.event ?? "\(error)"
        rescued += unsettled.map { doubted.judge($0) }
        unsettled.removeAll()
        untold.removeAll()
    }
}
