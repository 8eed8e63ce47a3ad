import Manifests
import Testing

@Suite("Columns are found by what their header means")
struct ColumnTests {
    @Test(
        "Case, spaces, _ and - do not matter, and aliases count",
        arguments: [
            "user,sender,message,file_attachments,gif_url,id", "USER,Sender,MESSAGE,File Attachments,GIF-URL,ID",
            "recipient,from,text,attachment,gif,Id", "User Name,FROM,body,file,gifurl,i_d",
            "e-mail,sender,message,file,gif,id",
            " to ,sender,message,file,gif,id",
        ])
    func aliases(header: String) throws {
        let sample = try Sample(header + "\nann,bob,hi,f.txt,https://tenor.com/x,7\n")
        try sample.folder.write("x", to: "f.txt")
        let row = try #require(try sample.rows().first)
        let content = try #require(row.content)
        #expect(content.user == "ann")
        #expect(content.sender == "bob")
        #expect(content.message == "hi")
        #expect(content.attachment?.fileName == "f.txt")
        #expect(content.gifURL == "https://tenor.com/x")
        #expect(row.id == "7")
    }

    @Test("--map chooses the column, and frees the one that would have been taken")
    func mapped() throws {
        let options = ReadingOptions(columnMap: ["user": "Kunde"])
        let sample = try Sample("user,kunde,sender,message\nnobody,ann,bob,hi\n", options: options)
        #expect(try sample.rows().map(\.user) == ["ann"])
        #expect(try sample.warnings() == ["unknown_column row 1 user"])
    }

    @Test(
        "--map with an empty name frees every column of the field, for templates too", arguments: ["message", "Text"])
    func mappedToNone(header: String) throws {
        var options = ReadingOptions(columnMap: ["body": ""], defaultMessage: "You wrote: {{\(header)}}", render: true)
        let sample = try Sample("user,sender,\(header)\nann,bob,hi\n", options: options)
        #expect(try sample.check().isValid)
        #expect(try sample.messages() == ["You wrote: hi"])
        #expect(try sample.warnings() == [])
        let json = try Sample("[{\"user\":\"a\",\"sender\":\"b\",\"\(header)\":7}]", name: "m.json", options: options)
        #expect(try json.messages() == ["You wrote: 7"])
        options.defaultMessage = nil
        #expect(
            try Sample("user,sender,\(header)\nann,bob,hi\n", options: options).errors().first
                == "missing_column row 1 message")
    }

    @Test("--map of a column that is missing says which are there, or which was meant")
    func mappedMissing() throws {
        let sample = try Sample(oneMessage("x"), options: ReadingOptions(columnMap: ["id": "sendr"]))
        let error = try #require(try sample.check().diagnostics.first)
        #expect(error.remedy == "Did you mean \"sender\"?")
    }

    @Test(
        "A near miss is suggested",
        arguments: [("recepient", "user"), ("usr", "user"), ("usre", "user"), ("e mial", "user")])
    func nearMiss(header: String, field: String) throws {
        let check = try Sample("\(header),sender,message\na,b,c\n").check()
        let error = try #require(check.diagnostics.first)
        #expect(error.remedy.hasPrefix("Did you mean \"\(field)\" where the header says \"\(header)\"?"))
        #expect(check.warnings.first?.remedy.contains("did you mean") == true)
    }

    @Test("Nothing is suggested for a name that is merely different", arguments: ["department", "Town"])
    func noSuggestion(header: String) throws {
        let check = try Sample("user,sender,message,\(header)\na,b,c,d\n").check()
        #expect(check.warnings.map(\.problem) == ["The column \"\(header)\" is used by no field."])
        #expect(check.warnings.first?.remedy.contains("did you mean") == false)
    }

    @Test("Defaults stand in for empty cells and missing columns")
    func defaults() throws {
        let options = ReadingOptions(
            defaultSender: "news", defaultMessage: "hello", defaultGIF: "https://tenor.com/x")
        let sample = try Sample("user,sender\nann,\nbea,boss\n", options: options)
        #expect(try sample.rows().map(\.sender) == ["news", "boss"])
        let messages = try sample.rows().compactMap(\.content)
        #expect(messages.map(\.message) == ["hello", "hello"])
        #expect(messages.map(\.gifURL) == ["https://tenor.com/x", "https://tenor.com/x"])
    }

    @Test("Defaults that no row could be sent with are refused at once")
    func badDefaults() throws {
        for options in [
            ReadingOptions(defaultSender: " news"), ReadingOptions(defaultSender: ""),
            ReadingOptions(defaultGIF: "https://evil.org"), ReadingOptions(defaultMessage: " "),
        ] {
            #expect(try Sample(oneMessage("x"), options: options).errors() == ["bad_option"])
        }
    }

    @Test("A file without any known column may lack its header line, and is told so once")
    func missingHeader() throws {
        let errors = try Sample("ann,bob,hi\nbea,bob,hi\n").check().diagnostics
        #expect(errors.map { $0.remedy.hasPrefix("Is the header line missing?") } == [true, false, false])
    }

    @Test("Columns that messages may use as templates are not called unused")
    func usedByMessages() throws {
        let text = "user,sender,message,first name\na,b,Hi {{first_name}},c\n"
        #expect(try Sample(text, options: ReadingOptions(render: true)).warnings() == [])
        #expect(try Sample(text).warnings() == ["unknown_column row 1 first name", "unrendered_braces row 2 message"])
    }

    @Test("Braces in the message of all rows are warned of once")
    func bracesInDefault() throws {
        let text = "user,sender\na,b\nc,b\n"
        #expect(try Sample(text, options: ReadingOptions(defaultMessage: "{{x}}")).warnings() == ["unrendered_braces"])
    }

    @Test("Text with the name of a spreadsheet is to be named as what it is")
    func spreadsheet() throws {
        let fault = try #require(throws: ManifestFault.self) { _ = try Sample(oneMessage("x"), name: "m.xlsx").open() }
        #expect(fault.problem.contains("plain text") && fault.remedy.contains(".csv"))
    }

    @Test("Two columns of the same name are not listed as two names")
    func sameName() throws {
        let error = try Sample("user,user,sender,message\na,a,b,c\n").check().diagnostics.first
        #expect(error?.problem == "2 columns have the name \"user\".")
    }

    @Test("Free columns of the same name only warn")
    func freeDuplicates() throws {
        let sample = try Sample("user,sender,message,note,Note\na,b,c,d,e\n")
        #expect(try sample.warnings().first == "duplicate_column row 1 Note")
        #expect(try sample.errors() == [])
    }
}
