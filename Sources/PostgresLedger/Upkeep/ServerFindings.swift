import LedgerStore
import Text

/// What a look at a ledger's server, at its senders and at this user's rights brings, without reading a message.
struct ServerFindings {
    /// Who writes the ledger, or did.
    struct Senders {
        /// Whose lease runs.
        let live: Int
        /// Who was not heard of for longer than the lease, and from whom nobody took over yet.
        let expired: Int
        /// Messages that those had claimed, and may have sent.
        let claims: Int
    }

    let state: ServerState
    let missingRights: [String]
    private let settings: LedgerSchema.Settings
    private let senders: Senders
    private let version: Int
    private let way: WayToServer

    init(_ connection: Connection, _ settings: LedgerSchema.Settings) throws {
        state = try ServerState(connection)
        missingRights = try ServerChecks.missingRights(connection)
        self.settings = settings
        version = connection.serverVersion
        way = WayToServer(isEncrypted: connection.isEncrypted, options: ResolvedOptions(values: connection.options))
        let row = try connection.query(
            """
            SELECT count(*) FILTER (WHERE state = 'live' AND lease_until > clock_timestamp()),
                count(*) FILTER (WHERE state = 'live' AND lease_until <= clock_timestamp()),
                coalesce(sum(cardinality(claims)) FILTER (WHERE state <> 'live' OR lease_until <= clock_timestamp()), 0)
            FROM member
            """
        ).first
        senders = Senders(
            live: Int(row?.integer(0) ?? 0), expired: Int(row?.integer(1) ?? 0), claims: Int(row?.integer(2) ?? 0))
    }

    private var server: String { "PostgreSQL \(version / 10_000).\(version % 10_000)" }

    /// The facts, for programs.
    var facts: [String: String] {
        [
            "server": server, "timeline": "\(state.identity.timeline)", "standbys": "\(state.standbys)",
            "may_lose_by_failover": "\(state.mayLoseByFailover)", "encrypted": "\(way.isEncrypted)",
            "server_proved": "\(way.isTrusted)",
            "replaced": "\(settings.strangeness(of: state) != nil)",
            "missing_rights": missingRights.joined(separator: ", "), "lease_ms": "\(settings.lease.wholeMilliseconds)",
            "live_senders": "\(senders.live)", "expired_senders": "\(senders.expired)",
            "claims_left_behind": "\(senders.claims)",
        ]
    }

    /// The same for people.
    var details: [(label: String, text: String)] {
        let standbys = state.standbys == 0 ? "no standby" : "\(state.standbys) connected to it as standby"
        return [
            ("server", "\(server), timeline \(state.identity.timeline), \(standbys); \(way.text)"),
            (
                "senders",
                "\(senders.live) at work, \(senders.expired) not heard of; lease \(settings.lease.optionText)"
            ),
        ]
    }

    /// What whoever looks after the ledger should see to.
    var remarks: [LedgerRemark] {
        var remarks: [LedgerRemark] = []
        if let reason = settings.strangeness(of: state) {
            remarks.append(
                LedgerRemark(
                    "\(reason), and may not know of messages that were sent",
                    remedy: "bring back the server that was used before, or see what `ledger recover` would do"))
        }
        if state.mayLoseByFailover {
            remarks.append(
                LedgerRemark(
                    "its standby is not waited for, and would not know the last messages that were sent",
                    remedy: "set synchronous_standby_names on the server, or never promote that standby"))
        }
        if let remark = way.remark { remarks.append(remark) }
        if senders.expired > 0 || senders.claims > 0 {
            remarks.append(
                LedgerRemark(
                    """
                    \(senders.expired == 1 ? "a sender was" : "\(senders.expired) senders were") not heard of for longer than the lease, and \
                    \(senders.claims) \(senders.claims == 1 ? "message" : "messages") may have been sent by such a one
                    """,
                    remedy: "run the same send again, which takes over; what was claimed is unknown then"))
        }
        if !missingRights.isEmpty {
            remarks.append(
                LedgerRemark(
                    "this user may only look: \(missingRights.joined(separator: ", ")) missing",
                    remedy: "have its owner run `ledger init` again, which prints the grants of a sender"))
        }
        return remarks
    }
}
