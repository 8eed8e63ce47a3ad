import Reporting
import Testing

@Suite("The Markdown report")
struct MarkdownReportTests {
    @Test(
        "shows hostile text as text: outside code and references nothing of it means anything", arguments: Payloads.all)
    func payload(payload: String) throws {
        let harmless = lines("x")
        let hostile = lines(payload)
        try #require(harmless.count == hostile.count)
        for (plain, line) in zip(harmless, hostile) where !plain.contains("grupo-batch-report") {
            #expect(skeleton(line) == skeleton(plain), "\(line)")
        }
    }

    @Test("fences commands so that no backtick in them ends the block")
    func fence() throws {
        var context = Samples.context
        context.commands = .init(send: "grupo-batch send 'a```b\n```\n# x'", resolve: nil, correct: nil)
        let text = try Samples.report(.markdown, [Samples.entry(2, "a", .pending)], context)
        #expect(text.contains("````sh\ngrupo-batch send 'a```b\u{FFFD}```\u{FFFD}# x'\n````\n"))
    }

    @Test("lists at most 300 rows and says how many more there are")
    func limit() throws {
        let rows = (2..<1_002).map { Samples.entry($0, "u", $0.isMultiple(of: 2) ? .unknown : .rejected, key: "k") }
        let text = try Samples.report(.markdown, rows)
        #expect(text.contains("\n700 rows more; the CSV report lists them.\n"))
        #expect(text.split(separator: "\n").count { $0.contains("| unknown |") || $0.contains("| `unknown` |") } == 101)
    }

    private func lines(_ text: String) -> [Substring] {
        let report = (try? Samples.report(.markdown, [Payloads.row(2, text)], Payloads.context(text))) ?? ""
        var fence: Substring?
        return report.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if let open = fence {
                if line == open { fence = nil }
                return false
            }
            if line.hasSuffix("sh"), line.hasPrefix("```") { fence = line.dropLast(2) }
            return fence == nil
        }
    }

    /// The line without its code spans, references and plain words: what is left is Markdown.
    private func skeleton(_ line: Substring) -> String {
        String(line)
            .replacing(/`[^`]*`/.matchingSemantics(.unicodeScalar), with: "T")
            .replacing(/(&#[0-9]+;|[A-Za-z0-9 ]|[^\x00-\x7F])+/.matchingSemantics(.unicodeScalar), with: "T")
            .replacing(/T+/, with: "T")
    }
}
