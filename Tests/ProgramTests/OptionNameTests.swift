import Foundation
import Testing
import Text

@testable import grupo_batch

/// The options that sentences of the libraries name, and the options there are.
@Suite("The names of options")
struct OptionNameTests {
    @Test("each is an option of the program", arguments: OptionName.allCases)
    func isAnOption(_ name: OptionName) {
        #expect(GrupoBatch.allOptions().contains { $0.name == name.rawValue })
    }

    /// The strings of a source that spell an option, comments aside.
    private static func spelt(in source: String) -> [String] {
        source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { line in
            guard !line.hasPrefix("//") else { return false }
            return line.contains(#/(^|[^-\w])--[a-z][a-z-]*[a-z]/#)
        }
    }

    @Test("are spelt in one file of the libraries")
    func speltOnce() throws {
        let sources = URL(filePath: #filePath).appending(path: "../../../Sources").standardizedFileURL
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        // Custom properties of CSS, and the first line of a patch, have two hyphens as well.
        let others = ["HTMLStyle.swift", "LivePageStyle.swift", "TextKind.swift"]
        var seen = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            guard !file.path.contains("/Sources/grupo-batch/"), !others.contains(file.lastPathComponent) else {
                continue
            }
            seen += 1
            #expect(Self.spelt(in: try String(contentsOf: file, encoding: .utf8)) == [], "\(file.lastPathComponent)")
        }
        #expect(seen > 300)
    }

    @Test("are found where a sentence spells one")
    func findsASpelling() {
        #expect(Self.spelt(in: "let remedy = \"Add --yes.\"") == ["let remedy = \"Add --yes.\""])
        #expect(Self.spelt(in: "/// See `--yes`.\nlet remedy = \"Add \\(option: .yes).\"") == [])
    }
}
