import BatchModel
import GrupoAPI
import LedgerStore
import Synchronization

/// The ledger as one of several senders of a run uses it.
struct FleetLedger: DeliveryLedger {
    let store: any FleetStore
    let campaign: Campaign
    let clock: FleetClock
    /// The rows that were claimed and never begun: nobody has them once this sender leaves.
    private let unbegun = UnbegunRows()

    init(store: any FleetStore, campaign: Campaign, clock: FleetClock) {
        (self.store, self.campaign, self.clock) = (store, campaign, clock)
    }

    func commit(settling: [Settlement], claiming: [Int64], telling: FleetTelling?) async throws -> Committed {
        let committed = try await store.commit(
            settling: settling, claiming: claiming, telling: telling ?? FleetTelling(), for: campaign, at: clock.wall)
        unbegun.take(settling, claimed: committed.claimed)
        if let news = committed.news { clock.set(wall: news.wall) }
        return committed
    }

    func look() async throws -> FleetNews? {
        let news = try await store.look()
        clock.set(wall: news.wall)
        return news
    }

    func doubt(_ entries: [Int64]) async throws -> [Int64: DeliveryState] {
        let key = ClientErrorKey.unaskedReply
        return try store.doubt(entries, errorKey: key.rawValue, reason: key.meaning)
    }

    /// Rate, quota and closed hours are kept with the claims.
    func keep(_ pacing: PacingRecord) throws {
        guard let refusals = pacing.refusals else { return }
        var kept = PacingRecord()
        kept.refusals = refusals
        try store.storePacing(site: campaign.identity.site, kept.values)
    }

    /// Gives everything back that this sender has and will not send: rows that wait to be tried again, too.
    func giveBack(_ waiting: [Int64]) throws { try store.giveBack(Array(unbegun.entries.union(waiting))) }
}

/// The rows of a sender that it claimed and whose request never began, while they wait to be claimed again.
private final class UnbegunRows: Sendable {
    private let rows = Mutex(Set<Int64>())

    var entries: Set<Int64> { rows.withLock { $0 } }

    func take(_ settlements: [Settlement], claimed: [Int64]) {
        rows.withLock { rows in
            for settlement in settlements where settlement.state == .notSent && settlement.trace.attempts == 0 {
                rows.insert(settlement.entry)
            }
            if !rows.isEmpty { rows.subtract(claimed) }
        }
    }
}

/// The clocks of the operating system, with the time of day of the ledger: all senders of a run go by that.
final class FleetClock: RunClock {
    private let system = SystemRunClock()
    /// How far the ledger's time of day is ahead, in milliseconds.
    private let ahead = Atomic<Int64>(0)

    var elapsed: Duration { system.elapsed }

    var wall: Int64 { system.wall + ahead.load(ordering: .relaxed) }

    func sleep(until instant: Duration) async throws { try await system.sleep(until: instant) }

    /// Takes the ledger's time of day, of a moment ago.
    func set(wall: Int64) { ahead.store(wall - system.wall, ordering: .relaxed) }
}
