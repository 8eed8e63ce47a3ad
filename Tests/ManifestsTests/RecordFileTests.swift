import Foundation
import TestSupport
import Testing

@testable import Manifests

@Suite("Records that are read by name")
struct RecordFileTests {
    private let folder = try? TemporaryDirectory()

    private func read(_ text: String, _ names: [String] = ["b", "a"]) throws -> (
        records: [NamedRecord], members: [String: JSONValue], isTable: Bool
    ) {
        let path = try #require(folder).write(text, to: "records.txt")
        let file = try RecordFile(path: path, listKey: "rows")
        var records = file.records(names)
        var found: [NamedRecord] = []
        while let record = try records.nextRecord() { found.append(record) }
        return (found, records.members, file.isTable)
    }

    static let forms = [
        "a,b,c\n1,x,0\n2,,0\n", "\u{FEFF}b;a\r\nx;1\r\n\"\";2\r\n",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":\"2\",\"b\":\"\"}\n",
        "{\"run\":{\"a\":9},\"rows\":[{\"b\":\"x\",\"a\":1},{\"a\":2,\"b\":\"\"}],\"end\":[1]}",
        "{ \"rows\" : [\n{\"b\":\"x\",\"a\":1},\n {\"a\":2,\"b\":\"\"}\n] ,\n\"run\":null}\n",
    ]

    @Test("are the same in a table, in lines of JSON and in a list in a document", arguments: RecordFileTests.forms)
    func sameRecords(text: String) throws {
        let found = try read(text)
        #expect(found.records.map(\.values) == [["x", "1"], ["", "2"]])
        #expect(found.records.allSatisfy { !$0.isDamaged })
        #expect(found.isTable == !text.hasPrefix("{"))
    }

    @Test("have nothing under a name that is missing, short or null")
    func missing() throws {
        #expect(try read("a,c\n1,2\n").records.map(\.values) == [[nil, "1"]])
        #expect(try read("a,b\n1\n").records.map(\.values) == [[nil, "1"]])
        #expect(try read("{\"a\":null,\"b\":true}\n").records.map(\.values) == [["true", nil]])
    }

    @Test("know the line they start on, and the document's other members")
    func places() throws {
        let found = try read("{\"n\":{\"o\":[{\"p\":\"q\"}]},\"rows\":[{\"a\":1},\n\n{\"a\":2}],\"z\":7}")
        #expect(found.records.map(\.line) == [1, 3])
        #expect(found.members["n"]?["o"]?.list.first?["p"]?.text == "q")
        #expect(found.members["z"]?.text == "7")
        #expect(try read("a,b\n1,\"x\ny\"\n2,z\n").records.map(\.line) == [2, 4])
    }

    @Test("are damaged where a line is no object or says one thing twice")
    func damaged() throws {
        let found = try read("{\"a\":1}\nnonsense\n{\"a\":1,\"a\":2}\n{\"a\":{}}\n{\"a\":3}\n").records
        #expect(found.map(\.isDamaged) == [false, true, true, true, false])
        #expect(try read("{\"rows\":[1,{\"a\":2}]}").records.map(\.isDamaged) == [true, false])
    }

    @Test(
        "end with a fault where the file breaks off",
        arguments: [
            "{\"rows\":[{\"a\":1}", "{\"rows\":[{\"a\":1}]", "{\"rows\":[{\"a\":1}]} x", "{\"rows\":[],\"rows\":[]}",
            "{\"rows\":[{\"a\":1} {\"a\":2}]}", "a,b\n\"1,2\n",
        ])
    func broken(text: String) {
        #expect(throws: ManifestFault.self) { try read(text) }
    }
}
