import BatchModel
import Foundation
import Reporting
import TestSupport
import Testing
import Text

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The JUnit report")
struct JUnitReportTests {
    @Test("is well-formed and shows text as it is, control characters aside", arguments: Payloads.all)
    func payload(payload: String) throws {
        let text = try Samples.report(
            .junit, [Payloads.row(2, payload), Payloads.row(3, payload)], Payloads.context(payload))
        let parsed = try ParsedXML(text)
        #expect(parsed.names.filter { $0 == "testcase" }.count == 2)
        #expect(
            Set(parsed.names) == [
                "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "system-out",
                "system-err",
            ])
        let shown = payload.unicodeScalars.map(Self.shown)
        for element in ["failure", "error"] {
            let attributes = try #require(parsed.attributes[element]?.first)
            #expect(attributes["message"].map { Array($0.unicodeScalars) } == shown)
            #expect(attributes["type"].map { Array($0.unicodeScalars) } == shown)
        }
    }

    @Test("counts an unknown row as an error, a failed one as a failure, others as passed or skipped")
    func counts() throws {
        let parsed = try ParsedXML(Samples.report(.junit, Samples.rows))
        let suite = try #require(parsed.attributes["testsuite"]?.first)
        #expect(suite["tests"] == "8" && suite["failures"] == "4" && suite["errors"] == "1" && suite["skipped"] == "2")
        #expect(parsed.names.count { $0 == "testcase" } == 8)
        #expect(parsed.names.count { $0 == "failure" } == 4)
        #expect(parsed.names.count { $0 == "error" } == 1)
        #expect(parsed.names.count { $0 == "skipped" } == 2)
        #expect(suite["timestamp"] == "2026-08-02T09:00:00")
    }

    @Test("is valid against the schema that Ant and Jenkins share", .enabled(if: Program.exists("xmllint")))
    func schema() throws {
        let folder = try TemporaryDirectory()
        let schema = Golden.folder.appendingPathComponent("junit.xsd").path
        var random = SeededGenerator(seed: 3)
        let reports = [
            try Samples.report(.junit, Samples.rows), try Samples.report(.junit, [], ReportContext()),
            try Samples.report(.junit, Samples.random(200, &random)),
            try Samples.report(.junit, [Payloads.row(2, "<b>\u{0}")], Payloads.context("\"&<>")),
        ]
        for (index, report) in reports.enumerated() {
            let path = try folder.write(report, to: "report\(index).xml")
            let result = try Program.run("xmllint", ["--noout", "--nonet", "--schema", schema, path])
            #expect(result.status == 0, "\(result.output)")
        }
        let broken = try folder.write(reports[0].replacing(" errors=\"1\"", with: ""), to: "broken.xml")
        #expect(try Program.run("xmllint", ["--noout", "--nonet", "--schema", schema, broken]).status != 0)
    }

    @Test("keeps rows whole that are longer than the parts it is copied in")
    func longRows() throws {
        let message = String(repeating: "ü🙂", count: 40_000)
        let rows = (2..<7).map { Samples.entry($0, "u", .rejected, key: "k", message: message) }
        let parsed = try ParsedXML(Samples.report(.junit, rows))
        #expect(parsed.attributes["failure"]?.map { $0["message"] } == Array(repeating: message, count: 5))
    }

    private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let isNoCharacter = scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
        return isNoCharacter || DisplayText.isControl(scalar) ? "\u{FFFD}" : scalar
    }
}

/// The elements of an XML document, in order, with their attributes.
private final class ParsedXML: NSObject, XMLParserDelegate {
    private(set) var names: [String] = []
    private(set) var attributes: [String: [[String: String]]] = [:]

    init(_ text: String) throws {
        super.init()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes values: [String: String] = [:]
    ) {
        names.append(name)
        attributes[name, default: []].append(values)
    }
}
