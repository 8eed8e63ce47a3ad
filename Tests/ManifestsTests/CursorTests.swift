import Foundation
import Manifests
import Testing

@Suite("Every pass reads the file that was opened, or fails")
struct CursorTests {
    @Test("Rows stay good after the next ones were read")
    func rowsStayGood() throws {
        let count = 20_000
        let text = "user,sender,message,id\n" + (0..<count).map { "user\($0),b,message \($0),\($0)\n" }.joined()
        let rows = try Sample(text).rows()
        #expect(rows.count == count)
        for index in stride(from: 0, to: count, by: 997) {
            #expect(rows[index].user == "user\(index)")
            #expect(rows[index].id == "\(index)")
            #expect(rows[index].content?.message == "message \(index)")
            #expect(rows[index].position == index)
        }
    }

    @Test("Invalid rows come with what they have")
    func invalidRows() throws {
        let rows = try Sample("user,sender,message,id\n ann,,c,7\nbea\n").rows()
        #expect(rows.map(\.user) == [" ann", "bea"])
        #expect(rows.map(\.id) == ["7", nil])
        #expect(rows.map { $0.content == nil } == [true, true])
        #expect(rows[0].cells.map(\.value) == [" ann", "", "c", "7"])
        #expect(rows[0].cells.map(\.column) == ["user", "sender", "message", "id"])
    }

    @Test("JSON cells include the document's defaults")
    func jsonCells() throws {
        let text = #"{"defaults":{"sender":"s"},"messages":[{"user":"a","message":"m"},{"from":"x","user":"b"}]}"#
        let rows = try Sample(text, name: "m.json").rows()
        #expect(rows.map(\.sender) == ["s", "x"])
        #expect(rows[0].cells.map { "\($0.column)=\($0.value)" } == ["user=a", "message=m", "sender=s"])
    }

    @Test("A change of the file ends every pass", arguments: ["check", "rows"])
    func changed(pass: String) throws {
        let sample = try Sample(oneMessage("hi"))
        let manifest = try sample.open()
        let handle = try #require(FileHandle(forWritingAtPath: sample.path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("eve,bob,hi\n".utf8))
        try handle.close()
        do {
            if pass == "check" {
                _ = try manifest.check()
            } else {
                var rows = manifest.rows()
                while try rows.next() != nil {}
            }
            Issue.record("the change went unnoticed")
        } catch let fault as ManifestFault {
            #expect(fault.kind == .changed)
        }
    }

    @Test("A file put in the place of the open one does not disturb a pass")
    func replaced() throws {
        let sample = try Sample(oneMessage("hi"))
        let manifest = try sample.open()
        try sample.folder.write(oneMessage("ho"), to: "new")
        try renameFile(sample.folder.file("new"), to: sample.path)
        var rows = manifest.rows()
        #expect(try rows.next()?.content?.message == "hi")
    }

    @Test("What the caller throws for a row ends the check")
    func callerThrows() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) { try Sample(oneMessage("hi")).open().check(each: { _ in throw Stop() }) }
    }

    @Test("The real path is the same through a link")
    func realPath() throws {
        let sample = try Sample(oneMessage("hi"))
        try makeLink(sample.folder.file("link.csv"), to: "m.csv")
        let linked = try Manifest.open(sample.folder.file("link.csv"), options: sample.options, scope: sample.scope)
        #expect(linked.realPath == sample.path)
    }
}
