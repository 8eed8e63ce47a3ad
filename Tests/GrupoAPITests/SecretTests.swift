import BatchModel
import TestSupport
import Testing

@testable import GrupoAPI

@Suite("The secret key")
struct SecretTests {
    @Test(
        "takes any text on one line without blanks around it",
        arguments: ["x", "K3Y-abc", "with blank inside", "ünïcödé", "a\"b&c=d", String(repeating: "k", count: 4_000)])
    func accepted(text: String) throws {
        #expect(try APISecretKey(text).bytes == Array(text.utf8))
    }

    @Test(
        "refuses what was cut or copied wrongly",
        arguments: [
            ("", SecretFault.empty), ("a\nb", .lineBreak), ("a\r\nb", .lineBreak), ("key\n", .lineBreak),
            ("a\0b", .controlCharacter), ("a\tb", .controlCharacter), ("a\u{1B}b", .controlCharacter),
            ("a\u{85}b", .controlCharacter), (" key", .surroundingBlank), ("key ", .surroundingBlank),
            ("\u{A0}key", .surroundingBlank), (" ", .surroundingBlank),
        ])
    func refused(text: String, fault: SecretFault) {
        #expect(throws: fault) { try APISecretKey(text) }
    }

    @Test("does not show in any description, mirror or dump of the values that hold it")
    func notShown() async throws {
        let key = try APISecretKey(canaryKey)
        let form = MessageForm(makeMessage(), key: key)
        let client = try makeClient("http://127.0.0.1:9")
        let settings = TransportSettings(proxy: "http://me:\(canaryKey)@proxy.example:3128")
        for value in [key, form, client, settings, [key], ["key": key]] as [any Sendable] {
            var dumped = ""
            dump(value, to: &dumped)
            let shown = "\(value)" + String(reflecting: value) + String(describing: value) + dumped
            #expect(!shown.contains(canaryKey.prefix(8)))
        }
        for fault in SecretFault.allCases { #expect(!fault.description.isEmpty) }
        await client.shutdown()
    }

    @Test("is blotted out where a site echoes it")
    func echoed() async throws {
        let server = try FaultServer(
            .reply(#"{"success":false,"error_key":"bad \#(canaryKey)","error_message":"\#(canaryKey)\#(canaryKey)!"}"#),
            .reply("<html>you sent \(canaryKey)", headers: []))
        let client = try makeClient(server.address)
        let refused = await client.send(makeMessage())
        #expect(refused.errorKey == "bad [secret key]")
        #expect(refused.errorMessage == "[secret key][secret key]!")
        let page = await client.send(makeMessage())
        #expect(page.errorMessage?.contains("you sent [secret key]") == true)
        await client.shutdown()
    }
}
