import BatchModel
import Digests
import Foundation
import Testing

@testable import Reporting

@Suite("The HTML report")
struct HTMLReportTests {
    @Test("builds the same elements whatever its texts say", arguments: Payloads.all)
    func payload(payload: String) throws {
        let rows = { [Payloads.row(2, $0), Payloads.row(3, $0)] }
        let harmless = try Samples.report(.html, rows("x"), Payloads.context("x"))
        let hostile = try Samples.report(.html, rows(payload), Payloads.context(payload))
        #expect(HTMLPage(hostile).tags == HTMLPage(harmless).tags)
        #expect(!hostile.unicodeScalars.contains { $0 != "\n" && DisplayText.isControl($0) })
    }

    @Test(
        "asks nobody for anything: no address outside its texts, and a policy that allows only its own script and style"
    )
    func policy() throws {
        let page = try Samples.report(.html, Samples.rows)
        #expect(page.contains("content=\"default-src 'none'; style-src 'sha256-"))
        #expect(!page.contains("unsafe-inline") && !page.contains(" style=\""))
        #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("))
        #expect(page.matches(of: /href="([^"]*)"/).map(\.1) == ["#rows"])
    }

    @Test("holds exactly the style and the script of the sources, and allows them by their digests")
    func code() throws {
        let page = try Samples.report(.html, Samples.rows)
        #expect(page.matches(of: /<style>((?s:.*?))<\/style>/).map { String($0.1) } == [HTMLStyle.text])
        #expect(page.matches(of: /<script>((?s:.*?))<\/script>/).map { String($0.1) } == [HTMLScript.text])
        let digests = [HTMLStyle.text, HTMLScript.text].map { text in
            let hasher = SHA256Hasher()
            hasher.update(text)
            return Data(hasher.finish().bytes).base64EncodedString()
        }
        #expect(page.contains("style-src 'sha256-\(digests[0])'; script-src 'sha256-\(digests[1])';"))
    }

    @Test("says what happened, why, and the exact command to go on with")
    func content() throws {
        let page = try Samples.report(.html, Samples.rows)
        for text in [
            "<h1>1 of 8 was sent; 2 rejected; 1 not sent; 1 invalid; 1 unknown; 1 pending; 1 excluded.</h1>",
            "<code>grupo-batch resolve recipients.csv --row 5 --as sent</code>", "user_not_found",
            "No user &quot;bob&quot;, sorry", "Stopped early:", "https://chat.example.org",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(page.matches(of: /<tr role="row" data-o=/).count == 8)
    }

    @Test("lists all rows up to 5,000, and beyond that those that failed or may have arrived")
    func limit() throws {
        var rows = (0..<5_000).map { Samples.entry($0 + 2, "u\($0)", $0 == 4_000 ? .unknown : .sent) }
        #expect(try HTMLPage(Samples.report(.html, rows)).rows.count == 5_000)
        rows.append(Samples.entry(5_002, "last", .rejected, key: "k"))
        let page = try Samples.report(.html, rows)
        #expect(HTMLPage(page).rows.map { $0[0] as? Int } == [4_002, 5_002])
        #expect(page.contains("4,999</b> sent") && page.contains("The CSV report lists every row."))
    }

    @Test("stays below 3 MB, with unknown rows first of all, and says how many rows did not fit")
    func size() throws {
        let long = String(repeating: "\"🙂", count: 5_000)
        let rows = (0..<20_000).map { index in
            Samples.entry(
                index + 2, long, index.isMultiple(of: 200) ? .unknown : .rejected, key: "\(index)" + long,
                message: long,
                status: 200, attempts: 1, at: Int64(index) * 1_000, took: index, id: long, sender: long)
        }
        let page = try Samples.report(.html, rows, Payloads.context(long))
        #expect(page.utf8.count < 3_000_000)
        let listed = HTMLPage(page).rows
        #expect(listed.filter { $0[2] as? Int == 3 }.count == 100)
        let count = listed.count
        let leftOut = String(20_000 - count)
        #expect(count > 300)
        #expect(page.contains("\(leftOut.dropLast(3)),\(leftOut.suffix(3)) more rows did not fit."))
    }

    @Test("carries its rows as data that ends no element and says the same", arguments: Payloads.all)
    func data(payload: String) throws {
        let page = try HTMLPage(Samples.report(.html, [Payloads.row(2, payload)]))
        #expect(!page.data.contains("<") && !page.data.contains(">") && !page.data.contains("&"))
        #expect(!page.data.unicodeScalars.contains { $0 != "\n" && DisplayText.isHarmful($0) })
        let row = try #require(page.rows.first)
        let shown = DisplayText.withoutControls(payload)
        guard !Payloads.none.contains(payload) else { return }
        #expect([1, 3, 4, 5, 10].map { row[$0] as? String } == Array(repeating: shown, count: 5))
    }

    @Test("holds 100 rows at most as HTML, for readers whose viewer runs no script, those first that ask for something")
    func selection() throws {
        let few = (0..<100).map { Samples.entry($0 + 2, "u\($0)", .sent) }
        let all = try HTMLPage(Samples.report(.html, few))
        #expect(all.bodyRows == Array(2...101) && !all.text.contains("<noscript>"))
        let many = (0..<1_000).map {
            Samples.entry($0 + 2, "u\($0)", $0 >= 997 ? .unknown : $0 % 9 == 0 ? .rejected : .sent)
        }
        let part = try HTMLPage(Samples.report(.html, many))
        #expect(part.bodyRows == (0..<50).map { $0 * 9 + 2 } + [999, 1_000, 1_001])
        #expect(part.text.contains("<noscript><p class=\"note\">Without its script the page shows 53 of 1,000 rows"))
        let sent = try HTMLPage(Samples.report(.html, (0..<300).map { Samples.entry($0 + 2, "u\($0)", .sent) }))
        #expect(sent.bodyRows == Array(2...101))
    }

    @Test("draws charts, with an axis, from 50 rows on", arguments: [(49, false), (50, true)])
    func charts(count: Int, isDrawn: Bool) throws {
        let rows = (0..<count).map {
            Samples.entry(
                $0 + 2, "u\($0)", .sent, status: 200, attempts: 1, at: 1_785_661_200_000 + Int64($0) * 2_000,
                took: $0 * 7)
        }
        let page = try Samples.report(.html, rows)
        #expect(page.contains("Results over time") == isDrawn && page.contains("Time per message") == isDrawn)
        guard isDrawn else { return }
        #expect(page.contains("<span>2</span><span>1</span><span>0</span>"))
        #expect(page.contains("<span>20</span><span>10</span><span>0</span>"))
        #expect(page.contains("<time datetime=\"2026-08-02T09:00:00.000Z\">2026-08-02 09:00:00</time>"))
        #expect(page.contains("<time datetime=\"2026-08-02T09:01:39.000Z\">09:01:39 UTC</time>"))
        #expect(page.contains(#"text-anchor="middle">100 ms</text>"#))
    }

    @Test("shows an outcome of one row in a million, in its share and in the bar")
    func rare() throws {
        var tally = BatchTally()
        tally.count(.unknown)
        for _ in 0..<999_999 { tally.count(.sent) }
        let segments = HTMLCharts.segments(tally)
        #expect(segments.map { $0["share"] as? String } == [">99.9 %", "<0.1 %"])
        #expect(segments.map { $0["width"] as? String } == ["98.50", "1.50"])
        let keys = HTMLCharts.keys([
            .init(key: "often", outcome: .rejected, count: 1_000_000), .init(key: "rare", outcome: .unknown, count: 1),
        ])
        #expect(keys.map { $0["width"] as? String } == ["100", "1.50"])
    }

    @Test("is called what its owner calls it")
    func title() throws {
        var context = Samples.context
        context.title = "Summer <concert>"
        let page = try Samples.report(.html, Samples.rows, context)
        #expect(page.contains("<title>Summer &lt;concert&gt; – 1 of 8 was sent"))
        #expect(page.contains("<p class=\"title\"><bdi>Summer &lt;concert&gt;</bdi></p>"))
        #expect(page.contains("Results of <bdi>recipients.csv</bdi>"))
        #expect(
            try Samples.report(.markdown, Samples.rows, context).contains(
                "# Summer &#60;concert&#62;\n\nResults of `recipients.csv`\n"))
        #expect(try !Samples.report(.html, Samples.rows).contains("class=\"title\""))
    }

    @Test("gives every outcome a colour that stands out by 3:1, and text by 4.5:1", arguments: HTMLPage.grounds)
    func contrast(ground: String) throws {
        for (name, colour) in try HTMLPage.colours(behind: ground) {
            let (first, second) = (HTMLPage.luminance(colour), HTMLPage.luminance(ground))
            let ratio = (max(first, second) + 0.05) / (min(first, second) + 0.05)
            #expect(ratio >= (["ink", "soft"].contains(name) ? 4.5 : 3), "\(name) \(colour) on \(ground)")
        }
    }
}
