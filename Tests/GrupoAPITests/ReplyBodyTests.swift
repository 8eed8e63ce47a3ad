import TestSupport
import Testing
import Text

@testable import GrupoAPI

@Suite("A reply's body")
struct ReplyBodyTests {
    static let warning =
        "<br />\n<b>Warning</b>:  Undefined array key \"x\" in <b>/var/www/a.php</b> on line <b>5</b><br />\n"

    @Test("cut anywhere is not JSON")
    func cut() {
        let body = Array(#"{"success":true,"error_key":"é","data":[1,{"x":null}]}"#.utf8)
        for length in 0..<body.count { #expect(ReplyBody(Array(body.prefix(length))) == .notJSON) }
        #expect(ReplyBody(body) != .notJSON)
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
