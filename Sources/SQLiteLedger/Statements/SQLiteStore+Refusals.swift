import BatchModel
import GRDB
import LedgerStore

extension SQLiteStore {
    private static let mostKeys = 64

    package func refusals(of campaign: Campaign) throws -> [EarlierRefusal] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT error_key, min(finished_at) AS first FROM message
                    WHERE id BETWEEN (SELECT lowest FROM campaign WHERE id = ?1)
                        AND (SELECT highest FROM campaign WHERE id = ?1)
                        AND campaign = ?1 AND state = \(DeliveryState.rejected.rawValue)
                        AND error_key IS NOT NULL AND finished_at IS NOT NULL
                    GROUP BY error_key ORDER BY first LIMIT \(Self.mostKeys)
                    """, arguments: [campaign.id])
            return rows.map { EarlierRefusal(errorKey: $0["error_key"], firstAtMilliseconds: $0["first"]) }
        }
    }
}
