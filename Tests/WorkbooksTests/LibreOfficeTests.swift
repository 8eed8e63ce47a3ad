import Foundation
import TestSupport
import Testing

@testable import Workbooks

/// Run with LIBREOFFICE=1 where LibreOffice Calc is installed.
@Suite(
    "What LibreOffice makes of workbooks",
    .enabled(if: ProcessInfo.processInfo.environment["LIBREOFFICE"] == "1"))
struct LibreOfficeTests {
    private static let count = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1" ? 300 : 60

    private static func run(_ script: String, _ arguments: [String]) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        try #require(try Python.run(["\(folder)/Oracle/\(script)"] + arguments) == 0)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test("Saved anew in both formats the cells are the same; what a format shows is what LibreOffice shows")
    func libreOffice() throws {
        let folder = try TemporaryDirectory()
        try Self.run("workbooks.py", ["xlsx", "77", "\(Self.count)", folder.path])
        try Self.run("libreoffice.py", [folder.path])
        var (compared, shown) = (0, 0)
        for number in 0..<Self.count {
            let sample = try SheetSample(Self.bytes(folder.file("\(number).xlsx")))
            for (ending, format) in [("xlsx", Workbook.Format.excel), ("ods", .openDocument)] {
                let anew = try SheetSample(Self.bytes(folder.file("anew/\(number).\(ending)")), format)
                compared += compare(sample, anew, "workbook \(number).\(ending)")
            }
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("\(number).shown.json")))
            shown += compare(sample, shown: try JSONDecoder().decode([[String]].self, from: data), "workbook \(number)")
        }
        #expect(compared > Self.count * 10 && shown > Self.count)
    }

    /// Compares cells whose values are stored; LibreOffice calculates formulas, and keeps fifteen digits.
    private func compare(_ sample: SheetSample, _ anew: SheetSample, _ name: String) -> Int {
        let found = Dictionary(uniqueKeysWithValues: anew.cells.map { ($0.place, $0) })
        var count = 0
        for cell in sample.cells {
            switch cell.doubt {
            case .error, .noStoredValue: continue
            default: break
            }
            // LibreOffice keeps no truth values, but numbers that a format shows as such.
            if cell.text == "TRUE" || cell.text == "FALSE" { continue }
            let other = found[cell.place]?.text ?? ""
            #expect(Self.isSame(cell.text, other), "\(name) \(cell.place): \(cell.text), then \(other)")
            count += 1
        }
        return count
    }

    private static func isSame(_ text: String, _ other: String) -> Bool {
        if text == other { return true }
        guard text.utf8.count > 15, let one = Double(text), let two = Double(other) else { return false }
        return abs(one - two) <= abs(one) * 1e-14
    }

    private func compare(_ sample: SheetSample, shown rows: [[String]], _ name: String) -> Int {
        var count = 0
        for cell in sample.cells {
            let text: [UInt8]?
            switch cell.doubt {
            case .shown(let shown, _), .date(let shown): text = shown
            default: text = nil
            }
            guard let text, let place = CellPlace(Array(cell.place.utf8)) else { continue }
            let row = place.row <= rows.count ? rows[place.row - 1] : []
            let other = place.column < row.count ? row[place.column] : ""
            #expect(String(decoding: text, as: UTF8.self) == other, "\(name) \(cell.place)")
            count += 1
        }
        return count
    }
}
