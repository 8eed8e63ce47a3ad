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
            ("postgres://sender:se@cret@db/grupo", "postgres://sender@db/grupo"),
            ("postgres://sender:se?cr/et@db/grupo", "postgres://sender@db/grupo"),
            ("postgres://:secret@db", "postgres://@db"),
            ("postgres://db:5432/g?options=a@b", "postgres://db:5432/g"),
            ("postgres://db/g?sslmode=require&password=secret&SSLPassword=x", "postgres://db/g"),
            ("postgres:///g?host=/run/x&user=sender", "postgres://sender@/g?host=/run/x"),
            ("postgresql://a:1,b:2/g", "postgresql://a:1,b:2/g"),
            ("postgres:service=grupo password=secret", "postgres:service=grupo"),
        ])
    func url(text: String, shown: String) {
        let address = LedgerAddress(text)
        #expect(address == .url(text) && address.path == nil)
        #expect("\(address)" == shown)
    }

    @Test(
        "An address without a password is well formed",
        arguments: [
            "ledger.sqlite", "postgres://db/g", "postgres://sender@db:5432,other/g?sslmode=require",
            "postgres:///g?host=/run/x&passfile=/p", "postgres:service=grupo", "postgres://db/g?options=a:b@c",
        ])
    func wellFormed(text: String) { #expect(LedgerAddress(text).fault == nil) }

    @Test(
        "A password in an address is refused, with what to do instead, and not shown",
        arguments: [
            "postgres://u:secret@db/g", "postgres://u:@db/g", "postgres://:secret@db",
            "postgres://db/g?password=secret",
            "postgres://db/g?p%61ssword=secret", "postgres://db/g?sslpassword=secret",
            "postgres:service=g password=secret", "postgres://u:se?cret@db/g", "postgres://u:se/cret@db/g",
        ])
    func password(text: String) throws {
        let fault = try #require(LedgerAddress(text).fault)
        #expect(fault.contains("~/.pgpass") && fault.contains("service=NAME"))
        #expect(!fault.contains("secret") && !fault.contains("cret"))
    }

    @Test("What names no database is refused", arguments: ["postgres:", "postgres:grupo", "postgresql:dbname=x"])
    func nowhere(text: String) {
        #expect(LedgerAddress(text).fault?.contains("postgres://USER@HOST/DATABASE") == true)
    }

    @Test("A database knows a list by its name, a file by its path")
    func manifestNames() {
        #expect(LedgerAddress("postgres://db/g").manifestName(ofPath: "/data/list.csv") == "list.csv")
        #expect(LedgerAddress("postgres://db/g").manifestName(ofPath: "-") == "-")
        #expect(LedgerAddress("l.sqlite").manifestName(ofPath: "/data/list.csv") == "/data/list.csv")
    }
}
