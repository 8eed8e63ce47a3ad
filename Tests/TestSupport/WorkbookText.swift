/// Workbooks of both formats, put together from their XML.
package enum WorkbookText {
    /// An Excel workbook of one sheet.
    ///
    /// - Parameters:
    ///   - rows: what stands in `sheetData`.
    ///   - shared: the elements `si`.
    ///   - formats: number formats, which styles 1, 2 and so on have.
    ///   - behind: what stands behind `sheetData`.
    package static func excel(
        _ rows: String, shared: String? = nil, formats: [String] = [], columns: String = "", behind: String = "",
        from1904: Bool = false
    ) -> [UInt8] {
        ZipArchive(
            excelMembers(
                [("Members", "", rows)], shared: shared, formats: formats, columns: columns, behind: behind,
                from1904: from1904)
        ).bytes
    }

    /// The members of an Excel workbook of several sheets, each with its name, its state and its rows.
    package static func excelMembers(
        _ sheets: [(name: String, state: String, rows: String)], shared: String? = nil, formats: [String] = [],
        columns: String = "", behind: String = "", from1904: Bool = false
    ) -> [(name: String, content: String)] {
        let list = sheets.enumerated().map { index, sheet in
            let state = sheet.state.isEmpty ? "" : " state=\"\(sheet.state)\""
            return "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"rId\(index + 1)\"/>"
        }
        let relations = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet\($0 + 1).xml\"/>"
        }
        let codes = formats.enumerated().map { index, code in
            let escaped = code.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing(
                "<", with: "&lt;")
            return "<numFmt numFmtId=\"\(index + 164)\" formatCode=\"\(escaped)\"/>"
        }
        let styles = formats.indices.map { "<xf numFmtId=\"\($0 + 164)\"/>" }
        var members: [(name: String, content: String)] = [
            ("[Content_Types].xml", "<Types/>"),
            (
                "_rels/.rels",
                "<Relationships><Relationship Id=\"a\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns:r=\"http://x/r\"><workbookPr\(from1904 ? " date1904=\"1\"" : "")/><sheets>\(list.joined())</sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                """
                <Relationships>\(relations.joined())<Relationship Id="s" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>\
                <Relationship Id="t" Type="http://x/styles" Target="styles.xml"/></Relationships>
                """
            ),
            (
                "xl/styles.xml",
                "<styleSheet><numFmts>\(codes.joined())</numFmts><cellXfs><xf numFmtId=\"0\"/>\(styles.joined())</cellXfs></styleSheet>"
            ),
        ]
        if let shared { members.append(("xl/sharedStrings.xml", "<sst>\(shared)</sst>")) }
        for (index, sheet) in sheets.enumerated() {
            members.append(
                (
                    "xl/worksheets/sheet\(index + 1).xml",
                    "<?xml version=\"1.0\"?><worksheet>\(columns)<sheetData>\(sheet.rows)</sheetData>\(behind)</worksheet>"
                ))
        }
        return members
    }

    /// An Excel workbook whose cells are texts, row by row from the first.
    package static func excel(texts: [[String]]) -> [UInt8] {
        excel(
            texts.enumerated().map { index, cells in
                "<row r=\"\(index + 1)\">"
                    + cells.map { "<c t=\"inlineStr\"><is><t>\(escaped($0))</t></is></c>" }.joined() + "</row>"
            }.joined())
    }

    /// An OpenDocument spreadsheet; `tables` are its elements `table:table`, `styles` stand before them.
    package static func openDocument(_ tables: String, styles: String = "") -> [UInt8] {
        ZipArchive([
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", "<manifest/>"),
            (
                "content.xml",
                """
                <office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c">\
                <office:automatic-styles>\(styles)</office:automatic-styles><office:body><office:spreadsheet>\(tables)\
                </office:spreadsheet></office:body></office:document-content>
                """
            ),
        ]).bytes
    }

    /// A text as XML holds it.
    package static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
