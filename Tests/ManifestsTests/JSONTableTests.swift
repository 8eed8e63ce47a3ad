import BatchModel
import Testing

@testable import Manifests

@Suite("Rows in the tables of a database's export, or in the elements of an array")
struct JSONTableTests {
    private static let header = #"{"type":"header","version":"5.2.1"},{"type":"database","name":"forum"}"#
    private static let members = table("members", #"{"username":"ann"},{"username":"bob"}"#)

    private static func table(_ name: String, _ rows: String, database: String = "forum") -> String {
        #"{"type":"table","name":"\#(name)","database":"\#(database)","data":[\#(rows)]}"#
    }

    private func sample(_ text: String, _ path: String?) throws -> Sample {
        try Sample(
            text, name: "m.json", options: ReadingOptions(jsonPath: path, defaultSender: "office", defaultMessage: "Hi")
        )
    }

    @Test(
        "The one table is read by its key, its name, or both",
        arguments: ["data", "members", "members.data", "forum.members"])
    func one(path: String) throws {
        let text = "[\(Self.header),\(Self.members),\(Self.table("empty", ""))]"
        #expect(try sample(text, path).rows().map(\.user) == ["ann", "bob"])
        #expect(try sample(text, path).warnings() == [])
    }

    @Test("Without a path the table is named with the option that reads it")
    func unnamed() throws {
        let fault = try #require(try sample("[\(Self.header),\(Self.members)]", nil).check().diagnostics.first)
        #expect(fault.code == ManifestCode.jsonShape.rawValue)
        #expect(fault.problem.contains("\"data\" of the table \"members\""))
        #expect(fault.remedy == "Add --json-path data.")
    }

    @Test("Of two tables none is taken by itself")
    func two() throws {
        let text = "[\(Self.header),\(Self.members),\(Self.table("groups", #"{"gid":1}"#))]"
        for path in [nil, "data"] {
            let fault = try #require(try sample(text, path).check().diagnostics.first)
            #expect(fault.problem.contains("the tables \"members\" and \"groups\""))
            #expect(fault.remedy == "Say which are meant, as in --json-path members.")
        }
        #expect(try sample(text, "members").rows().map(\.user) == ["ann", "bob"])
    }

    @Test("Tables of one name in two databases are told apart")
    func databases() throws {
        let text = "[\(Self.header),\(Self.members),\(Self.table("members", #"{"username":"cid"}"#, database: "old"))]"
        let fault = try #require(try sample(text, "members").check().diagnostics.first)
        #expect(fault.remedy.hasSuffix("--json-path forum.members."))
        #expect(try sample(text, "old.members").rows().map(\.user) == ["cid"])
    }

    @Test("Rows are rows, whatever arrays they hold and whatever path is given")
    func rows() throws {
        for text in [
            #"[{"user":"ann","data":[{"user":"x"}]},{"user":"bob"}]"#,
            #"[{"type":"table","user":"ann"},{"user":"bob"}]"#,
            #"[{"type":"header","user":"ann"},{"user":"bob","data":[]}]"#,
        ] {
            #expect(try sample(text, nil).rows().map(\.user) == ["ann", "bob"], "\(text)")
        }
        let text = #"[{"user":"ann","data":[{"user":"x"}]}]"#
        #expect(try sample(text, "data").rows().map(\.user) == ["ann"])
        #expect(try sample(text, "data").warnings().contains("bad_option"))
    }

    @Test("An answer in brackets, and several of them")
    func answers() throws {
        let page = #"{"ok":true,"data":{"members":[{"username":"ann"},{"username":"bob"}]}}"#
        let fault = try #require(try sample("[\(page)]", nil).check().diagnostics.first)
        #expect(fault.remedy == "Add --json-path data.members.")
        #expect(try sample("[\(page)]", "data.members").rows().map(\.user) == ["ann", "bob"])
        let pages = try #require(try sample("[\(page),\(page)]", "data.members").check().diagnostics.first)
        #expect(pages.problem.contains("found 2 times"))
    }

    @Test("An export that breaks off is said to, behind the rows as well", arguments: [nil, "data"])
    func cut(path: String?) throws {
        let text = "[\(Self.header),\(Self.members)]"
        for length in [text.utf8.count - 1, text.utf8.count - 3, 90] {
            let cut = String(decoding: Array(text.utf8).prefix(length), as: UTF8.self)
            let faults = try sample(cut, path).check().diagnostics
            #expect(faults.contains { $0.problem == "The JSON ends in the middle." }, "\(faults)")
        }
    }
}
