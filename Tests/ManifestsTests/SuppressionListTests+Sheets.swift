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

    @Test(
        "A number that is shown otherwise names nobody in a list; shown as it is stored it does",
        arguments: [true, false])
    func formats(hasHeader: Bool) throws {
        for (format, isName) in [("0", true), ("\"M\"0000", false), ("0%", false)] {
            let header = hasHeader ? "<row><c t=\"str\"><v>user</v></c></row>" : ""
            let rows = header + "<row><c s=\"1\"><v>88</v></c></row>"
            try folder.write(WorkbookText.excel(rows, formats: [format]), to: "list.xlsx")
            var users = SuppressedUsers()
            let reader = ListReader(ReadingOptions()) { $0 }
            let path = folder.file("list.xlsx")
            if isName {
                try reader.read(path, name: "list.xlsx", into: &users)
            } else {
                #expect(throws: ListFault.self) { try reader.read(path, name: "list.xlsx", into: &users) }
            }
        }
    }
}
