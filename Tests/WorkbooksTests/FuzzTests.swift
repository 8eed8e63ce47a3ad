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

    private static let rows = """
        <row r="1"><c t="inlineStr"><is><r><t>user</t></r><rPh><t>x</t></rPh></is></c><c t="s"><v>0</v></c><c s="1"><v>46353.5</v></c></row>\
        <row r="2" hidden="1"><c r="A2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c><c r="D2" s="2"><v>-1234.5678</v></c></row>\
        <row r="4"><c r="B4" t="str"><f>A1</f><v>a_x000D_b</v></c><c r="E4"><f>1</f></c><c s="3"><v>0.3000000000000004E+2</v></c></row>
        """

    private static let excel = WorkbookText.excelMembers(
        [("One", "", rows), ("Two", "hidden", rows)], shared: "<si><t>a</t></si><si><r><t>b</t></r></si>",
        formats: ["yyyy-mm-dd h:mm AM/PM", "#,##0.00;[Red](#,##0.00)", "[<=5]000-00;General"],
        columns: "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols>",
        behind: "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>")

    private static let document: [(name: String, content: String)] = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<manifest/>"),
        (
            "content.xml",
            """
            <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><style:style style:name="ta2">\
            <style:table-properties table:display="false"/></style:style><table:table table:name="A" table:style-name="ta1">\
            <table:table-column table:visibility="collapse"/><table:table-row table:number-rows-repeated="3"><table:table-cell \
            office:value-type="string" table:number-columns-repeated="2"><text:p>a<text:s text:c="3"/>b</text:p><text:p>c</text:p>\
            </table:table-cell><table:table-cell office:value-type="percentage" office:value="0.25" table:number-columns-spanned="2">\
            <text:p>25%</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table></office:document-content>
            """
        ),
    ]

    @Test(
        "Mutated XML inside of whole archives, and mutated archives", arguments: [Workbook.Format.excel, .openDocument])
    func mutated(format: Workbook.Format) throws {
        var random = SeededGenerator(seed: Self.seed)
        let members = format == .excel ? Self.excel : Self.document
        let whole = ZipArchive(members).bytes
        let clock = ContinuousClock()
        let end = clock.now + Self.campaign
        var (number, readable) = (0, 0)
        while Self.isCampaign ? clock.now < end : number < Self.sample {
            let bytes = random.once(in: 3) ? Self.mutated(whole, &random) : Self.archive(members, &random)
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
            let code = String(decoding: Self.mutated(Array(random.pick(codes).utf8), &random), as: UTF8.self)
            let number = Self.mutated(
                Array(random.pick(["46353.75", "-0.00012345", "1E+14", "0", "999999.995"]).utf8), &random)
            let format = CellFormat(code)
            guard let decimal = DecimalText(number) else { continue }
            _ = format.shown(decimal)
            if let date = decimal.double.flatMap({ SerialDate($0, .from1900) }) { _ = format.shown(date) }
            #expect(DecimalText(decimal.text)?.text == decimal.text)
        }
    }

    private static func archive(
        _ members: [(name: String, content: String)], _ random: inout SeededGenerator
    ) -> [UInt8] {
        var archive = ZipArchive()
        let victim = Int.random(in: members.count / 2..<members.count, using: &random)
        for (index, member) in members.enumerated() {
            let content = Array(member.content.utf8)
            let isVictim = index == victim || random.once(in: 8)
            if random.once(in: 60) { continue }
            archive.add(member.name, isVictim ? mutated(content, &random) : content)
        }
        return archive.bytes
    }

    private static let pieces = [
        "<row>", "</row>", "<c>", "</c>", "<v>", "</v>", "r=\"A1\"", "t=\"s\"", "s=\"9\"", "&amp;", "&#0;", "]]>",
        "<![CDATA[", "<!--",
        "99999999999", "-1", "\"", "table:number-rows-repeated=\"99999999\"", "_xD83D_", "1E308", "<is><t>",
        "</table:table>", "\u{0}",
    ]

    private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<end)
            case 2:
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0..<bytes.count, using: &random))
            case 3: bytes.insert(contentsOf: random.pick(pieces).utf8, at: place)
            default: if random.once(in: 4) { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
