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

    private func row(_ cells: String...) -> String {
        "<row>" + cells.map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
    }

    private func read(_ sheets: [(name: String, state: String, rows: String)]) throws -> SuppressedUsers {
        try folder.write(ZipArchive(WorkbookText.excelMembers(sheets)).bytes, to: "list.xlsx")
        var users = SuppressedUsers()
        try ListReader(ReadingOptions()) { $0 }.read(folder.file("list.xlsx"), name: "list.xlsx", into: &users)
        return users
    }

    @Test("A title above the header of a table is passed by")
    func titles() throws {
        let title = row("Left in 2024") + "<row r=\"3\"><c t=\"str\"><v>No.</v></c><c t=\"str\"><v>user</v></c></row>"
        let users = try read([("List", "", title + row("1", "ann"))])
        #expect(try exclusion(users, in: ["ann", "bob"]).left == ["bob"])
        let fault = #expect(throws: ListFault.self) {
            try read([("List", "", row("Left in 2024", "by us") + row("1", "ann"))])
        }
        #expect(fault?.remedy.contains("hidden") == true)
    }

    @Test("Notes beside a table are not read, which is said; a second list is, and what is no list is refused")
    func notes() throws {
        let table = row("user", "since") + row("ann", "May")
        let notes = row("These people asked to be left out", "see the other sheet") + row("bob", "asked me")
        let users = try read([("Notes", "", notes), ("List", "", table)])
        let (found, exclusion) = try exclusion(users, in: ["ann", "bob"])
        #expect(found == ["bob"])
        #expect(
            exclusion.lists.first?.notes == ["list.xlsx: the sheet \"Notes\" holds notes and no list, and is not read"])
        for name in ["Notes", "More"] {
            let both = try read([(name, "", row("bob")), ("List", "", table)])
            #expect(try self.exclusion(both, in: ["ann", "bob"]).left.isEmpty)
        }
        #expect(throws: ListFault.self) { try read([("More", "", row("bob", "left")), ("List", "", table)]) }
        // Alone it is what was meant as the list.
        #expect(throws: ListFault.self) { try read([("Notes", "", notes)]) }
    }

    @Test("A number that differs from a user by zeros in front is asked about, in either direction")
    func zeros() throws {
        for (listed, user) in [("234", "00234"), ("00234", "234"), ("0234", "00234")] {
            let users = try read([("List", "", row("user") + row(listed) + row("7"))])
            let doubts = try exclusion(users, in: [user, "ann"]).1.doubts
            #expect(doubts.map(\.user) == [user] && doubts.first?.isCertain == true, "\(listed) \(user)")
            // Somebody is called just so.
            #expect(try exclusion(users, in: [user, listed]).1.doubts.isEmpty)
        }
        let users = try read([("List", "", row("user") + row("234") + row("0"))])
        #expect(try exclusion(users, in: ["2340", "0", "00", "ann"]).1.doubts.isEmpty)
    }
}
