import BatchModel
import LedgerStore

extension PostgresStore {
    package func campaign(_ identity: CampaignIdentity, create: Bool) throws -> Campaign? {
        if let known = try read({ try $0.campaign(identity) }) { return known }
        guard create else { return nil }
        return try write { connection in
            let row = try connection.query(
                "INSERT INTO campaign (site, batch, manifest) VALUES ($1, $2, $3) RETURNING id",
                [identity.site, identity.batch ?? "", identity.manifestPath]
            ).first
            return row.map { Campaign(id: $0.integer(0), identity: identity) }
        }
    }

    package func campaigns() throws -> [Campaign] {
        try read { connection in
            try connection.query("SELECT id, site, batch, manifest FROM campaign ORDER BY id").map { row in
                Campaign(
                    id: row.integer(0),
                    identity: CampaignIdentity(
                        site: row.text(1) ?? "", batch: row.text(2), manifestPath: row.text(3) ?? ""))
            }
        }
    }

    package func answered(_ question: String, of campaign: Campaign) throws -> Int {
        try read { connection in
            let row = try connection.query(
                "SELECT recipients FROM answered WHERE campaign = $1 AND question = $2", [campaign.id, question]
            ).first
            return Int(row?.integer(0) ?? 0)
        }
    }

    package func remember(_ question: String, of campaign: Campaign, recipients: Int) throws {
        try write { connection in
            try connection.query(
                """
                INSERT INTO answered (campaign, question, recipients) VALUES ($1, $2, $3)
                ON CONFLICT (campaign, question) DO UPDATE SET recipients = greatest(answered.recipients, excluded.recipients)
                """, [campaign.id, question, recipients])
        }
    }

    package func ownReport(at path: String) throws -> OwnReport? {
        try read { connection in
            try connection.query("SELECT campaign, version FROM own_report WHERE path = $1", [path]).first.map {
                OwnReport(campaign: $0.integer(0), version: $0.text(1) ?? "")
            }
        }
    }

    package func rememberReport(at path: String, of campaign: Campaign, version: String) throws {
        try write { connection in
            try connection.query(
                """
                INSERT INTO own_report (path, campaign, version) VALUES ($1, $2, $3)
                ON CONFLICT (path) DO UPDATE SET campaign = excluded.campaign, version = excluded.version
                """, [path, campaign.id, version])
        }
    }

    package func pacing(site: String) throws -> [String: String] { try read { try $0.pacing(of: site) } }

    package func storePacing(site: String, _ values: [String: String]) throws {
        try write { connection in
            try connection.query(
                """
                INSERT INTO pacing (site, name, value) SELECT $1, name, value FROM unnest($2::text[], $3::text[]) AS new (name, value)
                ON CONFLICT (site, name) DO UPDATE SET value = excluded.value
                """, [site, Array(values.keys), Array(values.values)])
        }
    }
}

extension Connection {
    /// What the pacer kept for a site.
    func pacing(of site: String) throws -> [String: String] {
        let rows = try query("SELECT name, value FROM pacing WHERE site = $1", [site])
        let kept = Dictionary(rows.map { ($0.text(0) ?? "", $0.text(1) ?? "") }) { first, _ in first }
        // What all senders share stands apart, by the server's clock.
        let shared = try query(
            """
            SELECT day, started_on_day, (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
                (extract(epoch FROM closed_until) * 1000)::bigint FROM pace WHERE site = $1
            """, [site]
        ).first
        guard let shared else { return kept }
        var values = kept
        (values["day"], values["started_on_day"]) = (shared.text(0), shared.text(1))
        let (now, until) = (shared.integer(2), shared.integer(3))
        (values["closed"], values["last_start"]) = (until > now ? "\(now) \(until)" : nil, nil)
        return values
    }

    /// The campaign of an identity; nil when there is none.
    func campaign(_ identity: CampaignIdentity) throws -> Campaign? {
        try query(
            "SELECT id FROM campaign WHERE manifest = $1 AND site = $2 AND batch = $3",
            [identity.manifestPath, identity.site, identity.batch ?? ""]
        ).first.map { Campaign(id: $0.integer(0), identity: identity) }
    }
}
