import BatchModel
import Manifests
import TestSupport
import Testing

@Suite("Suppression lists are read as manifests are, and refused where they are not plainly lists")
struct SuppressionListTests {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func read(
        _ text: String, name: String = "list.txt", _ options: ReadingOptions = ReadingOptions()
    ) throws -> SuppressedUsers {
        try folder.write(text, to: name)
        var users = SuppressedUsers()
        try ListReader(options) { $0 }.read(folder.file(name), name: name, into: &users)
        return users
    }

    /// What a list comes to in a manifest of these users.
    func exclusion(
        _ lists: SuppressedUsers, in users: [String], header: String = "user"
    ) throws -> (left: [String], Exclusion) {
        try folder.write(
            "\(header),sender,message\n" + users.map { "\($0),o,Hi\n" }.joined(), to: "m.csv")
        let manifest = try Manifest.open(
            folder.file("m.csv"), options: ReadingOptions(), scope: IdentityScope(site: "s"))
        var left: [String] = []
        let check = try manifest.check(limits: CheckLimits(suppressed: lists)) { row in
            if !row.isSuppressed { left.append(users[row.position]) }
        }
        return (left, check.exclusion)
    }

    @Test(
        "Whatever its form, a list names its people",
        arguments: [
            ("list.txt", "# gone\n\nann\n  bob\r\n"), ("list.txt", "ann\rbob"), ("list.csv", "ann\nbob\n"),
            ("list.csv", "User,Why\nann,\"moved, far\"\nbob,\n"), ("list.csv", "sep=;\nWhy;E-mail\nx;ann\ny;bob\n"),
            ("list.tsv", "Member\tWhy\nann\tx\nbob\ty\n"), ("list", "nr|login\n1|ann\n2|bob\n"),
            ("list.csv", "#,email\n1,ann\n2,bob\n"), ("list.csv", "email,Email\nann,\nbob,\n"),
            ("list.json", #"[{"user":"ann"},{"email":"bob","tags":["x"],"n":1}]"#),
            ("list.jsonl", "{\"Member\":\"ann\"}\n{\"Member\":\"bob\"}\n"),
            ("list", #"{"user":"ann"}"# + "\n" + #"{"user":"bob"}"#), ("list.json", #"["ann", " bob "]"#),
            ("list.jsonl", "\"ann\"\n\n\"bob\"\n"), ("list", #"[ "ann","bob"]"#),
            ("list.json", #"{"users":["ann","bob"],"next":null}"#), ("list.json", #"{"messages":["ann","bob"]}"#),
            ("list.json", #"{"a":{"data":[{"email":"ann"},{"email":"bob"}]},"n":2}"#),
        ])
    func accepted(name: String, text: String) throws {
        let (left, exclusion) = try exclusion(read(text, name: name), in: ["ann", "bob", "cy"])
        #expect(left == ["cy"])
        #expect(exclusion.text == "excluded 2 rows; 0 of 2 names are in no row")
    }

    @Test(
        "A workbook names its people: a table with a column of users, or one column of names",
        arguments: [
            [["Why", "E-mail"], ["x", "ann"], ["y", "bob"]], [["ann"], [""], ["bob"]],
            [["", "", "ann"], ["", "", " bob "]],
        ])
    func workbook(texts: [[String]]) throws {
        try folder.write(WorkbookText.excel(texts: texts), to: "list.xlsx")
        var users = SuppressedUsers()
        try ListReader(ReadingOptions()) { $0 }.read(folder.file("list.xlsx"), name: "list.xlsx", into: &users)
        let (left, exclusion) = try exclusion(users, in: ["ann", "bob", "cy"])
        #expect(left == ["cy"] && exclusion.names == 2)
    }

    @Test(
        "A workbook that is not plainly a list is refused where it is not",
        arguments: [
            ([["a", "b"], ["ann", "bob"]], "no column of the list"), ([["ann"], ["bob, cy"]], "a comma"),
            ([["user"], ["ann"], ["", "bob"]], "has no name"), ([["user", "why"], ["", "x"]], "names no user"),
        ])
    func refusedWorkbook(texts: [[String]], words: String) throws {
        try folder.write(WorkbookText.excel(texts: texts), to: "list.xlsx")
        var users = SuppressedUsers()
        let fault = #expect(throws: ListFault.self) {
            try ListReader(ReadingOptions()) { $0 }.read(folder.file("list.xlsx"), name: "list.xlsx", into: &users)
        }
        #expect(fault.map { $0.problem.lowercased().contains(words) } == true)
    }

    @Test(
        "A list that is not plainly one is refused where it is not",
        arguments: [
            ("list.txt", "ann\nbob,cy\n", "line 2", "comma"), ("list.txt", "\"ann\"\n", "line 1", "quote"),
            ("list.txt", "\n‘ann’\n", "line 2", "quote"), ("list.txt", "ann\nbob\tgone\n", "line 2", "tab"),
            ("list.txt", "Ann <ann@x>\n", "line 1", "bracket"),
            ("list.txt", "ann@x bob@x\n", "line 1", "two addresses"),
            ("list.txt", "ann@x gone\n", "line 1", "blank"), ("list.txt", "# a\n[ann]\n", "line 2", "bracket"),
            ("list.csv", "Name,Why\nann,x\n", "line 1", "known to name users"),
            ("list.csv", "Emial,Why\nann,x\n", "line 1", "Is \"Emial\" the column"),
            ("list.csv", "# a, email\nuser,why\nann,x\n", "line 2", "not its first line"),
            ("list.csv", "user,why\nann,x\n,y\n,z\n", "row 3", "1 more"),
            ("list.csv", "user,why\nann,x,y\n", "row 2", "3 cells"),
            ("list.csv", "user,why\n\"ann,x\n", "row 2", "closed"),
            ("list.csv", "why,email\nx,\"ann@x;bob@x\"\n", "row 2", "semicolon"),
            ("list.csv", "user,why\nBob <bob>,x\n", "row 2", "angle brackets"),
            ("list.txt", "ann، bob\n", "line 1", "comma"),
            ("list.json", #"[{"user":7}]"#, "row 1", "not a text"),
            ("list.json", #"["ann", 7]"#, "row 2", "a number"),
            ("list.json", #"["ann", {"user":"bob"}]"#, "row 2", "object"),
            ("list.json", #"["ann@x, bob@x"]"#, "row 1", "comma"), ("list.json", #"["ann", ""]"#, "row 2", "no user"),
            ("list.json", #"["ann""#, "row 1", "JSON"), ("list.jsonl", "\"ann\" x\n", "row 1", "follows"),
            ("list.json", #"{"gone":["ann"],"here":["bob"]}"#, "", "--json-path gone"),
            ("list.json", #"{"data":["ann"],"errors":[]}"#, "", "several arrays"),
            ("list.json", #"{"ann":true,"bob":false}"#, "", "array of objects"),
            ("list.json", #"[{"name":"ann"}]"#, "", "its keys are \"name\""), ("list.json", "{", "line 1", "JSON"),
            ("list.txt", "ann\n#N/A\n", "line 2", "#N/A"),
            ("list.txt", "ann\n#REF!\n#NAME?\n####\n", "line 2", "#REF!"),
            ("list.txt", "ann\n########\nbob\n", "line 2", "too narrow"),
            ("list.txt", "########\n", "line 1", "too narrow"), ("list.txt", "# a\n#N/A\n", "line 2", "#N/A"),
            ("list.txt", "ann\0\n", "line 1", "control"), ("list.csv", "<html><body>ann</body></html>", "", "HTML"),
        ])
    func refused(name: String, text: String, place: String, words: String) throws {
        let fault = try #require(throws: ListFault.self) { try read(text, name: name) }
        let location = fault.location
        let shown = location.row.map { "row \($0)" } ?? location.line.map { "line \($0)" } ?? ""
        #expect(shown == place && location.file == name && !fault.isUnreadable)
        #expect(fault.problem.contains(words) || fault.remedy.contains(words), "\(fault)")
        #expect(!fault.remedy.isEmpty)
    }

    @Test(
        "A line that is more than a name is doubted where no row has it, and certain where its person is in a row",
        arguments: [
            ("bob left\n", "bob", true), ("bob: left\n", "bob", true), ("*@x.org\n", "ann@x.org", true),
            ("x.org\n", "ann@x.org", true), ("dan left\n", nil, false), ("*@y.org\n", nil, false),
        ])
    func doubted(text: String, user: String?, isCertain: Bool) throws {
        let doubts = try exclusion(read(text), in: ["ann@x.org", "bob"]).1.doubts
        #expect(doubts.count == 1 && doubts.first?.user == user && doubts.first?.isCertain == isCertain)
    }

    @Test(
        "A name that a row has, or that looks as names in the manifest do, is not doubted",
        arguments: [
            "bob left\n", "Bob Left\ndan smith\n", "dan\n", "max@y.org\n", "user\nanna smith\n", "anna.smith\n",
        ])
    func notDoubted(text: String) throws {
        #expect(try exclusion(read(text), in: ["ann@x.org", "bob left", "cy"]).1.doubts.isEmpty)
    }

    @Test("A list without anybody is none that is wrong", arguments: ["", "# nobody\n", "user,why\n", "\u{FEFF}"])
    func empty(text: String) throws {
        let (left, exclusion) = try exclusion(read(text), in: ["ann"])
        #expect(left == ["ann"] && exclusion.names == 0 && exclusion.lists.count == 1)
    }

    @Test(
        "A line that begins with # is a comment, and counted, unless a row's user is called so",
        arguments: [
            ("ann\n#bob\n", ["cy"], 2, 0), ("ann\n#BOB\n# cy\n", ["cy"], 2, 1), ("#bob\n#bob\n", ["ann", "cy"], 1, 0),
            ("ann\n#cy\n", ["#bob", "cy"], 1, 1), ("####\n# Gone\n####\n\nann\n", ["#bob", "cy"], 1, 1),
            ("# Gone\n#####\nann\n", ["#bob", "cy"], 1, 1), ("# nobody\n", ["ann", "#bob", "cy"], 0, 1),
        ])
    func comments(text: String, left: [String], names: Int, comments: Int) throws {
        let list = try read(text)
        let found = try exclusion(list, in: ["ann", "#bob", "cy"])
        #expect(found.left == left)
        #expect(found.1.names == names && found.1.rows == 3 - left.count)
        #expect(found.1.lists.map(\.comments) == [comments] && found.1.lists.map(\.names) == [names])
        #expect((found.1.lists[0].notes.isEmpty) == (comments == 0))
    }

    @Test("A name is left out by each list that has it, be it as a comment")
    func commentsOfSeveral() throws {
        var users = try read("#bob\n")
        try folder.write("#bob\n# x\n", to: "b.txt")
        try ListReader(ReadingOptions()) { $0 }.read(folder.file("b.txt"), name: "b.txt", into: &users)
        let found = try exclusion(users, in: ["ann", "#bob"])
        #expect(found.left == ["ann"] && found.1.names == 1 && found.1.unmatched == 0)
        #expect(found.1.lists.map(\.names) == [1, 1] && found.1.lists.map(\.comments) == [0, 1])
    }

    @Test("A person who is named in several ways is left out by each, and counts once")
    func severalNames() throws {
        let list = try read("username,email\nann,ann@x\nbob,bob@x\nann,ANN@X\n", name: "list.csv")
        let (left, exclusion) = try exclusion(list, in: ["ann@x", "bob", "cy"])
        #expect(left == ["cy"] && exclusion.names == 2 && exclusion.unmatched == 0)
    }

    @Test("The column that --map chooses counts alone where the list has it")
    func map() throws {
        let options = ReadingOptions(columnMap: ["user": "Mitglied"])
        let with = try read("email,Mitglied\nann,bob\n", name: "list.csv", options)
        #expect(try exclusion(with, in: ["ann", "bob"]).left == ["ann"])
        let without = try read("email\nann\n", name: "list.csv", options)
        #expect(try exclusion(without, in: ["ann", "bob"]).left == ["bob"])
    }

    @Test("The path that is given chooses among the arrays of a JSON list that has it")
    func path() throws {
        let text = #"{"gone":[{"user":"ann"}],"here":["bob"]}"#
        for (path, left) in [("gone", ["bob"]), ("here", ["ann"])] {
            let list = try read(text, name: "list.json", ReadingOptions(jsonPath: path))
            #expect(try exclusion(list, in: ["ann", "bob"]).left == left)
        }
        let other = try read(#"["ann"]"#, name: "list.json", ReadingOptions(jsonPath: "data"))
        #expect(try exclusion(other, in: ["ann", "bob"]).left == ["bob"])
        let single = try read(#"{"rows":["ann"]}"#, name: "list.json", ReadingOptions(jsonPath: "data"))
        #expect(try exclusion(single, in: ["ann", "bob"]).left == ["bob"])
    }

    @Test("Our report names all its users, and only those of its column user")
    func report() throws {
        let list = try read(
            "row,user,sender,success,error_key,outcome\n2,ann,office,true,,sent\n3,,office,false,x,invalid\n",
            name: "r.csv")
        let (left, exclusion) = try exclusion(list, in: ["ann", "office"])
        #expect(left == ["office"])
        #expect(exclusion.lists.first?.notes == ["r.csv is a results report: its only user is excluded"])
    }

    @Test("Each of several lists is judged by itself, the same person counted once over all")
    func several() throws {
        var users = try read("ann\nmax\n")
        try folder.write("MAX\nmia\n", to: "b.txt")
        try ListReader(ReadingOptions()) { $0 }.read(folder.file("b.txt"), name: "b.txt", into: &users)
        let (left, exclusion) = try exclusion(users, in: ["ann", "bob"])
        #expect(left == ["bob"])
        #expect((exclusion.names, exclusion.unmatched) == (3, 2))
        #expect(exclusion.lists.map(\.names) == [2, 2] && exclusion.lists.map(\.unmatched) == [1, 2])
    }

    @Test("The fingerprint is that of the names, whatever their order, spelling and form")
    func fingerprint() throws {
        let plain = try read("ann\nbob\n")
        #expect(try read("user,why\nBOB,x\n ann ,y\n", name: "b.csv").fingerprint == plain.fingerprint)
        #expect(try read("ann\n").fingerprint != plain.fingerprint)
        #expect(try read("# whom not to write to\nann\nbob\n").fingerprint == plain.fingerprint)
    }

    @Test("A list that is not there cannot be read")
    func missing() throws {
        var users = SuppressedUsers()
        let fault = try #require(throws: ListFault.self) {
            try ListReader(ReadingOptions()) { $0 }.read(folder.file("none"), name: "none", into: &users)
        }
        #expect(fault.isUnreadable && fault.problem.contains("The list"))
    }
}
