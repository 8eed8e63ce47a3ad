import BatchModel
import Foundation
import Reporting
import TestSupport
import Testing

@Suite("The HTML report")
struct HTMLReportTests {
    @Test("builds the same elements whatever its texts say", arguments: Payloads.all)
    func payload(payload: String) throws {
        let rows = { [Payloads.row(2, $0), Payloads.row(3, $0)] }
        let harmless = try Samples.report(.html, rows("x"), Payloads.context("x"))
        let hostile = try Samples.report(.html, rows(payload), Payloads.context(payload))
        #expect(tags(hostile) == tags(harmless))
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
        #expect(try listed(Samples.report(.html, rows)) == 5_000)
        rows.append(Samples.entry(5_002, "last", .rejected, key: "k"))
        let page = try Samples.report(.html, rows)
        #expect(listed(page) == 2)
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
        #expect(page.matches(of: /<tr role="row" data-o="unknown"/).count == 100)
        let count = listed(page)
        let leftOut = String(20_000 - count)
        #expect(count > 300)
        #expect(page.contains("\(leftOut.dropLast(3)),\(leftOut.suffix(3)) more rows did not fit."))
    }

    @Test(
        "runs no foreign script, builds no element from data and makes no request in a browser",
        .enabled(if: Program.exists("chromium")))
    func browser() throws {
        let folder = try TemporaryDirectory()
        let rows = { (texts: [String]) in texts.enumerated().map { Payloads.row($0 + 2, $1) } }
        let context = Payloads.context(Payloads.markup.joined())
        try folder.write(Samples.report(.html, rows(Payloads.all), context), to: "hostile.html")
        try folder.write(
            Samples.report(.html, rows(Payloads.all.indices.map { "x\($0)" }), Payloads.context("x")),
            to: "harmless.html")
        let hostile = try browse(folder, "hostile.html")
        let harmless = try browse(folder, "harmless.html")
        #expect(hostile.tags == harmless.tags)
        #expect(!hostile.page.contains("<title>owned"))
        #expect(hostile.page.contains(">\(Payloads.all.count) of \(Payloads.all.count) rows</output>"))
        #expect(hostile.log.contains("hostile.html") && !hostile.log.contains("evil.example/"))
        #expect(!hostile.log.contains("Refused to"))
    }

    @Test("finds, filters and sorts its rows in a browser", .enabled(if: Program.exists("chromium")))
    func tools() throws {
        let folder = try TemporaryDirectory()
        let script = """
            <script>
            const q = document.getElementById('q'), o = document.getElementById('o');
            const heads = document.querySelectorAll('table.rows th button');
            const rows = () => Array.from(document.querySelectorAll('table.rows tbody tr'))
              .filter(row => !row.hidden).map(row => row.cells[0].textContent).join(' ');
            const seen = [rows()];
            heads[7].click(); seen.push(rows());
            heads[7].click(); seen.push(rows());
            heads[0].click(); q.value = 'CAROL refused'; q.dispatchEvent(new Event('input')); seen.push(rows());
            q.value = ''; o.value = 'rejected'; o.dispatchEvent(new Event('change')); seen.push(rows());
            document.title = seen.join('; ');
            </script>
            """
        let page = try Samples.report(.html, Samples.rows)
            .replacing(/<meta http-equiv[^>]*>/, with: "").replacing("</body>", with: script + "</body>")
        try folder.write(page, to: "tools.html")
        let title = try browse(folder, "tools.html").page.firstMatch(of: /<title>([^<]*)<\/title>/)?.1
        #expect(title == "2 3 4 5 6 7 8 9; 6 7 8 4 2 3 9 5; 5 9 3 2 4 6 7 8; 4; 3 9")
    }

    private func browse(_ folder: TemporaryDirectory, _ name: String) throws -> (
        page: String, tags: [String], log: String
    ) {
        let log = folder.file(name + ".log")
        let result = try Program.run(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.file(name + ".profile"))",
                "--log-net-log=\(log)", "--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom",
                "file://" + folder.file(name),
            ])
        try #require(result.status == 0, "\(result.output)")
        let page = result.output
        return (page, tags(page), (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }

    private func listed(_ page: String) -> Int { page.matches(of: /<tr role="row" data-o=/).count }

    /// The page's tags with their attributes' names, script and style aside: what a browser builds.
    private func tags(_ page: String) -> [String] {
        var tags: [String] = []
        var rest = Array(page.utf8)[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            var quote: UInt8?
            guard
                let end = rest.firstIndex(where: { byte in
                    if let open = quote {
                        if byte == open { quote = nil }
                    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                        quote = byte
                    }
                    return quote == nil && byte == UInt8(ascii: ">")
                })
            else { return tags + ["unfinished"] }
            let tag = String(decoding: rest[...end], as: UTF8.self)
            tags.append(tag.replacing(/="[^"]*"/.matchingSemantics(.unicodeScalar), with: ""))
            rest = rest[(end + 1)...]
            for raw in ["script", "style"] where tag.hasPrefix("<\(raw)") {
                let close = Array("</\(raw)>".utf8)
                while !rest.isEmpty, !rest.starts(with: close) { rest = rest.dropFirst() }
            }
        }
        return tags
    }
}
