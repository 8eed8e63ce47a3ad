import BatchModel
import GRDB

/// An error key with which messages of a campaign are refused.
package struct EarlierRefusal: Sendable, Hashable {
    /// The site's key.
    package var errorKey: String
    /// When the first of them was refused, in milliseconds since 1970 (UTC).
    package var firstAtMilliseconds: Int64
}

extension Ledger {
    private static let mostKeys = 64

    /// The keys with which messages of a campaign are refused now, the earliest first, at most 64 of them.
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
