import BatchModel
import Manifests
import Testing

@Suite("What rules have in common")
struct RuleTests {
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
