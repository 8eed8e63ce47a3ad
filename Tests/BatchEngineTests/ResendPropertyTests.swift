import BatchModel
import Files
import Foundation
import LedgerStore
import Manifests
import Reporting
import TestSupport
import Testing
import Text

@testable import BatchEngine

@Suite("A file to be sent again, whatever the manifest is like")
struct ResendPropertyTests {
    private static let count = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1" ? 40_000 : 200

    /// What reading a manifest shows of one row.
    private struct Seen: Hashable {
        var content: PlannedMessage?
        var key: MessageKey?
        var ordinal: Int?
        var code: String?
        var findings: [String] = []

        var isReady: Bool { key != nil }

        var entry: PlanEntry.Row {
            guard let key, let ordinal else { return .invalid(code: code ?? "") }
            return .new(MessageIdentity(key: key, ordinal: ordinal))
        }
    }

    @Test(
        "means row by row what the manifest means, also from another folder, and stays the same when it is written again"
    )
    func property() throws {
        let seeds = 1...UInt64(Self.count)
        var rows = 0
        var invalid = 0
        for seed in seeds {
            let chosen = try check(seed)
            rows += chosen.count
            invalid += chosen.count { !$0.isReady }
        }
        // A generator whose rows are all of one kind would prove nothing.
        #expect(rows > Self.count * 2)
        #expect(invalid > rows / 10 && invalid < rows * 9 / 10)
    }

    /// Checks one manifest; returns the rows that were chosen from it.
    private func check(_ seed: UInt64) throws -> [Seen] {
        var random = SeededGenerator(seed: seed ^ 0x5EED)
        let bed = try Bed(RandomManifest(seed: seed), &random)
        guard let manifest = try? bed.open("in/m.\(bed.ending)"), let before = try see(manifest) else { return [] }
        let takes = before.map { _ in !random.once(in: 3) }
        let ending = random.once(in: 4) ? ["json": "jsonl", "jsonl": "json"][bed.ending] ?? bed.ending : bed.ending
        let folder = random.pick(["in", "out"])
        let chosen = zip(before, takes).filter(\.1).map(\.0)
        if chosen.isEmpty { return [] }
        do {
            try bed.write(manifest, before.map(\.entry), takes, to: "\(folder)/f.\(ending)")
        } catch let fault as FileFault where ending != bed.ending {
            #expect(fault.reason.contains("name the output"), "seed \(seed): \(fault)")
            return []
        }
        let resent = try bed.open("\(folder)/f.\(ending)")
        guard let after = try see(resent) else {
            // What begins as an array is taken for a file of another form, which is refused as a whole.
            #expect(!chosen[0].isReady, "seed \(seed)")
            #expect(try resent.check().fault?.diagnostic.code == "manifest.json_shape", "seed \(seed)")
            return chosen
        }
        try #require(after.count == chosen.count, "seed \(seed)")
        for (now, then) in zip(after, chosen) {
            #expect(now == then, "seed \(seed)")
        }
        try bed.write(resent, after.map(\.entry), after.map { _ in true }, to: "\(folder)/g.\(ending)")
        let same = try bed.folder.read("\(folder)/f.\(ending)") == bed.folder.read("\(folder)/g.\(ending)")
        #expect(same, "seed \(seed)")
        return chosen
    }

    /// What the check and the second pass show of every row; nil when the file as a whole is wrong.
    private func see(_ manifest: Manifest) throws -> [Seen]? {
        var seen: [Seen] = []
        var numbers: [Int: Int] = [:]
        var findings: [Diagnostic] = []
        let check = try manifest.check(
            each: { row in
                numbers[row.row] = seen.count
                switch row.disposition {
                case .ready(let key, let ordinal, _): seen.append(Seen(key: key, ordinal: ordinal))
                case .invalid(let code, _): seen.append(Seen(code: code))
                }
            },
            found: { findings.append($0) })
        if check.blocksAllRows { return nil }
        for finding in findings where finding.severity == .error {
            guard let index = finding.location.row.flatMap({ numbers[$0] }) else { continue }
            // These words name rows and paths, which are others in another file and folder.
            let isPlaced = finding.code == "manifest.repeated_header" || finding.code.hasPrefix("manifest.attachment_")
            let words = isPlaced ? "" : finding.problem
            seen[index].findings.append("\(finding.code) \(finding.location.column ?? "-"): \(words)")
        }
        var rows = manifest.rows()
        while let row = try rows.next() {
            if seen[row.position].isReady { seen[row.position].content = row.content }
        }
        return seen
    }
}

/// A folder with a random manifest, the files it may attach, and the options it is read with.
private struct Bed {
    let folder: TemporaryDirectory
    let ending: String
    private var options: ReadingOptions

    init(_ manifest: RandomManifest, _ random: inout SeededGenerator) throws {
        folder = try TemporaryDirectory()
        ending = manifest.ending
        for name in ["in/files", "out"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        for (index, name) in RandomManifest.files.enumerated() { try folder.write("file \(index)", to: "in/\(name)") }
        options = ReadingOptions(
            delimiter: manifest.namedDelimiter, encoding: manifest.needsEncoding ? manifest.encoding : nil,
            defaultSender: random.once(in: 2) ? "clerk" : nil, render: random.once(in: 2),
            attachmentsRoot: folder.path, uniqueUsers: random.once(in: 4))
        if random.once(in: 3) { options.defaultMessage = "Dear {{First Name|friend}}, {{user}}" }
        if random.once(in: 5) { options.columnMap["id"] = "outcome" }
        try folder.write(try Self.bytes(manifest), to: "in/m.\(ending)")
    }

    private static func bytes(_ manifest: RandomManifest) throws -> [UInt8] {
        let encodings: [String: String.Encoding] = [
            "WINDOWS-1252": .windowsCP1252, "UTF-16LE": .utf16LittleEndian, "UTF-16BE": .utf16BigEndian,
        ]
        let text = (manifest.hasMark ? "\u{FEFF}" : "") + manifest.text
        let data = text.data(using: encodings[manifest.encoding] ?? .utf8, allowLossyConversion: true)
        return Array(try #require(data))
    }

    func open(_ name: String) throws -> Manifest {
        try Manifest.open(
            folder.file(name), options: options, scope: IdentityScope(site: "https://site.example"), displayName: "m")
    }

    /// Writes the rows that are taken as `report --format manifest` does.
    func write(_ manifest: Manifest, _ rows: [PlanEntry.Row], _ takes: [Bool], to name: String) throws {
        let path = folder.file(name)
        let way = FolderWay.relative(
            from: URL(fileURLWithPath: path).deletingLastPathComponent().path, to: manifest.attachmentsBase)
        let form = try manifest.originalForm(wayBack: way)
        let style = ResendStyle(
            form: form, ending: ResendEnding(path: path), encoding: ManifestEncoder(form.encoding))
        let writer = try ReportFormat.manifest.writer(to: try AtomicFile(path: path), resend: style)
        let entries = zip(rows, takes).enumerated().map { place, row in
            PlanEntry(position: place, row: row.1 ? row.0 : .excluded)
        }
        _ = try ReportBuilder(
            manifest: manifest, entries: ListedEntries(rest: entries[...]), selection: RowSelection(),
            filter: RowFilter(outcomes: [.pending, .invalid]), wayBack: way
        ).write(to: [writer])
    }
}

/// Entries at hand.
private struct ListedEntries: EntrySource {
    var rest: ArraySlice<PlanEntry>

    mutating func next() throws -> PlanEntry? { rest.popFirst() }
}
