import Mustache
import Testing

@testable import Manifests

@Suite("Templates are filled in as plain text, and nothing is left empty by accident")
struct TemplateTests {
    static let csv = "user,sender,First Name,city,vip\nann,bob,Ann <&>,,yes\nbea,bob,Bea,Rome,\n"

    private func messages(_ template: String) throws -> [String] {
        try Sample(Self.csv, options: ReadingOptions(defaultMessage: template, render: true)).messages()
    }

    @Test(
        "What a template becomes",
        arguments: [
            ("Hi {{first_name}}!", ["Hi Ann <&>!", "Hi Bea!"]),
            ("{{{first_name}}} {{& first-name }}", ["Ann <&> Ann <&>", "Bea Bea"]),
            ("{{FIRST NAME}}", ["Ann <&>", "Bea"]),
            ("{{city|nowhere}}", ["nowhere", "Rome"]),
            ("a{{city|}}b", ["ab", "aRomeb"]),
            ("{{#vip}}V {{/vip}}{{user}}", ["V ann", "bea"]),
            ("{{^city}}no city{{/city}}{{#city}}{{city}}{{/city}}", ["no city", "Rome"]),
            ("{{uppercased(first_name)}}{{! a note }}", ["ANN <&>", "BEA"]),
            ("{{lowercased(city)|X}}", ["X", "rome"]),
            ("{ {x} } }} {", ["{ {x} } }} {", "{ {x} } }} {"]),
            ("{{user}} from {{sender}}", ["ann from bob", "bea from bob"]),
            ("{{#vip}}\nyes\n{{/vip}}\nend", ["yes\nend", "end"]),
        ])
    func rendered(template: String, expected: [String]) throws {
        #expect(try messages(template) == expected)
    }

    @Test("An empty value is an error of its row and column; one in a hidden section is not")
    func emptyValues() throws {
        func errors(_ template: String) throws -> [String] {
            try Sample(Self.csv, options: ReadingOptions(defaultMessage: template, render: true)).errors()
        }
        #expect(try errors("{{city}} {{vip}}") == ["empty_variable row 2 city", "empty_variable row 3 vip"])
        #expect(try errors("{{#vip}}{{city}}{{/vip}}x") == ["empty_variable row 2 city"])
        #expect(try errors("{{^vip}}{{city}}{{/vip}}x") == [])
        #expect(try errors("{{city}}{{city}}") == ["empty_variable row 2 city"])
        #expect(try errors("{{#vip}} {{/vip}}") == ["missing_message row 2 message", "missing_message row 3 message"])
    }

    @Test("A variable without a column is one error for the file")
    func unknown() throws {
        let options = ReadingOptions(defaultMessage: "{{frist_name}}", render: true)
        let check = try Sample(Self.csv, options: options).check()
        #expect(check.diagnostics.map(Sample.brief) == ["unknown_variable row 1"])
        #expect(check.diagnostics.first?.remedy == "Did you mean \"First Name\"?")
    }

    @Test(
        "A broken template is refused before anything is read",
        arguments: [
            "{{", "{{user", "{{user}", "{{}}", "{{#vip}}", "{{/vip}}", "{{#vip}}{{#city}}{{/vip}}{{/city}}",
            "{{> part}}",
            "{{=<% %>=}}", "{{% CONTENT_TYPE:HTML}}", "{{launch(user)}}", "{{a(b}}", "{{.}}", "{{{user}}",
            "{{user{{city}}}}",
        ])
    func broken(template: String) throws {
        let options = ReadingOptions(defaultMessage: template, render: true)
        #expect(try Sample(Self.csv, options: options).errors() == ["bad_template"])
    }

    @Test("Braces in the message column are sent as they are, unless --render says otherwise")
    func render() throws {
        #expect(try Sample(oneMessage("Hi {{user}}")).messages() == ["Hi {{user}}"])
        #expect(try Sample(oneMessage("Hi {{user}}"), options: ReadingOptions(render: true)).messages() == ["Hi ann"])
        #expect(
            try Sample(oneMessage("Hi {{nobody}}"), options: ReadingOptions(render: true)).errors()
                == ["empty_variable row 2"])
    }

    @Test("A value that looks like a template is not filled in again")
    func once() throws {
        let options = ReadingOptions(defaultMessage: "{{note}}", render: true)
        #expect(try Sample("user,sender,note\na,b,{{user}}\n", options: options).messages() == ["{{user}}"])
        let slow = ReadingOptions(defaultMessage: "{{#note}}{{note}}{{/note}}", render: true)
        #expect(try Sample("user,sender,note\na,b,{{user}}\n", options: slow).messages() == ["{{user}}"])
    }

    @Test("--template FILE serves rows without a message; the last line break is not part of it")
    func file() throws {
        var sample = try Sample("user,sender,message\nann,bob,\nbea,bob,own\n")
        sample.options.templateFile = try sample.folder.write("\u{FEFF}Hi {{user}},\r\nbye\r\n", to: "t.txt")
        #expect(try sample.messages() == ["Hi ann,\r\nbye", "own"])
        sample.options.templateFile = sample.folder.file("missing")
        #expect(try sample.errors() == ["unreadable"])
        sample.options.templateFile = try sample.folder.write([0xFF], to: "t.txt")
        #expect(try sample.errors() == ["undecodable"])
    }

    @Test("Attachment paths are templates, and stay inside their folder all the same")
    func paths() throws {
        var sample = try Sample("user,sender,message,n\nann,bob,hi,1\nbea,bob,hi,../..\n")
        sample.options.defaultAttachment = "inv-{{n}}.txt"
        try sample.folder.write("x", to: "inv-1.txt")
        #expect(try sample.rows().first?.content?.attachment?.fileName == "inv-1.txt")
        #expect(try sample.errors() == ["attachment_missing row 3 file_attachments"])
        sample.options.defaultAttachment = "{{n}}/etc/passwd"
        #expect(try sample.errors().last == "attachment_outside_root row 3 file_attachments")
    }

    @Test("--map gives a template variable another column")
    func mapped() throws {
        let options = ReadingOptions(columnMap: ["name": "Prénom"], defaultMessage: "Hi {{name}}", render: true)
        #expect(try Sample("user,sender,Prénom\na,b,Zoé\n", options: options).messages() == ["Hi Zoé"])
    }

    @Test("JSON keys fill templates, also where only some elements have them")
    func json() throws {
        let options = ReadingOptions(defaultMessage: "{{age}}{{#nick}} {{nick}}{{/nick}}", render: true)
        let text =
            #"[{"user":"a","sender":"b","age":7},{"user":"c","sender":"b","age":"8","nick":"C"},{"user":"d","sender":"b"}]"#
        let sample = try Sample(text, name: "m.json", options: options)
        #expect(try sample.messages() == ["7", "8 C"])
        #expect(try sample.errors() == ["empty_variable row 3 line 1 age"])
    }

    /// Text, variables and sections in every neighbourhood that matters to Mustache.
    static let shared = [
        "", "x", "{{a}}", "{{a}}{{b}}", " {{a}} ", "\n{{a}}\n", "  {{a}}\r\n{{b}}  \n", "{{ a }}", "{{{a}}}", "{{&a}}",
        "{ {{a}} }",
        "{{a}}}", "{a{{a}}", "a{b}c{{a}}", "é{{a}}é", "👩‍👩‍👧{{a}}👋🏽{{b}}", "{{empty|}}", "{{empty|d}}", "{{a|d}}",
        "\"{{a}}\" & <{{b}}>",
        "line\n\n{{a}}\n\nend\n", "\t{{a}}\t", "}}{{a}}", "{{a}} {{! not }}", "{{a}}\u{2028}{{b}}",
    ]

    @Test("The fast way and the library render the same", arguments: shared)
    func sameAsLibrary(template: String) throws {
        let values: [String: String] = ["a": "A & <b> \"q\" {{b}}", "b": "Ü\n2"]
        func render(_ always: Bool) throws -> String {
            let compiled = try MessageTemplate(template.utf8.span, alwaysMustache: always)
            var output: [UInt8] = []
            compiled.render(into: &output) { values[compiled.names[$0]].map { Array($0.utf8)[...] } }
            return String(decoding: output, as: UTF8.self)
        }
        let fast = try render(false)
        let library = try render(true)
        #expect(fast == library)
        // And as the library reads the template itself, where the template is Mustache without our additions.
        if !template.contains("|") {
            let plain = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + template).render(values)
            #expect(fast == plain)
        }
    }
}
