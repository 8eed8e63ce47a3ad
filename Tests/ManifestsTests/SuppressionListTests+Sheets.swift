import Manifests
import TestSupport
import Testing

extension SuppressionListTests {
    @Test("A hidden sheet of a workbook is not read, and said; where every sheet can be seen there is nothing to say")
    func hiddenSheets() throws {
        let row = { (user: String) in "<row><c t=\"str\"><v>\(user)</v></c></row>" }
        let words = "list.xlsx: the sheet \"Left 2023\" is hidden, and is not read; unhide it for its names to count"
        for (state, left, notes) in [("", ["cy"], []), ("hidden", ["ann", "cy"], [words])] {
            let members = WorkbookText.excelMembers([("Left 2024", "", row("bob")), ("Left 2023", state, row("ann"))])
            try folder.write(ZipArchive(members).bytes, to: "list.xlsx")
            var users = SuppressedUsers()
            try ListReader(ReadingOptions()) { $0 }.read(folder.file("list.xlsx"), name: "list.xlsx", into: &users)
            let (found, exclusion) = try exclusion(users, in: ["ann", "bob", "cy"])
            #expect(found == left && exclusion.lists.first?.notes == notes)
        }
    }
}
