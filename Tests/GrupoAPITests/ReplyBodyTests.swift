import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("A reply's body")
struct ReplyBodyTests {
    static let warning =
        "<br />\n<b>Warning</b>:  Undefined array key \"x\" in <b>/var/www/a.php</b> on line <b>5</b><br />\n"

    @Test(
        "is one JSON object, tolerating marks and blanks around it",
        arguments: [
            #"{"success":true}"#, " \r\n\t{\"success\":true}\n\n", "\u{FEFF}{\"success\":true}",
            "\u{FEFF}\u{FEFF}\n{\"success\" : true }", #"{"other":[{"success":false},{}],"success":true}"#,
            #"{"succ\u0065ss":true}"#, #"{"a":1.5e+10,"b":-0,"c":"\ud83d\ude00\/","success":true}"#,
        ])
    func object(text: String) {
        guard case .object(let object, afterText: false) = ReplyBody(Array(text.utf8)) else {
            Issue.record("not taken for an object")
            return
        }
        #expect(object.success == .bool(true))
    }

    @Test(
        "may have PHP's own warnings before the object",
        arguments: [
            warning, warning + warning, "\nWarning: a in /b.php on line 7\n",
            "PHP Deprecated:  x in /b.php on line 7\n", "\u{FEFF}<br />\n<b>Notice</b>: x in y on line 3<br />\n",
        ])
    func warnings(prefix: String) {
        let body = ReplyBody(Array((prefix + #"{"success":false}"#).utf8))
        guard case .object(let object, afterText: true) = body else {
            Issue.record("not taken for an object after a warning")
            return
        }
        #expect(object.success == .bool(false))
    }

    @Test("may have a warning before it that is not UTF-8")
    func warningNotUTF8() {
        let body = Array("Warning: caf".utf8) + [0xE9] + Array(" in x on line 1\n{\"success\":true}".utf8)
        guard case .object(_, afterText: true) = ReplyBody(body) else {
            Issue.record("not taken for an object after a warning")
            return
        }
    }

    @Test(
        "is not JSON in any other case",
        arguments: [
            "", " ", "true", "null", "1", "\"success\"", "[]", #"[{"success":true}]"#, "{", "}", "{}{}", "{}x", "x{}",
            #"{"success":true}{"success":true}"#, #"{"success":true}<br>"#, #"{"success":true},"#, #"{"success":true"#,
            #"{"success":true,}"#, #"{"success":True}"#, #"{'success':true}"#, #"{success:true}"#, #"{"success" true}"#,
            #"{"success":true "x":1}"#, #"{"success":tru}"#, #"{"success":truee}"#, #"{"a":01,"success":true}"#,
            #"{"a":1.,"success":true}"#, #"{"a":.5,"success":true}"#, #"{"a":+1,"success":true}"#,
            #"{"a":1e,"success":true}"#, #"{"a":NaN,"success":true}"#, #"{"a":"\x","success":true}"#,
            #"{"a":"\u12g4","success":true}"#, "{\"a\":\"\n\",\"success\":true}", "{\"a\":\"\t\",\"success\":true}",
            #"{"a":[1,],"success":true}"#, #"{"success":true}"# + "\0", "<html>{\"success\":true}",
            "Warning: {\"success\":true}", warning + #"{"success":false}{"success":true}"#,
            "Warning: } on line 1\n{\"success\":true}",
            "<b>Fatal error</b>: Warning: x on line <b>5</b>\n{\"success\":true}", "<!-- -->{\"success\":true}",
            "/**/{\"success\":true}", "callback({\"success\":true})", ")]}',\n{\"success\":true}",
            "HTTP/1.1 200 OK\r\n\r\n{\"success\":true}",
            String(repeating: "{\"a\":", count: 70) + "1" + String(repeating: "}", count: 70),
            "{\"a\":" + String(repeating: "[", count: 100_000),
        ])
    func notJSON(text: String) {
        #expect(ReplyBody(Array(text.utf8)) == .notJSON)
    }

    @Test("is not JSON where its bytes are not UTF-8, or are UTF-16")
    func notUTF8() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
            let body = Array(#"{"success":true,"a":""#.utf8) + bytes + Array(#""}"#.utf8)
            #expect(ReplyBody(body) == .notJSON)
        }
        let utf16 = Array(#"{"success":true}"#.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(ReplyBody(utf16) == .notJSON)
        #expect(ReplyBody([0xFF, 0xFE] + utf16) == .notJSON)
    }

    @Test(
        "is no verdict where a member of the API stands there twice",
        arguments: [
            #"{"success":true,"success":true}"#, #"{"success":true,"succ\u0065ss":false}"#,
            #"{"success":true,"error_key":"a","error_key":"b"}"#,
            #"{"error_message":1,"success":true,"error_message":1}"#,
        ])
    func repeated(text: String) {
        #expect(ReplyBody(Array(text.utf8)) == .repeatedMember)
    }

    @Test("cut anywhere is not JSON")
    func cut() {
        let body = Array(#"{"success":true,"error_key":"é","data":[1,{"x":null}]}"#.utf8)
        for length in 0..<body.count { #expect(ReplyBody(Array(body.prefix(length))) == .notJSON) }
        #expect(ReplyBody(body) != .notJSON)
    }

    @Test(
        "carries members of any kind as text",
        arguments: [
            (#""not_found""#, "not_found"), ("404", "404"), ("-1.50", "-1.50"), ("true", "true"), ("null", nil),
            (#""""#, nil), (#"{ "a" : [ 1 , "x \" y" ] }"#, #"{"a":[1,"x \" y"]}"#), ("[ ]", "[]"),
            (#""a\u0000b\n""#, "a\0b\n"), (#""\ud800""#, "\u{FFFD}"), (#""\udc00\ud800x""#, "\u{FFFD}\u{FFFD}x"),
            (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud83d\ude00""#, "😀"),
        ] as [(String, String?)])
    func members(json: String, text: String?) {
        let body = Array("{\"success\":false,\"error_key\":\(json),\"error_message\":\(json)}".utf8)
        guard case .object(let object, _) = ReplyBody(body) else {
            Issue.record("not taken for an object")
            return
        }
        #expect(object.errorKey.text == text)
        #expect(object.errorMessage.text == text)
    }

    @Test("keeps at most 2,048 bytes of a member, and no half character")
    func capped() {
        for (character, kept) in [("x", 2_048), ("é", 2_048), ("€", 2_046), ("😀", 2_048)] {
            let text = String(repeating: character, count: 1_000_000 / character.utf8.count)
            let member = ReplyObject.Member(Array("\"\(text)\"".utf8)[...])
            #expect(member.text?.utf8.count == kept)
            #expect(member.text.map { text.hasPrefix($0) } == true)
        }
    }

    @Test("never turns a verdict into another one when a byte changes")
    func mutated() {
        var generator = SeededGenerator(seed: 11)
        let bodies = [
            #"{"success":false,"error_key":"user_not_found","error_message":"No such user"}"#, "<html>no</html>",
            Self.warning + #"{"success":false}"#, #"[[{"success":{"true":true}}]]"#, #"{"success":"t\u0072ue"}"#,
        ].map { Array($0.utf8) }
        for round in 0..<20_000 {
            var body = bodies[round % bodies.count]
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<body.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: body.remove(at: place)
                default: body.insert(body[Int.random(in: 0..<body.count, using: &generator)], at: place)
                }
            }
            // Three changes cannot make `true` out of `false`: whatever the body became, it says no success.
            if case .success = ReplyClaim(ReplyBody(body), rules: ClassificationRules()) {
                Issue.record("\(String(decoding: body, as: UTF8.self)) was taken for a success")
            }
        }
    }
}
