import Testing

@testable import Manifests

@Suite("How many rows use what is given for rows without their own")
struct OptionUseTests {
    /// A value that each option takes, and the column that wins over it.
    private static func give(_ option: RowDefault, to sample: inout Sample) throws {
        try sample.folder.write("Hi", to: "given.txt")
        switch option {
        case .sender: sample.options.defaultSender = "office"
        case .message: sample.options.defaultMessage = "Hi"
        case .template: sample.options.templateFile = sample.folder.file("given.txt")
        case .attachment: sample.options.defaultAttachment = "given.txt"
        case .gifURL: sample.options.defaultGIF = "https://tenor.com/given"
        }
    }

    private static let cells: [ManifestField: String] = [
        .user: "ann", .sender: "bob", .message: "Hello", .attachment: "own.txt", .gifURL: "https://tenor.com/own",
    ]

    /// A file with every field, of which the option's own is filled in the first `own` of three rows.
    private static func sample(_ option: RowDefault, own: Int, json: Bool = false) throws -> Sample {
        let fields: [ManifestField] = [.user, .sender, .message, .attachment, .gifURL]
        func cell(_ field: ManifestField, _ row: Int) -> String {
            field == .user ? "user\(row)" : field == option.field && row >= own ? "" : cells[field] ?? ""
        }
        let lines = (0..<3).map { row in
            json
                ? "{" + fields.map { "\"\($0.name)\": \"\(cell($0, row))\"" }.joined(separator: ", ") + "}"
                : fields.map { cell($0, row) }.joined(separator: ",")
        }
        let header = json ? [] : [fields.map(\.name).joined(separator: ",")]
        var sample = try Sample(
            (header + lines).map { $0 + "\n" }.joined(), name: json ? "m.jsonl" : "m.csv")
        try sample.folder.write("own", to: "own.txt")
        try give(option, to: &sample)
        return sample
    }

    @Test("Counts them and names the column that wins", arguments: RowDefault.allCases, [0, 1, 3])
    func counts(option: RowDefault, own: Int) throws {
        for json in [false, true] {
            let sample = try Self.sample(option, own: own, json: json)
            let columns = own == 0 ? [] : [option.field.name]
            let expected = OptionUse(rows: 3, counts: [.init(option, used: 3 - own, columns: columns)])
            #expect(try sample.check().optionUse == expected)
            #expect(try sample.open().optionUse() == expected)
        }
    }

    @Test("Rows that fail for another reason do not count")
    func invalidRows() throws {
        var sample = try Sample("user,sender,message\nann,bob,Hi\n,,Hi\n")
        sample.options.defaultSender = "office"
        #expect(
            try sample.check().optionUse
                == OptionUse(rows: 1, counts: [.init(.sender, used: 0, mayUse: 1, columns: ["sender"])]))
    }

    @Test("Without a column every row uses it, without an option nothing is counted")
    func plain() throws {
        var sample = try Sample("user,message\nann,Hi\n")
        sample.options.defaultSender = "office"
        #expect(try sample.check().optionUse == OptionUse(rows: 1, counts: [.init(.sender, used: 1, columns: [])]))
        #expect(try Sample(oneMessage("Hi")).check().optionUse.counts == [])
        #expect(try Sample(oneMessage("Hi")).open().optionUse() == OptionUse())
    }

    @Test(
        "An option that does nothing to any row is told, of a file whose rows were enrolled before as well",
        arguments: [
            ("Hi", ["id"], [IdleOption.render(isTemplateGiven: false), .ignoredField("id")]),
            ("Hi {{user}}", ["id"], [.ignoredField("id")]),
            ("Hi", ["Message", "gif"], [.render(isTemplateGiven: false), .ignoredField("gif")]),
            ("{{", [], []),
        ])
    func idle(message: String, ignored: [String], expected: [IdleOption]) throws {
        var sample = try Sample("user,sender,message\nann,bob,\(message)\n")
        sample.options.render = true
        sample.options.defaultMessage = ignored.contains("Message") ? "Hi" : nil
        for field in ignored { sample.options.columnMap[field] = "" }
        #expect(try sample.check().optionUse.idle == expected)
        #expect(try sample.open().optionUse().idle == expected)
    }

    @Test("A template counts in place of a message")
    func template() throws {
        var sample = try Sample("user,sender\nann,bob\n")
        try sample.folder.write("Hi", to: "t")
        sample.options.defaultMessage = "Ho"
        sample.options.templateFile = sample.folder.file("t")
        #expect(try sample.check().optionUse.counts.map(\.option) == [.template])
    }
}
