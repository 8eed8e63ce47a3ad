import Testing

@testable import grupo_batch

@Suite("A command that is said again")
struct RepeatedCommandTests {
    @Test(
        "shows no name and password of a proxy or an address",
        arguments: [
            (["--proxy", "http://me:pw@proxy:3128"], ["--proxy", "http://***@proxy:3128"]),
            (["--proxy", "me:p/w@proxy:3128"], ["--proxy", "***@proxy:3128"]),
            (["--proxy=me:pw@proxy"], ["--proxy=***@proxy"]),
            (["--site", "https://me:pw@chat.example.org/x"], ["--site", "https://***@chat.example.org/x"]),
        ])
    func withoutUserInfo(words: [String], shown: [String]) {
        #expect(RepeatedCommand(words).words == shown)
    }

    @Test(
        "leaves every other text as it is",
        arguments: ["--proxy", "proxy:3128", "see https://example.org/ or write to a@example.org", "a@b", ""])
    func otherTexts(word: String) { #expect(RepeatedCommand(["send", word]).words == ["send", word]) }

    @Test("leaves a selection out with its values, and nothing else")
    func withoutSelection() {
        let command = RepeatedCommand([
            "send", "list.csv", "--limit", "5", "--rows=2-9", "--rate", "5/s", "--rows", "3",
            "--plan=p2:x", "--plan", "p2:y",
        ])
        #expect(command.withoutSelection.words == ["send", "list.csv", "--rate", "5/s"])
    }
}
