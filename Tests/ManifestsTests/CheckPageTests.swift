import BatchModel
import Manifests
import Testing

@Suite("The check counts and ranks what it finds")
struct CheckPageTests {
    @Test("Totals are phrased as jobs, the most frequent first")
    func jobs() throws {
        let text = "user,sender,message\n,b,c\n,b,c\n,b,\na,b,\nz,\u{1},x\n"
        let check = try Sample(text).check()
        #expect(
            check.totals.map(\.job) == [
                "Enter a user in 3 rows",
                "Enter a message in 2 rows, or give one for all with --message or --template",
                "Remove control characters from \"sender\" in 1 row",
            ])
        #expect(check.totals.map(\.count) == [3, 2, 1])
        #expect((check.rows, check.valid, check.invalid, check.errorCount) == (5, 0, 5, 6))
    }

    @Test("The file's fault comes before columns, and columns before cells")
    func rank() throws {
        let codes = try Sample("user,sender,mesage\n,b,c\nx,y,\"z\n").check().diagnostics.map(\.code)
        #expect(codes == ["manifest.open_quote", "manifest.missing_column", "manifest.missing_user"])
    }

    @Test("All are counted, the first thousand are kept")
    func cap() throws {
        let text = "user,sender,message\n" + String(repeating: ",b,c\n", count: 1_500)
        let check = try Sample(text).check()
        #expect(check.errorCount == 1_500)
        #expect(check.diagnostics.count == 1_000)
        #expect(check.diagnostics.last?.location.row == 1_001)
        #expect(check.totals.map(\.count) == [1_500])
    }

    @Test("The summary counts recipients, attachments, bytes and the longest message")
    func summary() throws {
        let sample = try Sample(
            "user,sender,message,file\nann,b,short,a.txt\nann,b,\"the longest é\",a.txt\nbea,b,x,b.txt\ncid,b,y,\n")
        try sample.folder.write("12345", to: "a.txt")
        try sample.folder.write("123", to: "b.txt")
        let check = try sample.check()
        #expect(check.distinctRecipients == 3)
        #expect(check.distinctAttachments == 2)
        #expect(check.attachmentBytes == 13)
        #expect(check.distinctAttachmentBytes == 8)
        #expect(check.longestMessage?.characters == 13)
        #expect(check.longestMessage?.row == 3)
    }

    @Test("Previews are the first valid rows, or the one asked for")
    func previews() throws {
        let text = "user,sender,message\n,b,c\n" + (0..<5).map { "u\($0),b,m\($0)\n" }.joined()
        let first = try Sample(text).check(CheckLimits(previews: 2)).previews
        #expect(first.map(\.row) == [3, 4])
        #expect(first.map(\.message.message) == ["m0", "m1"])
        #expect(try Sample(text).check(CheckLimits(previewRow: 6)).previews.map(\.message.user) == ["u3"])
        #expect(try Sample(text).check(CheckLimits(previews: 0)).previews.isEmpty)
    }

    @Test("A check without identities finds the same")
    func withoutIdentities() throws {
        let text = "user,sender,message\n,b,c\na,b,c\na,b,c\n"
        let plain = try Sample(text).open().check()
        let full = try Sample(text).check()
        #expect(plain.diagnostics == full.diagnostics)
        #expect(plain.warnings == full.warnings)
        #expect(plain.valid == full.valid)
    }

    @Test("More than 254 equal rows are counted on")
    func manyEqualRows() throws {
        let text = "user,sender,message\n" + String(repeating: "a,b,c\n", count: 600)
        let rows = try Sample(text).checkedRows()
        let ordinals = rows.map(\.ordinal)
        #expect(ordinals == Array(1...600))
    }
}
