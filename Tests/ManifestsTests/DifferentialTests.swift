import Foundation
import TestSupport
import Testing
import Text

@testable import Manifests

@Suite("Whatever we accept, Python's strict readers accept and read the same")
struct DifferentialTests {
    static let count = isCampaign ? 100_000 : 5_000
    static let seed: UInt64 = 20_261_122

    /// Every record of a CSV file, the header included; nil when the file is refused.
    static func readCSV(_ bytes: [UInt8], in folder: TemporaryDirectory) throws -> [[String]]? {
        let file = try ManifestFile(path: folder.write(bytes, to: "case.csv"), displayName: "case")
        let layout = TextLayout(
            encoding: "UTF-8", delimiter: UInt8(ascii: ","), isDetected: false,
            skippedByteCount: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        return try read(CSVReader(file, layout: layout, options: ReadingOptions(), hasher: nil), named: false)
    }

    /// Keys and values of every element; nil when the file, or a row of it, is refused.
    static func readJSON(_ bytes: [UInt8], in folder: TemporaryDirectory) throws -> [[String]]? {
        let file = try ManifestFile(path: folder.write(bytes, to: "case.json"), displayName: "case")
        let layout = TextLayout(encoding: "UTF-8", delimiter: 0, isDetected: false)
        return try read(
            JSONReader(file, format: .json, layout: layout, options: ReadingOptions(), hasher: nil), named: true)
    }

    private static func read(_ reader: any RecordReader, named: Bool) throws -> [[String]]? {
        var rows: [[String]] = []
        var page = RecordPage()
        do {
            while try reader.read(into: &page) {
                if !page.issues.isEmpty { return nil }
                for row in page.rows.indices {
                    rows.append(
                        page.cellRange(ofRow: row).flatMap { cell in
                            let name = named ? [page.columns.names[Int(page.cells[cell].column)]] : []
                            return name + [page.text(ofCell: cell)]
                        })
                }
                page.startOver()
            }
        } catch is ManifestFault {
            return nil
        }
        return rows
    }

    private func compare(
        _ files: [[UInt8]], ours: ([UInt8], TemporaryDirectory) throws -> [[String]]?, theirs: [[[String]]?],
        named: Bool
    ) throws -> (both: Int, onlyTheirs: Int) {
        let folder = try TemporaryDirectory()
        var both = 0
        var onlyTheirs = 0
        for (index, file) in files.enumerated() {
            let mine = try ours(file, folder)
            if let mine {
                both += 1
                if mine != theirs[index]?.filter({ Self.hasContent($0, named: named) }) {
                    Issue.record(
                        "case \(index) of seed \(Self.seed): \(String(decoding: file, as: UTF8.self).debugDescription) read as \(mine), by Python as \(theirs[index].map { "\($0)" } ?? "an error")"
                    )
                }
            } else if theirs[index] != nil {
                onlyTheirs += 1
            }
        }
        return (both, onlyTheirs)
    }

    /// Whether a row holds more than blanks: others are no rows to us.
    private static func hasContent(_ texts: [String], named: Bool) -> Bool {
        texts.indices.contains { place in
            (!named || place % 2 == 1) && !texts[place].utf8.allSatisfy { $0 == 32 || $0 == 9 }
        }
    }

    @Test("CSV, made of the pieces that matter")
    func csv() throws {
        var random = SeededGenerator(seed: Self.seed)
        let files = (0..<Self.count).map { _ in CaseMaker.csv(&random) }
        let tally = try compare(files, ours: Self.readCSV, theirs: PythonOracle.readCSV(files), named: false)
        print(
            "csv: seed \(Self.seed), \(files.count) files, \(tally.both) read alike, \(tally.onlyTheirs) refused by us alone"
        )
        #expect(tally.both > files.count / 3)
    }

    @Test("JSON, made of the pieces that matter")
    func json() throws {
        var random = SeededGenerator(seed: Self.seed + 1)
        let files = (0..<Self.count).map { _ in CaseMaker.json(&random) }
        let tally = try compare(files, ours: Self.readJSON, theirs: PythonOracle.readJSON(files), named: true)
        print(
            "json: seed \(Self.seed + 1), \(files.count) files, \(tally.both) read alike, \(tally.onlyTheirs) refused by us alone"
        )
        #expect(tally.both > files.count / 4)
    }
}

/// Makes small files, most of them right.
enum CaseMaker {
    private static let texts = [
        "", "a", "ann", " ", " x ", "é", "👩‍👩‍👧", "\u{2028}", "0", "007", ",", ";", "\t", "\n", "\r\n", "\r", "\"", "\"\"",
        "'", "\\", "{{a}}",
        "=1", "\u{0}", "\u{7F}", "\u{FEFF}",
    ]

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in random.pick(texts) }.joined()
    }

    static func csv(_ random: inout SeededGenerator) -> [UInt8] {
        var file: [UInt8] = []
        let ending = random.pick(["\n", "\r\n", "\r"])
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            let cells = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                let cell = text(&random)
                let needsQuotes = cell.utf8.contains { [10, 13, 34, 44].contains($0) }
                if random.once(in: 60) { return cell }
                return needsQuotes || random.once(in: 3) ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
            }
            file += Array((cells.joined(separator: ",") + (random.once(in: 20) ? "\n\n" : ending)).utf8)
        }
        if random.once(in: 3), !file.isEmpty { file.removeLast() }
        return mutated(file, &random)
    }

    static func json(_ random: inout SeededGenerator) -> [UInt8] {
        var elements: [String] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            var keys = ["user", "message", "k", "é", ""].shuffled(using: &random).prefix(
                Int.random(in: 0...4, using: &random))
            if random.once(in: 30), let first = keys.first { keys.append(first) }
            elements.append(
                "{" + keys.map { "\(string($0, &random)):\(value($0, &random))" }.joined(separator: ",") + "}")
        }
        let blank = random.pick(["", " ", "\n", "\r\n\t"])
        return mutated(
            Array((blank + "[" + elements.joined(separator: blank + "," + blank) + "]" + blank).utf8), &random)
    }

    private static func value(_ key: String, _ random: inout SeededGenerator) -> String {
        let plain = ["0", "-0", "1.5", "1e400", "-1E+2", "12345678901234567890", "null", "true", "false"]
        if random.once(in: 40) {
            return random.pick(["[]", "{}", "01", "1.", "+1", "NaN", "nul", "[1,{\"a\":2}]", ""])
        }
        // Our fields take texts only.
        return key == "user" || key == "message" || !random.once(in: 3)
            ? string(text(&random), &random) : random.pick(plain)
    }

    private static func string(_ text: String, _ random: inout SeededGenerator) -> String {
        var written = "\""
        for unit in text.unicodeScalars {
            switch unit {
            case "\"": written += "\\\""
            case "\\": written += "\\\\"
            case _ where unit.value < 0x20 || random.once(in: 6):
                for half in Character(unit).utf16 {
                    let digits = String(half, radix: 16)
                    written += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: written.unicodeScalars.append(unit)
            }
        }
        if random.once(in: 40) { written += random.pick(["\\ud800", "\\x", "\\u12g4", "\n", "\\/", "\\b"]) }
        return written + "\""
    }

    /// One in five files is damaged in one to three places.
    static func mutated(_ file: [UInt8], _ random: inout SeededGenerator, always: Bool = false) -> [UInt8] {
        var file = file
        guard always || random.once(in: 5) else { return file }
        for _ in 0..<Int.random(in: 1...3, using: &random) where !file.isEmpty {
            let place = Int.random(in: 0..<file.count, using: &random)
            let marks = Array("\",\n\r{}[]:\\u0 ".utf8) + [0, 0x80, 0xC3, 0xFF]
            switch Int.random(in: 0..<4, using: &random) {
            case 0: file.remove(at: place)
            case 1: file.insert(random.pick(marks), at: place)
            case 2: file[place] = random.pick(marks)
            default: file.removeSubrange(place...)
            }
        }
        return file
    }
}
