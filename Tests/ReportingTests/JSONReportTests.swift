import BatchModel
import Foundation
import Reporting
import TestSupport
import Testing
import Text

@Suite("The JSON reports")
struct JSONReportTests {
    private static let schema = Golden.folder.appendingPathComponent("../../../samples/report.schema.json").standardized

    @Test("keep every text exactly as it came", arguments: Payloads.all)
    func raw(payload: String) throws {
        let report = try object(Samples.report(.json, [Payloads.row(2, payload)], Payloads.context(payload)))
        let run = try #require(report["run"] as? [String: Any])
        for key in ["manifest", "site", "batch", "plan_digest", "program", "stopped"] {
            #expect(exactly(run[key], payload), "\(key)")
        }
        let row = try #require((report["rows"] as? [[String: Any]])?.first)
        for key in ["user", "sender", "error_key", "error_message", "id"] {
            #expect(exactly(row[key], payload), "\(key)")
        }
        let line = try Samples.report(.jsonl, [Payloads.row(2, payload)])
        #expect(try NSDictionary(dictionary: object(line)) == NSDictionary(dictionary: row))
        #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
    }

    @Test("hold only text that a terminal shows as it is", arguments: Payloads.terminal)
    func harmless(payload: String) throws {
        let text = try Samples.report(.json, [Payloads.row(2, payload)], Payloads.context(payload))
        #expect(!text.unicodeScalars.contains { $0 != "\n" && DisplayText.isHarmful($0) })
    }

    @Test("count what the rows say, for random rows", arguments: 0..<20)
    func counts(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = Samples.random(Int.random(in: 0...200, using: &random), &random)
        let report = try object(Samples.report(.json, rows))
        let counts = try #require(report["counts"] as? [String: Int])
        let listed = try #require(report["rows"] as? [[String: Any]])
        #expect(listed.map { $0["row"] as? Int } == rows.map(\.row))
        #expect(counts["total"] == rows.count)
        #expect(report["listed"] as? [String: Int] == counts)
        for outcome in Outcome.allCases {
            #expect(counts[outcome.rawValue] == listed.count { $0["outcome"] as? String == outcome.rawValue })
        }
        let lines = try Samples.report(.jsonl, rows).split(separator: "\n")
        #expect(lines.count == rows.count)
        for (line, row) in zip(lines, listed) {
            #expect(try NSDictionary(dictionary: object(String(line))) == NSDictionary(dictionary: row))
        }
    }

    @Test("follow the published schema, key for key")
    func keys() throws {
        let schema = try object(String(contentsOf: Self.schema, encoding: .utf8))
        let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
        let report = try object(Samples.report(.json, Samples.rows))
        #expect(try Set(report.keys) == required(schema))
        #expect(try Set(#require(report["run"] as? [String: Any]).keys) == required(#require(definitions["run"])))
        for row in try #require(report["rows"] as? [[String: Any]]) {
            #expect(try Set(row.keys) == required(#require(definitions["row"])))
        }
        for key in ["counts", "listed"] {
            let counts = try #require(report[key] as? [String: Any])
            #expect(try Set(counts.keys) == required(#require(definitions["counts"])))
            #expect(Set(counts.keys) == Set(Outcome.allCases.map(\.rawValue) + ["total"]))
        }
    }

    @Test(
        "are valid for a validator of JSON Schema",
        .enabled(if: (try? Program.run("python3", ["-c", "import jsonschema"]).status) == 0))
    func validator() throws {
        let folder = try TemporaryDirectory()
        var reports = [try Samples.report(.json, Samples.rows), try Samples.report(.json, [], ReportContext())]
        var random = SeededGenerator(seed: 1)
        reports.append(try Samples.report(.json, Samples.random(300, &random)))
        reports.append(try Samples.report(.json, [Payloads.row(2, "\u{0}<b>")], Payloads.context("\u{1B}")))
        var part = Samples.context
        part.filter = RowFilter(outcomes: [.rejected], sinceMilliseconds: 1_785_661_200_431)
        reports.append(try Samples.report(.json, Samples.rows, part))
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for path in sys.argv[2:]:
                validator.validate(json.load(open(path)))
            bad = json.load(open(sys.argv[2]))
            bad["rows"][0]["outcome"] = "maybe"
            assert not validator.is_valid(bad)
            """
        let paths = try reports.enumerated().map { try folder.write($1, to: "report\($0).json") }
        let result = try Program.run("python3", ["-c", script, Self.schema.path] + paths)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test("say null where there is nothing")
    func nulls() throws {
        let line = try Samples.report(.jsonl, [Samples.entry(7, "erin", .excluded)])
        #expect(
            line
                == "{\"row\":7,\"user\":\"erin\",\"sender\":\"events\",\"success\":null,\"error_key\":null,"
                + "\"error_message\":null,\"outcome\":\"excluded\",\"http_status\":null,\"attempts\":0,"
                + "\"finished_at\":null,\"duration_ms\":null,\"id\":null,\"row_digest\":null}\n")
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func required(_ schema: [String: Any]) throws -> Set<String> {
        Set(try #require(schema["required"] as? [String]))
    }

    /// Compares scalars: Swift's own equality takes some different texts for the same.
    private func exactly(_ value: Any?, _ text: String) -> Bool {
        (value as? String).map { Array($0.unicodeScalars) == Array(text.unicodeScalars) } ?? false
    }
}
