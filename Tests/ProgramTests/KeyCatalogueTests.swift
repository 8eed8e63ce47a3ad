import BatchEngine
import BatchModel
import Foundation
import GrupoAPI
import Manifests
import Testing

/// The keys of our own, in the sources and in the guide.
@Suite("The guide's page of keys")
struct KeyCatalogueTests {
    /// The first two cells of the lines of a table in the part of the page that begins with a heading.
    private static func table(under heading: String) throws -> [[String]] {
        let catalogue = URL(filePath: #filePath).appending(path: "../../../Sources/grupo-batch/grupo-batch.docc")
        let page = catalogue.appending(path: "ErrorKeys.md").standardizedFileURL
        let text = try String(contentsOf: page, encoding: .utf8)
        let parts = text.components(separatedBy: "\n## ")
        let part = try #require(parts.first { $0.hasPrefix(heading + "\n") })
        return part.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            line.dropFirst(3).dropLast(2).components(separatedBy: "` | ")
        }
    }

    @Test("lists the error keys of an exchange, of the record and of the manifest, each with its meaning")
    func errorKeys() throws {
        let keys =
            ClientErrorKey.allCases.map { [$0.rawValue, $0.meaning] }
            + RecordedErrorKey.allCases.map { [$0.rawValue, $0.meaning] }
            + ManifestCode.allCases.map { [$0.rawValue, $0.meaning] }
        let listed = try Self.table(under: "Overview")
        #expect(Set(listed) == Set(keys))
        #expect(listed.count == keys.count)
    }

    @Test("lists what is asked and what is said before the first message")
    func questionsAndNotices() throws {
        #expect(try Self.table(under: "Questions") == QuestionCode.allCases.map { [$0.rawValue, $0.meaning] })
        #expect(try Self.table(under: "Notices") == NoticeCode.allCases.map { [$0.rawValue, $0.meaning] })
    }
}
