import BatchModel
import LedgerStore
import TestSupport

@testable import PostgresLedger

/// A run of so many messages that a first sender has begun, and whoever joins it.
struct FleetBench {
    static let identity = CampaignIdentity(site: "https://chat.example", batch: nil, manifestPath: "/data/list.csv")

    let bench: Bench
    let first: PostgresStore
    let campaign: Campaign
    let plan: StoredPlan
    let ids: [Int64]
    let run: RunRecord
    let terms: FleetTerms

    /// `opens` lets all send from the start.
    init(_ rows: Int, opens: Bool = true, reach: Int? = nil, _ change: (inout FleetTerms) -> Void = { _ in }) throws {
        bench = try Bench()
        first = try bench.openSending()
        (campaign, plan, ids) = try bench.enrol(rows, in: first)
        var terms = FleetTerms(site: Self.identity.site)
        change(&terms)
        self.terms = terms
        run = try first.beginRun(
            plan, settingsJSON: "{}", terms: terms, reach: reach ?? rows, reopens: false, at: 1_000)
        if opens { try bench.aside.query("UPDATE run SET leads = false") }
    }

    /// Another sender of the run.
    func join() throws -> PostgresStore {
        let ledger = try bench.openSending("send again.csv")
        guard let run = ledger.joined else { throw NotJoined() }
        ledger.takePart(in: run, terms: terms)
        return ledger
    }

    /// All ranges that a member is handed in a pass.
    func grants(_ ledger: PostgresStore, in state: DeliveryState = .pending) throws -> [Range<Int>] {
        var found: [Range<Int>] = []
        while let range = try ledger.nextGrant(of: plan, in: state, from: found.last?.upperBound ?? 0) {
            found.append(range)
        }
        return found
    }

    @discardableResult
    func commit(
        _ ledger: PostgresStore, settling: [Settlement] = [], claiming: [Int64] = [],
        _ tell: (inout FleetTelling) -> Void = { _ in }
    ) async throws -> Committed {
        var telling = FleetTelling()
        tell(&telling)
        return try await ledger.commit(
            settling: settling, claiming: claiming, telling: telling, for: campaign, at: 2_000)
    }

    /// Lets the lease of one member run out, and has another one look.
    func lose(_ lost: PostgresStore, seenBy other: PostgresStore) throws {
        try bench.aside.query(
            "UPDATE member SET lease_until = clock_timestamp() - interval '1 s' WHERE id = $1", [lost.member?.id])
        _ = try other.session.queue.sync { try other.session.takeOverFromGone() }
    }

    func states() throws -> [DeliveryState] { try first.messages(plan).map(\.state) }
}

extension Bench {
    func openSending(
        _ command: String = "send list.csv", _ identity: CampaignIdentity = FleetBench.identity
    ) throws -> PostgresStore {
        try PostgresStore.openForWriting(address, command: command, for: .sending(identity))
    }
}

/// Thrown where a sender that was to join a run may begin one.
struct NotJoined: Error {}
