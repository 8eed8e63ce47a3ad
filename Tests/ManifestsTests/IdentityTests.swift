import BatchModel
import Testing

@testable import Manifests

@Suite("A row's identity is what is sent, not where it stands")
struct IdentityTests {
    private func keys(_ text: String, name: String = "m.csv", _ change: (inout Sample) -> Void = { _ in }) throws
        -> [MessageKey?]
    {
        var sample = try Sample(text, name: name)
        change(&sample)
        return try sample.checkedRows().map(\.key)
    }

    @Test("The key is the same in every version of the program")
    func pinned() throws {
        let key = try #require(try keys(oneMessage("hi"))[0])
        #expect(String(key.high, radix: 16) + " " + String(key.low, radix: 16) == "87ccd9c2a804b3ec 6d241df6cb5366bc")
    }

    @Test("Position, file name, format, column names and id do not matter")
    func independent() throws {
        let key = try keys(oneMessage("hi"))[0]
        #expect(try keys("user,sender,message\nx,y,z\nann,bob,hi\n")[1] == key)
        #expect(try keys(oneMessage("hi"), name: "other.csv")[0] == key)
        #expect(try keys(#"[{"user":"ann","sender":"bob","message":"hi"}]"#, name: "m.json")[0] == key)
        #expect(try keys("id;to;from;text;note\n7;ann;bob;hi;n\n")[0] == key)
        #expect(try keys("user,message\nann,hi\n") { $0.options.defaultSender = "bob" }[0] == key)
        #expect(
            try keys("user,sender\nann,bob\n") {
                $0.options.defaultMessage = "{{x|hi}}"
                $0.options.render = true
            }[0] == key)
    }

    @Test("Everything that is sent, the site and the batch matter")
    func dependent() throws {
        func all(_ row: String) throws -> MessageKey? {
            try keys("user,sender,message,gif,file\n" + row + "\n") {
                _ = try? $0.folder.write("1", to: "f1")
                _ = try? $0.folder.write("2", to: "f2")
            }[0]
        }
        var seen: [MessageKey?] = try [
            "ann,bob,hi,,", "bea,bob,hi,,", "ann,bea,hi,,", "ann,bob,ho,,", "ann,bob,hi,https://tenor.com/1,",
            "ann,bob,hi,https://tenor.com/2,", "ann,bob,hi,,f1", "ann,bob,hi,,f2", "annb,ob,hi,,", "ann,bobh,i,,",
        ].map(all)
        seen.append(try keys(oneMessage("hi")) { $0.scope.site = "https://other.example" }[0])
        seen.append(try keys(oneMessage("hi")) { $0.scope.batch = "" }[0])
        seen.append(try keys(oneMessage("hi")) { $0.scope.batch = "may" }[0])
        #expect(!seen.contains(nil))
        #expect(Set(seen).count == seen.count)
    }

    @Test("The same bytes under another name are the same attachment")
    func attachmentContent() throws {
        let found = try keys("user,sender,message,file\na,b,c,f1\na,b,c,f2\n") {
            _ = try? $0.folder.write("same", to: "f1")
            _ = try? $0.folder.write("same", to: "f2")
        }
        #expect(found[0] != nil)
        #expect(found[0] == found[1])
    }

    @Test("Equal rows are told apart by their ordinal, which other rows do not disturb")
    func ordinals() throws {
        let rows = try Sample("user,sender,message\na,b,c\nx,b,c\na,b,c\n,,c\na,b,d\na,b,c\n").checkedRows()
        let ordinals = rows.map(\.ordinal)
        #expect(ordinals == [1, 1, 2, 0, 1, 3])
    }

    @Test("How a name is composed and how a line ends do not matter, and twins so spelt are repeats")
    func unseen() throws {
        let text =
            "user,sender,message\nZo\u{EB},B\u{FC}ro,\"a\nb\"\nZoe\u{308},Bu\u{308}ro,\"a\r\nb\"\nZo\u{EB},B\u{FC}ro,\"a\rb\"\n"
        let rows = try Sample(text).checkedRows()
        #expect(Set(rows.map(\.key)).count == 1)
        #expect(rows.map(\.ordinal) == [1, 2, 3])
        #expect(try Sample(text).messages() == ["a\nb", "a\r\nb", "a\rb"])
    }

    @Test("Case, inner blanks and the number of line ends matter")
    func seen() throws {
        let rows = try Sample(
            "user,sender,message\nann,b,hi\nAnn,b,hi\nann,B,hi\nann,b,Hi\nann,b,\"hi\n\"\nann,b,\"hi\n\n\"\nann,b,\"hi\r\n\r\n\n\"\n"
        ).checkedRows()
        #expect(Set(rows.map(\.key)).count == 7)
        #expect(rows.allSatisfy { $0.ordinal == 1 })
    }

    @Test("The recipient's digest is the same for every spelling of a name")
    func recipientSpellings() throws {
        let rows = try Sample(
            "user,sender,message\nAnn@X.example,b,1\nann@x.example,b,2\nZo\u{EB},b,3\nzoe\u{308},b,4\n"
        )
        .checkedRows()
        #expect(rows[0].recipient == rows[1].recipient)
        #expect(rows[2].recipient == rows[3].recipient)
        #expect(rows[0].recipient != rows[2].recipient)
    }

    @Test("The recipient's digest depends on the user alone")
    func recipients() throws {
        let rows = try Sample("user,sender,message\na,b,c\na,x,y\nb,b,c\n").checkedRows()
        let digests = rows.map(\.recipient)
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test("The cursor computes the same keys as the check")
    func cursor() throws {
        let sample = try Sample("user,sender,message\na,b,c\n,b,c\nd,e,\"f\ng\"\n")
        let checked = try sample.checkedRows().map(\.key)
        #expect(try sample.rows().map(\.key) == checked)
    }
}
