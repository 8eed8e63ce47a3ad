import Digests
import Foundation
import Testing

@testable import Reporting

@Suite("The live page")
struct LivePageTests {
    private func digest(_ text: Substring) -> String {
        let hasher = SHA256Hasher()
        hasher.update(String(text))
        return "'sha256-\(Data(hasher.finish().bytes).base64EncodedString())'"
    }

    @Test("may run its own script and style, and ask only where it came from")
    func policy() throws {
        let style = try #require(LivePage.html.firstMatch(of: /<style>((?s:.*?))<\/style>/)?.1)
        let script = try #require(LivePage.html.firstMatch(of: /<script>((?s:.*?))<\/script>/)?.1)
        #expect(LivePage.policy.contains("style-src \(digest(style));"))
        #expect(LivePage.policy.contains("script-src \(digest(script));"))
        #expect(LivePage.policy.hasPrefix("default-src 'none';"))
        #expect(!LivePage.policy.contains("unsafe"))
        #expect(!LivePage.policy.contains(","), "a comma would make two policies of it")
    }

    @Test("holds nothing that was read, and builds no element from data")
    func staticPage() {
        let page = LivePage.html
        #expect(page.matches(of: /<script/).count == 1)
        #expect(!page.contains("innerHTML") && !page.contains("insertAdjacent") && !page.contains("document.write"))
        #expect(!page.contains("eval(") && !page.contains(" onclick="))
        #expect(page.matches(of: /(?:src|href)="([^"]*)"/).map(\.1) == ["data:,"])
        #expect(page.matches(of: /https?:\/\/[^'"\s]*/).map { String($0.0) } == ["http://www.w3.org/2000/svg"])
    }

    @Test("finds every element that its script asks for")
    func elements() {
        let page = LivePage.html
        let asked = Set(page.matches(of: /(?:found|say)\('([a-z]+)'/).map { String($0.1) })
        let there = Set(page.matches(of: #/ id="([a-z]+)"/#).map { String($0.1) })
        #expect(asked.count > 10)
        #expect(asked.subtracting(there) == [])
    }
}
