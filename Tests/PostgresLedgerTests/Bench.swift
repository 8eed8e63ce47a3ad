import BatchModel
import LedgerStore
import TestSupport

@testable import PostgresLedger

/// A ledger in a database of its own, and a session beside it for what no ledger does.
struct Bench {
    let address: LedgerAddress
    /// The superuser's.
    let aside: Connection

    init() throws {
        address = LedgerAddress(try PrivatePostgres.shared().freshAddress())
        // So long that no timer renews it within a test, however busy the machine is.
        _ = try PostgresStore.make(at: address, lease: .seconds(3_600))
        aside = try Session.connect(address)
    }

    func open(_ command: String = "send list.csv") throws -> PostgresStore {
        try PostgresStore.openForWriting(address, command: command)
    }

    /// Lets the lease of whoever writes run out.
    func endLeases() throws {
        try aside.query("UPDATE member SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'live'")
    }

    /// So many messages of a campaign, enrolled.
    func enrol(_ count: Int, in ledger: PostgresStore) throws -> (campaign: Campaign, plan: StoredPlan, ids: [Int64]) {
        let campaign = try ledger.campaign()
        let plan = try ledger.enrol(Lines(users: 0..<count), in: campaign).plan
        return (campaign, plan, try ledger.messages(plan).map(\.id))
    }
}

extension PostgresStore {
    /// The member as it is now.
    var member: Member? { session.queue.sync { session.member } }
}
