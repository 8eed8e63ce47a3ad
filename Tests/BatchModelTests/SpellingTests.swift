import BatchModel
import Testing

@Suite("What a mistyped name was meant to be")
struct SpellingTests {
    private static let names = [
        "concurrency", "config", "connect-timeout", "key", "rate", "rows", "sender", "to", "version",
    ]

    @Test(
        "A slip or two in a name of some length, or its beginning, is understood",
        arguments: [
            ("verison", "version"), ("concurency", "concurrency"), ("cnocurency", "concurrency"), ("raet", "rate"),
            ("conc", "concurrency"), ("connect", "connect-timeout"), ("kez", "key"), ("senders", "sender"),
        ])
    func understood(typed: String, meant: String) { #expect(Spelling.nearest(to: typed, among: Self.names) == meant) }

    @Test(
        "Short names that share a letter, and beginnings of several names, say nothing",
        arguments: ["Town", "top", "ot", "foo", "con", "ra", "rite-", "yes", "", "department"])
    func notUnderstood(typed: String) { #expect(Spelling.nearest(to: typed, among: Self.names) == nil) }

    @Test("One slip comes before a beginning")
    func slipFirst() { #expect(Spelling.nearest(to: "file", among: ["files-from", "fire"]) == "fire") }
}
