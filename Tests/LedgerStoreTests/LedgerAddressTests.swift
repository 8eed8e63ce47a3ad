import LedgerStore
import Testing

@Suite("Addresses of ledgers")
struct LedgerAddressTests {
    @Test(
        "A path is a file, whatever it looks like",
        arguments: ["ledger.sqlite", "/var/x", "./postgres://x", "postgres", "postgres/l.sqlite", "sqlite:x", ""])
    func file(text: String) {
        let address = LedgerAddress(text)
        #expect(address == .file(text) && address.path == text)
        #expect("\(address)" == text)
    }

    @Test(
        "A database is known by its scheme, and named without its password",
        arguments: [
            ("postgres://sender@db/grupo", "postgres://sender@db/grupo"),
            ("PostgreSQL://db:5432/grupo", "PostgreSQL://db:5432/grupo"),
            ("postgres:service=grupo", "postgres:service=grupo"),
            ("postgres://sender:se@cret@db/grupo", "postgres://sender:***@db/grupo"),
            ("postgres://:secret@db", "postgres://:***@db"),
            (
                "postgres://db/g?sslmode=require&password=secret&SSLPassword=x",
                "postgres://db/g?sslmode=require&password=***&SSLPassword=***"
            ),
        ])
    func url(text: String, shown: String) {
        let address = LedgerAddress(text)
        #expect(address == .url(text) && address.path == nil)
        #expect("\(address)" == shown)
    }
}
