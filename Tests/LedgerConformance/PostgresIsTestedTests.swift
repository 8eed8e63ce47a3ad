import TestSupport
import Testing

@Suite("Ledgers under test")
struct PostgresIsTestedTests {
    @Test(
        "The suite runs on PostgreSQL, too",
        .enabled(if: PrivatePostgres.isInstalled, Comment(rawValue: PrivatePostgres.skipped)))
    func postgres() {
        #expect(LedgerUnderTest.all.map(\.testDescription) == ["SQLite", "memory", "PostgreSQL"])
    }
}
