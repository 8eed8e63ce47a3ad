import BatchModel
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("The HTML report in a browser", .enabled(if: Program.exists("chromium")))
struct HTMLBrowserTests {
    @Test("runs no foreign script, builds no element from data and makes no request")
    func foreign() throws {
        let folder = try TemporaryDirectory()
        let rows = { (texts: [String]) in texts.enumerated().map { Payloads.row($0 + 2, $1) } }
        let context = Payloads.context(Payloads.markup.joined())
        try folder.write(Samples.report(.html, rows(Payloads.all), context), to: "hostile.html")
        try folder.write(
            Samples.report(.html, rows(Payloads.all.indices.map { "x\($0)" }), Payloads.context("x")),
            to: "harmless.html")
        let hostile = try browse(folder, "hostile.html")
        let harmless = try browse(folder, "harmless.html")
        #expect(hostile.page.tags == harmless.page.tags)
        #expect(!hostile.page.text.contains("<title>owned"))
        #expect(hostile.page.text.contains(">\(Payloads.all.count) of \(Payloads.all.count) rows</output>"))
        #expect(hostile.log.contains("hostile.html") && !hostile.log.contains("evil.example/"))
        #expect(!hostile.log.contains("Refused to") && !hostile.page.text.contains("Refused to"))
    }

    @Test("finds, filters and sorts its rows")
    func tools() throws {
        let title = try title(
            Samples.rows,
            after: """
                const q = document.getElementById('q'), o = document.getElementById('o');
                const heads = document.querySelectorAll('table.rows th button');
                const seen = [rows()];
                heads[7].click(); seen.push(rows());
                heads[7].click(); seen.push(rows());
                heads[0].click(); q.value = 'CAROL refused'; q.dispatchEvent(new Event('input')); seen.push(rows());
                q.value = ''; o.value = 'rejected'; o.dispatchEvent(new Event('change')); seen.push(rows());
                """)
        #expect(title == "2 3 4 5 6 7 8 9; 4 2 3 9 5 6 7 8; 5 9 3 2 4 6 7 8; 4; 3 9")
    }

    @Test("turns pages of 50 rows, in the order and the selection that was chosen")
    func pages() throws {
        let rows = (0..<120).map { Samples.entry($0 + 2, "u\($0)", $0 % 2 == 0 ? .sent : .rejected, key: "k") }
        let title = try title(
            rows,
            after: """
                const [back, on, number, o] = ['back', 'on', 'p', 'o'].map(name => document.getElementById(name));
                const ends = () => {
                  const all = rows().split(' ');
                  return [all[0], all.at(-1), all.length, number.value, number.max, back.disabled, on.disabled].join(' ');
                };
                const seen = [ends()];
                on.click(); on.click(); seen.push(ends());
                back.click(); seen.push(ends());
                number.value = 99; number.dispatchEvent(new Event('change')); seen.push(ends());
                document.getElementById('d').click(); seen.push(ends());
                o.value = 'rejected'; o.dispatchEvent(new Event('change')); on.click(); seen.push(ends());
                o.value = 'sent'; o.dispatchEvent(new Event('change')); seen.push(ends());
                """)
        #expect(
            title
                == "2 51 50 1 3 true false; 102 121 20 3 3 false true; 52 101 50 2 3 false false; 102 121 20 3 3 false true; "
                + "121 72 50 1 3 true false; 21 3 10 2 2 false true; 120 22 50 1 2 true false")
    }

    @Test("makes the same table with its script as stands in the page without")
    func selection() throws {
        let folder = try TemporaryDirectory()
        let page = try Samples.report(.html, Samples.rows)
        try folder.write(page, to: "page.html")
        let shown = try browse(folder, "page.html").page
        // A browser writes quotes in text as they are.
        let whole = HTMLPage(page).body?.replacing("\n", with: "").replacing("&quot;", with: "\"").replacing(
            "&#39;", with: "'")
        #expect(shown.body?.replacing("\n", with: "") == whole)
    }

    @Test("shows the reader's own time beside UTC, with the day where it is another")
    func local() throws {
        let folder = try TemporaryDirectory()
        try folder.write(Samples.report(.html, Samples.rows), to: "page.html")
        let page = try browse(folder, "page.html", zone: "Asia/Kolkata").page.text
        #expect(page.contains("2026-08-02 09:00:41 UTC · 14:30:41 local time (UTC+5:30)</time>"))
        #expect(page.contains("2026-08-02 09:00:00<small>14:30:00 local</small>"))
        let west = try browse(folder, "page.html", zone: "Pacific/Honolulu").page.text
        #expect(west.contains("2026-08-02 09:00:41 UTC · 2026-08-01 23:00:41 local time (UTC−10)</time>"))
    }

    /// What the page's title became after a script of the test ran behind the page's own; `rows()` are the numbers of the rows
    /// that can be seen, `seen` what it is to be made of.
    private func title(_ rows: [ReportEntry], after script: String) throws -> String? {
        let folder = try TemporaryDirectory()
        let whole = """
            <script>
            const rows = () => Array.from(document.querySelectorAll('table.rows tbody tr'), row => row.cells[0].textContent).join(' ');
            \(script)
            document.title = seen.join('; ');
            </script>
            """
        let page = try Samples.report(.html, rows)
            .replacing(/<meta http-equiv[^>]*>/, with: "").replacing("</body>", with: whole + "</body>")
        try folder.write(page, to: "tools.html")
        return try browse(folder, "tools.html").page.text.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.1) }
    }

    private func browse(
        _ folder: TemporaryDirectory, _ name: String, zone: String = "UTC"
    ) throws -> (page: HTMLPage, log: String) {
        let log = folder.file(name + ".log")
        let result = try Program.run(
            "env",
            [
                "TZ=\(zone)", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,900",
                "--user-data-dir=\(folder.file(name + ".profile"))", "--log-net-log=\(log)", "--enable-logging=stderr",
                "--virtual-time-budget=3000", "--dump-dom", "file://" + folder.file(name),
            ])
        try #require(result.status == 0, "\(result.output)")
        return (HTMLPage(result.output), (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
    }
}
