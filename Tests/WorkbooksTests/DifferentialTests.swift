import Foundation
import TestSupport
import Testing

@testable import Workbooks

@Suite("Cell by cell what the libraries that wrote a workbook read of it")
struct DifferentialTests {
    private static let isCampaign = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1"
    private static let count = isCampaign ? 1_000 : 40
    private static let seed = 19

    /// A cell as the library reads it.
    private struct Cell: Decodable {
        var row: Int
        var column: Int
        var text: String
        var doubt: String?

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            row = try values.decode(Int.self)
            column = try values.decode(Int.self)
            text = try values.decode(String.self)
            doubt = try values.decodeIfPresent(String.self)
        }
    }

    @Test("openpyxl and odfpy", arguments: [("xlsx", Workbook.Format.excel), ("ods", .openDocument)])
    func libraries(ending: String, format: Workbook.Format) async throws {
        let folder = try TemporaryDirectory()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Oracle/workbooks.py"
        let status = try Python.run([script, ending, "\(Self.seed)", "\(Self.count)", folder.path])
        try #require(status == 0, "python3 needs openpyxl and odfpy (python3-openpyxl, python3-odf)")
        var compared = 0
        for number in 0..<Self.count {
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.file("\(number).\(ending)"))))
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("\(number).json")))
            let sheets = try JSONDecoder().decode([[Cell]].self, from: data)
            for (index, expected) in sheets.enumerated() {
                let sample = try SheetSample(bytes, format, .visible(index))
                let read = sample.cells.map { "\($0.place) \($0.text)\(Self.mark($0.doubt))" }
                let wanted = expected.filter { !$0.text.isEmpty || $0.doubt != nil }.map { cell in
                    let place = "\(CellPlace.letters(cell.column - 1))\(cell.row)"
                    return cell.doubt == "error"
                        ? "\(place)  error \(cell.text)" : "\(place) \(cell.text)\(cell.doubt.map { " \($0)" } ?? "")"
                }
                #expect(read == wanted, "workbook \(number) of seed \(Self.seed), sheet \(index)")
                compared += wanted.count
            }
        }
        #expect(compared > Self.count * 10)
    }

    private static func mark(_ doubt: CellDoubt?) -> String {
        switch doubt {
        case .error(let name): " error \(name)"
        case .noStoredValue: " formula"
        default: ""
        }
    }
}
