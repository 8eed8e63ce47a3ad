import GrupoAPI
import Manifests
import TestSupport
import Testing

@testable import BatchEngine

@Suite("The digest of a plan's settings")
struct SettingsDigestTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func digest(_ reading: ReadingOptions) throws -> String {
        RunSettings(
            source: ManifestSource(path: "list.csv"), reading: reading,
            site: try SiteAddress("https://chat.example", allowHTTP: false), batch: nil, selection: RowSelection(),
            delivery: DeliverySettings(), ledger: .file("l.sqlite"), ledgers: FileLedgers(), reports: [],
            commandName: "send list.csv"
        ).settingsDigest
    }

    @Test("goes by what a template says, not by where it lies")
    func template() throws {
        let same = try [folder.write("Hi {{user}}", to: "a.txt"), folder.write("Hi {{user}}", to: "b.txt")].map {
            try digest(ReadingOptions(templateFile: $0))
        }
        #expect(same[0] == same[1])
        let other = try folder.write("Bye {{user}}", to: "a.txt")
        #expect(try digest(ReadingOptions(templateFile: other)) != same[0])
        #expect(try digest(ReadingOptions()) != same[0])
        let empty = try folder.write("", to: "empty.txt")
        #expect(try digest(ReadingOptions(templateFile: empty)) != digest(ReadingOptions()))
    }

    @Test("goes by what rows get, not by where attachments must be")
    func attachments() throws {
        let plain = try digest(ReadingOptions())
        #expect(try digest(ReadingOptions(attachmentsRoot: "/srv/one")) == plain)
        #expect(try digest(ReadingOptions(defaultAttachment: "a.png")) != plain)
        #expect(try digest(ReadingOptions(defaultSender: "admin")) != plain)
        #expect(try digest(ReadingOptions(maxAttachmentSize: 1)) != plain)
    }
}
