import LedgerStore
import TestSupport
import Testing

@testable import PostgresLedger

@Suite("What a server must be")
struct ServerTests {
    @Test(
        "A server on another machine must prove who it is unless somebody says otherwise",
        arguments: [
            (["host": "db.example.org", "sslmode": "prefer"], true), (["host": "db.example.org"], true),
            (["host": "db.example.org", "sslmode": "allow"], true),
            (["hostaddr": "192.0.2.1", "host": "localhost"], true),
            (["host": "localhost,db.example.org"], true),
            (["host": "db.example.org", "sslmode": "verify-full"], false),
            (["host": "db.example.org", "sslmode": "require"], false),
            (["host": "localhost", "sslmode": "prefer"], false),
            (["host": "/run/postgresql"], false), ([:], false), (["host": "127.0.0.1,::1"], false),
        ])
    func proof(options: [String: String], must: Bool) {
        #expect(ResolvedOptions(values: options).mustBeProved == must)
    }

    @Test("What libpq reads as a password is refused, whatever the check before it saw")
    func password() {
        for text in ["postgres://u:p@h/d", "postgres:service=x password=p", "postgres://h/d?password=p"] {
            #expect(throws: LedgerFault.self) { try ConnectionOptions(LedgerAddress(text)) }
        }
    }

    @Test("An address is read as libpq reads it, and bounds what a dead link costs")
    func options() throws {
        let options = try ConnectionOptions(LedgerAddress("PostgreSQL://u@h:5/d?tcp_user_timeout=7")).values
        #expect(options["user"] == "u" && options["host"] == "h" && options["port"] == "5" && options["dbname"] == "d")
        #expect(options["tcp_user_timeout"] == "7" && options["keepalives_idle"] == "10")
        #expect(options["client_encoding"] == "UTF8")
        #expect(try ConnectionOptions(LedgerAddress("postgres:service=grupo")).values["service"] == "grupo")
    }

    @Test(
        "A session that the server knows by another number is a pooler's",
        .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
    func pooler() throws {
        let address = LedgerAddress(try PrivatePostgres.shared().freshAddress())
        let (one, other) = (try Session.connect(address), try Session.connect(address))
        let checks = ServerChecks(ledger: "l")
        try checks.refuseUnfit(one, try ServerState(one))
        let fault = #expect(throws: LedgerFault.self) { try checks.refuseUnfit(one, try ServerState(other)) }
        #expect("\(try #require(fault))".contains("pooler"))
    }

    @Test(
        "A role's own settings change nothing: isolation, time limits, a search path",
        .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
    func roleSettings() async throws {
        let bench = try Bench()
        for setting in [
            "default_transaction_isolation = serializable", "statement_timeout = 60000",
            "search_path = pg_temp, public",
            "synchronous_commit = off",
        ] { try bench.aside.execute("ALTER ROLE postgres IN DATABASE \(bench.database) SET \(setting)") }
        let ledger = try bench.open()
        let (campaign, _, ids) = try bench.enrol(2, in: ledger)
        #expect(try await ledger.carryOut(claiming: ids, for: campaign).claimed == ids)
        try await ledger.carryOut(settling: ids.map { Settlement(entry: $0, state: .sent) }, for: campaign)
        #expect(try ledger.check().keeping.contains("synchronous_commit on"))
    }
}

extension Bench {
    /// The database's name.
    var database: String {
        (try? aside.query("SELECT current_database()").first?.text(0)) ?? ""
    }
}
