import Foundation
import TestSupport
import Testing
import Text

@testable import Workbooks

@Suite("Damaged workbooks never crash, hang or take memory without end")
struct FuzzTests {
    /// A number of files that takes a few seconds in CI; an hour with CAMPAIGN=1.
    private static let isCampaign = ProcessInfo.processInfo.environment["CAMPAIGN"] == "1"
    private static let campaign = Duration.seconds(1_800)
    private static let sample = 1_500
    private static let seed: UInt64 = 1_905

    @Test(
        "Mutated XML inside of whole archives, and mutated archives", arguments: [Workbook.Format.excel, .openDocument])
    func mutated(format: Workbook.Format) throws {
        var random = SeededGenerator(seed: Self.seed)
        let members = format == .excel ? MutatedWorkbook.excel : MutatedWorkbook.document
        let clock = ContinuousClock()
        let end = clock.now + Self.campaign
        var (number, readable) = (0, 0)
        while Self.isCampaign ? clock.now < end : number < Self.sample {
            let bytes = MutatedWorkbook.archive(members, &random)
            do {
                let choice = random.pick([Workbook.Choice.visible(0), .visible(1), .named("One"), .named("A")])
                let sample = try SheetSample(bytes, format, choice, limit: 4_096)
                readable += 1
                for cell in sample.cells { #expect(String(validating: cell.text.utf8, as: UTF8.self) != nil) }
            } catch {
                #expect(error is WorkbookFault, "file \(number) of seed \(Self.seed): \(error)")
            }
            number += 1
        }
        print("workbooks: seed \(Self.seed), \(format): \(number) files, \(readable) readable")
        #expect(readable > number / 20 && readable < number)
    }

    @Test("Mutated formats and numbers")
    func formats() throws {
        var random = SeededGenerator(seed: Self.seed)
        let codes = [
            "yyyy-mm-dd h:mm:ss.00 AM/PM", "#,##0.00;[Red](#,##0.00);\"-\"??;@", "[$€-407]* #,##0_);[<5]\\x0%",
            "[h]:mm",
            "[$-409]dddd, mmmm d", "# ?/?", "0.0,,E+0", "General;General",
        ]
        for _ in 0..<Self.sample * (Self.isCampaign ? 100 : 4) {
            let code = String(decoding: MutatedWorkbook.mutated(Array(random.pick(codes).utf8), &random), as: UTF8.self)
            let number = MutatedWorkbook.mutated(
                Array(random.pick(["46353.75", "-0.00012345", "1E+14", "0", "999999.995"]).utf8), &random)
            let format = CellFormat(code)
            guard let decimal = DecimalText(number) else { continue }
            _ = format.shown(decimal)
            if let date = decimal.double.flatMap({ SerialDate($0, .from1900) }) { _ = format.shown(date) }
            #expect(DecimalText(decimal.text)?.text == decimal.text)
        }
    }
}
