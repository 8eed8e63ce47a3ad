import BatchModel
import GrupoAPI
import LedgerStore
import Text

/// The ledger as one campaign's delivery uses it.
struct CampaignLedger: DeliveryLedger {
    let ledger: any Ledger
    let campaign: Campaign

    func commit(settling: [Settlement], claiming: [Int64], telling _: FleetTelling?) async throws -> Committed {
        try await ledger.commit(settling: settling, claiming: claiming, for: campaign, at: WallClock.milliseconds)
    }

    func doubt(_ entries: [Int64]) async throws -> [Int64: DeliveryState] {
        let key = ClientErrorKey.unaskedReply
        return try ledger.doubt(entries, errorKey: key.rawValue, reason: key.meaning)
    }

    func keep(_ pacing: PacingRecord) throws {
        try ledger.storePacing(site: campaign.identity.site, pacing.values)
    }
}
