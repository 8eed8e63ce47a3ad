import BatchModel
import Manifests
import Testing

/// A rule with a file it accepts and one it refuses.
struct Rule: Sendable, CustomTestStringConvertible {
    var code: ManifestCode
    var accepted: String
    var refused: String
    var findings: [String]
    var name = "m.csv"
    var options = ReadingOptions()

    var testDescription: String { code.rawValue }

    /// Rules about one cell of a file with the usual columns.
    static func cell(_ code: ManifestCode, _ column: String, accepted: String, refused: String) -> Rule {
        func text(_ value: String) -> String {
            let values = ["user": "ann", "sender": "bob", "message": "hi"].merging([column: value]) { $1 }
            let names =
                ["user", "sender", "message"] + (["user", "sender", "message"].contains(column) ? [] : [column])
            return names.joined(separator: ",") + "\n" + names.map { values[$0] ?? "" }.joined(separator: ",") + "\n"
        }
        let short = code.rawValue.replacing("manifest.", with: "")
        return Rule(
            code: code, accepted: text(accepted), refused: text(refused), findings: ["\(short) row 2 \(column)"])
    }

    static func json(_ code: ManifestCode, accepted: String, refused: String, _ findings: [String]) -> Rule {
        Rule(code: code, accepted: accepted, refused: refused, findings: findings, name: "m.jsonl")
    }

    static let ok = oneMessage("hi")
    static let object = #"{"user":"ann","sender":"bob","message":"hi","age":"7"}"#

    static let rows: [Rule] = [
        .cell(.missingUser, "user", accepted: "ann", refused: ""),
        .cell(.missingUser, "user", accepted: "ann", refused: " \u{A0}"),
        .cell(.missingSender, "sender", accepted: "bob", refused: ""),
        .cell(.missingMessage, "message", accepted: " . ", refused: " \u{2003}"),
        .cell(.missingMessage, "message", accepted: "hi", refused: ""),
        .cell(.controlCharacter, "user", accepted: "a b", refused: "a\u{1}b"),
        .cell(.controlCharacter, "user", accepted: "a\u{A1}b", refused: "a\u{9F}b"),
        .cell(.controlCharacter, "sender", accepted: "bob", refused: "\"b\nb\""),
        .cell(.controlCharacter, "message", accepted: "\"a\nb\"", refused: "a\u{0}b"),
        .cell(.edgeBlank, "user", accepted: "ann b", refused: "ann "),
        .cell(.edgeBlank, "user", accepted: "ann", refused: "\u{A0}ann"),
        .cell(.edgeBlank, "sender", accepted: "b o b", refused: " bob"),
        .cell(.gifURL, "gif_url", accepted: "https://tenor.com/x.gif", refused: "http://tenor.com/x.gif"),
        Rule(
            code: .raggedRow, accepted: ok, refused: "user,sender,message\na,b\nc,d,e,f\ng,h,i\n",
            findings: ["ragged_row row 2", "ragged_row row 3"]),
        Rule(code: .emptyRow, accepted: ok, refused: ok + ",,\n", findings: ["empty_row row 3"]),
        Rule(
            code: .duplicateUser, accepted: ok + "bea,bob,hi\n", refused: ok + "ann,carl,ho\n",
            findings: ["duplicate_user row 3 user"], options: ReadingOptions(uniqueUsers: true)),
        .json(.notAnObject, accepted: object, refused: object + "\n[1]\n", ["not_an_object row 2"]),
        .json(
            .duplicateKey, accepted: object, refused: #"{"user":"ann","sender":"bob","message":"hi","user":"eve"}"#,
            ["duplicate_key row 1 user"]),
        .json(
            .duplicateKey, accepted: object, refused: #"{"user":"ann","sender":"bob","message":"hi","E-Mail":"eve"}"#,
            ["duplicate_key row 1 E-Mail"]),
        .json(
            .notText, accepted: #"{"user":"7","sender":"bob","message":"hi"}"#,
            refused: #"{"user":7,"sender":"bob","message":true}"#, ["not_text row 1 user", "not_text row 1 message"]),
        .json(
            .nestedValue, accepted: object, refused: #"{"user":"ann","sender":"bob","message":"hi","x":{"y":[]}}"#,
            ["nested_value row 1 x"]),
        .json(.jsonSyntax, accepted: object, refused: object + "\n{\"user\":\n" + object, ["json_syntax row 2"]),
        Rule(
            code: .emptyVariable, accepted: "user,sender,name\nann,bob,Ann\n",
            refused: "user,sender,name\nann,bob,Ann\nbea,bob,\n", findings: ["empty_variable row 3 name"],
            options: ReadingOptions(defaultMessage: "Hi {{name}}", render: true)),
        Rule(
            code: .badTemplate, accepted: oneMessage("{{user}}"), refused: oneMessage("{{user"),
            findings: ["bad_template row 2 message"], options: ReadingOptions(render: true)),
    ]

    static let columns: [Rule] = [
        Rule(
            code: .missingColumn, accepted: ok, refused: "recepient,message\nann,hi\n",
            findings: ["missing_column row 1 user", "missing_column row 1 sender"]),
        Rule(
            code: .duplicateColumn, accepted: ok, refused: "user,e-mail,sender,message\na,b,c,d\n",
            findings: ["duplicate_column row 1 e-mail"]),
        Rule(
            code: .unnamedColumn, accepted: ok, refused: "user,sender,,message\na,b,c,d\n",
            findings: ["unnamed_column row 1"]),
        Rule(
            code: .unknownVariable, accepted: "user,sender,name\nann,bob,Ann\n",
            refused: "user,sender,nmae\nann,bob,Ann\nbea,bob,Bea\n", findings: ["unknown_variable row 1"],
            options: ReadingOptions(defaultMessage: "Hi {{name}}", render: true)),
        Rule(
            code: .badOption, accepted: ok, refused: "mail,sender,message\na,b,c\n", findings: ["bad_option row 1"],
            options: ReadingOptions(columnMap: ["user": "user"])),
    ]

    static let warnings: [Rule] = [
        Rule(
            code: .unknownColumn, accepted: ok, refused: "user,sender,message,note\na,b,c,d\n",
            findings: ["unknown_column row 1 note"]),
        Rule(
            code: .repeatedRecipient, accepted: ok + "bea,bob,hi\n", refused: ok + "ann,bob,ho\n",
            findings: ["repeated_recipient row 3 user"]),
        Rule(
            code: .repeatedMessage, accepted: ok + "bea,bob,hi\n", refused: ok + "ann,bob,hi\n",
            findings: ["repeated_recipient row 3 user", "repeated_message row 3 user"]),
        .cell(.invisibleCharacter, "user", accepted: "ann", refused: "a\u{200B}nn"),
        .cell(.unrenderedBraces, "message", accepted: "{ {x} }", refused: "{{x}}"),
        Rule(code: .blankLines, accepted: ok, refused: ok + "\n", findings: ["blank_lines"]),
    ]
}

@Suite("Every rule has a file it accepts and one it refuses")
struct RuleTests {
    @Test("Rows", arguments: Rule.rows)
    func rows(rule: Rule) throws {
        #expect(try Sample(rule.accepted, name: rule.name, options: rule.options).errors() == [])
        let refused = try Sample(rule.refused, name: rule.name, options: rule.options)
        #expect(try refused.errors() == rule.findings)
        let check = try refused.check()
        #expect(check.invalid == Set(check.diagnostics.map { $0.location.row }).count)
        #expect(!check.blocksAllRows)
        // The cursor agrees with the check about which rows can be sent.
        if rule.code != .duplicateUser {
            #expect(try refused.rows().map { $0.content == nil } == refused.checkedRows().map { !$0.isReady })
        }
    }

    @Test("Columns block every row and come once", arguments: Rule.columns)
    func columns(rule: Rule) throws {
        #expect(try Sample(rule.accepted, options: rule.options).errors() == [])
        let refused = try Sample(rule.refused, options: rule.options)
        let errors = try refused.errors().filter { !$0.hasPrefix("missing_column") || rule.code == .missingColumn }
        #expect(errors == rule.findings)
        let check = try refused.check()
        #expect(check.valid == 0)
        #expect(check.blocksAllRows)
        #expect(try refused.checkedRows().allSatisfy { !$0.isReady })
    }

    @Test("Warnings leave the rows valid", arguments: Rule.warnings)
    func warnings(rule: Rule) throws {
        #expect(try Sample(rule.accepted).warnings() == [])
        let odd = try Sample(rule.refused)
        #expect(try odd.warnings() == rule.findings)
        #expect(try odd.check().isValid)
    }

    @Test("All problems of a row are reported, not only the first")
    func allProblems() throws {
        let text = "user,sender,message,gif_url,file\n ann,\u{7},,ftp://x,nowhere.png\n"
        #expect(
            try Sample(text).errors() == [
                "edge_blank row 2 user", "control_character row 2 sender", "missing_message row 2 message",
                "gif_url row 2 gif_url", "attachment_missing row 2 file",
            ])
    }

    @Test("Every code says what it means, in one sentence")
    func meanings() {
        for code in ManifestCode.allCases {
            #expect(code.rawValue.hasPrefix("manifest."))
            #expect(code.meaning.hasSuffix("."))
        }
        #expect(Set(ManifestCode.allCases.map(\.meaning)).count == ManifestCode.allCases.count)
    }
}
