import BatchModel
import Testing

@testable import Manifests

@Suite("A first line that is no header is said to be none, and nothing else is said of the rows below it")
struct HeaderDoubtTests {
    private func check(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws -> ManifestCheck {
        var options = options
        (options.defaultSender, options.defaultMessage) = ("office", "Hi")
        return try Sample(text, options: options).check()
    }

    @Test(
        "First lines that are none",
        arguments: [
            ("ann@example.org\nbob@example.org\n", "\"ann@example.org\", which is a person"),
            ("Ann <ann@example.org>;x\n", "which is a person"),
            ("Members\nuser,Name\nann,Ann\n", "seems to be row 2, with \"user\" and \"Name\""),
            ("Members,\nuser,Name\nann,Ann\n", "seems to be row 2"),
            ("Members 2024\n\nuser;Name\nann;A\n", "seems to be row 3"),
            ("Members\n\"user\";\"Name\"\n\"ann\";\"A\"\n", "seems to be row 2, with \"user\" and \"Name\""),
            ("Members\nuser\tName\nann\tA \"B\"\n", "seems to be row 2"),
            ("\"user;Name\"\n\"ann;Ann\"\n", "divided by “;” within quotes"),
            ("“user”,“Name”\n“ann”,“Ann”\n", "The header says “user”"),
            ("'user','Name'\n'ann','Ann'\n", "The header says 'user'"),
            ("Members\nuser\nann\n", "seems to be row 2, with \"user\""),
            ("user^Name\nann^Ann\n", "divided by “^”"),
            ("user；Name\nann；Ann\n", "divided by “；”, which divides no cells"),
            ("\"user,Name\"\n\"ann,Ann\"\n", "divided by “,” within quotes"),
            ("user      name\nann       Ann\nbob       Bob\n", "divided by blanks"),
        ])
    func doubtful(text: String, words: String) throws {
        let check = try check(text)
        #expect(check.diagnostics.map(\.problem).count == 1, "\(check.diagnostics)")
        #expect(check.diagnostics.first?.problem.contains(words) == true, "\(check.diagnostics)")
        #expect(check.warnings.filter { $0.code != ManifestCode.blankLines.rawValue } == [])
        #expect(check.valid == 0)
    }

    @Test(
        "Headers",
        arguments: [
            "user\nann\n", "E-mail\nann@example.org\n", "user,Name\nann@example.org,user\n", "User  Name\nann\nbob\n",
            "User Name\nann lee\n", "user,e@mail\nann,x\n",
        ])
    func headers(text: String) throws { #expect(try check(text).isValid) }

    @Test("Cells that only look like a header below one that lacks a column of users")
    func lacking() throws {
        for text in ["@id,@type\n1,x\n", "id,status\n1,Member\n", "Kind\nMember\nGuest\n", "Name,Role\nAnn,Login\n"] {
            #expect(try check(text).diagnostics.first?.problem == "The column \"user\" is missing.", "\(text)")
        }
    }

    @Test("A person is no column that --map may name, and a title may hide the column that it names")
    func mapped() throws {
        let person = try check("ann@x.org\nbob@x.org\n", ReadingOptions(columnMap: ["user": "ann@x.org"]))
        #expect(person.diagnostics.first?.problem.contains("which is a person") == true)
        let title = try check("Liste\nKennung,Ort\nann,A\n", ReadingOptions(columnMap: ["user": "Kennung"]))
        #expect(title.diagnostics.first?.problem.contains("seems to be row 2") == true)
    }
}

@Suite("Which column probably holds users, by what is in it")
struct LikelyContentTests {
    private func advice(_ text: String, name: String = "m.csv") throws -> String {
        let options = ReadingOptions(defaultSender: "office", defaultMessage: "Hi")
        return try Sample(text, name: name, options: options).check().diagnostics.first?.remedy ?? ""
    }

    @Test(
        "One column of words that people call themselves",
        arguments: [
            ("Vorname,Kennung\nAnn,ann_m\nBob,bob7\n", "Kennung"), ("status,who\nx,ann\nx,bob\nx,cid\n", "who"),
            ("message,Kontakt\nHi,ann@x.org\nHi,bob@x.org\n", "Kontakt"),
        ])
    func likely(text: String, column: String) throws {
        #expect(try advice(text).contains("--map user=\(column)"))
    }

    @Test(
        "Columns that hold something else, or several that may be meant",
        arguments: [
            "Vorname,Ort\nAnn,Ulm\nBob,Köln\n", "status,a,b\nx,ann,kim\nx,bob,lea\n", "status,who\nx,ann\nx,ann\n",
            "status,Datei\nx,a.jpg\nx,b.jpg\n", "status,hash\nx,0123456789abcdef\nx,0123456789abcdee\n",
            "status,first\nx,ann\nx,bob\n", "ann,Ann\nbob,Bob\n", "status,Text\nx,hello you\nx,see me\n",
        ])
    func unlikely(text: String) throws { #expect(try !advice(text).contains("If "), "\(text)") }

    @Test("In JSON as well")
    func json() throws {
        let text = #"[{"real":"Ann","name":"ann"},{"real":"Bob","name":"bob"}]"#
        #expect(try advice(text, name: "m.json").contains("--map user=name"))
        let names = #"[{"vorname":"ann","ort":"Ulm"},{"vorname":"bob","ort":"Ulm"}]"#
        let words = try advice(names, name: "m.json")
        #expect(!words.contains("If ") && words.hasSuffix("--map user=KEY."))
    }
}
