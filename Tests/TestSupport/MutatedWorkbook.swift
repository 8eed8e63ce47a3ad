import Text

/// Workbooks with damage in their XML or in their archives.
package enum MutatedWorkbook {
    private static let rows = """
        <row r="1"><c t="inlineStr"><is><r><t>user</t></r><rPh><t>x</t></rPh></is></c><c t="s"><v>0</v></c>\
        <c t="s"><v>1</v></c></row><row r="2" hidden="1"><c r="A2" t="b"><v>1</v></c><c r="C2" t="e"><v>#N/A</v></c>\
        <c r="D2" s="2"><v>-1234.5678</v></c></row><row r="4"><c r="B4" t="str"><f>A1</f><v>a_x000D_b</v></c>\
        <c r="C4" s="1"><v>46353.5</v></c><c r="E4"><f>1</f></c><c s="3"><v>0.3000000000000004E+2</v></c></row>
        """

    /// The members of an Excel workbook with something of everything.
    package static let excel = WorkbookText.excelMembers(
        [("One", "", rows), ("Two", "hidden", rows)], shared: "<si><t>sender</t></si><si><r><t>message</t></r></si>",
        formats: ["yyyy-mm-dd h:mm AM/PM", "#,##0.00;[Red](#,##0.00)", "[<=5]000-00;General"],
        columns: "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols>",
        behind: "<mergeCells><mergeCell ref=\"F2:G3\"/></mergeCells>")

    /// The members of an OpenDocument spreadsheet with something of everything.
    package static let document: [(name: String, content: String)] = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<manifest/>"),
        (
            "content.xml",
            """
            <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><style:style \
            style:name="ta2"><style:table-properties table:display="false"/></style:style><table:table table:name="A" \
            table:style-name="ta1"><table:table-column table:visibility="collapse"/><table:table-row><table:table-cell \
            office:value-type="string"><text:p>user</text:p></table:table-cell><table:table-cell \
            office:value-type="string"><text:p>message</text:p></table:table-cell></table:table-row><table:table-row \
            table:number-rows-repeated="3"><table:table-cell office:value-type="string" \
            table:number-columns-repeated="2"><text:p>a<text:s text:c="3"/>b</text:p><text:p>c</text:p>\
            </table:table-cell><table:table-cell office:value-type="percentage" office:value="0.25" \
            table:number-columns-spanned="2"><text:p>25%</text:p></table:table-cell><table:covered-table-cell/>\
            </table:table-row></table:table></office:document-content>
            """
        ),
    ]

    private static let pieces = [
        "<row>", "</row>", "<c>", "</c>", "<v>", "</v>", "r=\"A1\"", "t=\"s\"", "s=\"9\"", "&amp;", "&#0;", "]]>",
        "<![CDATA[", "<!--", "99999999999", "-1", "\"", "table:number-rows-repeated=\"9999\"", "_xD83D_", "1E308",
        "<is><t>", "</table:table>", "\u{0}",
    ]

    /// An archive of these members with damage in some of them, or in itself.
    package static func archive(
        _ members: [(name: String, content: String)], _ random: inout SeededGenerator
    ) -> [UInt8] {
        if random.once(in: 3) { return mutated(ZipArchive(members).bytes, &random) }
        var archive = ZipArchive()
        let victim = Int.random(in: members.count / 2..<members.count, using: &random)
        for (index, member) in members.enumerated() where !random.once(in: 60) {
            let content = Array(member.content.utf8)
            let isVictim = index == victim || random.once(in: 8)
            archive.add(member.name, isVictim ? mutated(content, &random) : content)
        }
        return archive.bytes
    }

    /// Bytes with one to three faults.
    package static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<end)
            case 2:
                let piece = Array(bytes[place..<end])
                bytes.insert(contentsOf: piece, at: Int.random(in: 0..<bytes.count, using: &random))
            case 3: bytes.insert(contentsOf: random.pick(pieces).utf8, at: place)
            default: if random.once(in: 4) { bytes.removeSubrange(place...) }
            }
        }
        return bytes
    }
}
