import Testing

@testable import PostgresLedger

@Suite("The way to a server")
struct WayToServerTests {
    @Test("Encrypted to a server that proved who it is, or on this machine, it is trusted, and else warned of")
    func remarks() {
        for (host, mode, isEncrypted, words) in [
            ("db.example.org", "verify-full", true, nil),
            ("db.example.org", "require", true, "need not prove"),
            ("db.example.org", "verify-ca", true, "need not prove"),
            ("db.example.org", "prefer", false, "not encrypted"),
            ("db.example.org,127.0.0.1", "prefer", false, "not encrypted"),
            ("/run/postgresql", "prefer", false, nil),
            ("127.0.0.1", "prefer", false, nil),
        ] as [(String, String, Bool, String?)] {
            let way = WayToServer(
                isEncrypted: isEncrypted, options: ResolvedOptions(values: ["host": host, "sslmode": mode]))
            #expect(way.isTrusted == (words == nil), "\(host), \(mode)")
            #expect(way.remark.map { $0.problem.contains(words ?? "?") } ?? (words == nil), "\(host), \(mode)")
        }
    }
}
