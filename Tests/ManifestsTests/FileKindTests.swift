import BatchModel
import Foundation
import Manifests
import TestSupport
import Testing

@Suite("A file that is no text is called by its name, whatever name it has")
struct FileKindTests {
    /// A ZIP archive as far as its headers tell.
    private static func zip(_ members: (name: String, content: String)...) -> [UInt8] {
        members.flatMap { name, content -> [UInt8] in
            let head = Array("PK".utf8) + [3, 4] + [UInt8](repeating: 0, count: 22)
            return head + [UInt8(name.utf8.count), 0, 0, 0] + Array(name.utf8) + Array(content.utf8)
        }
    }

    /// A compound file with streams of these names.
    private static func compound(_ streams: String...) -> [UInt8] {
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
            + streams.flatMap { $0.utf8.flatMap { [$0, UInt8(0)] } }
    }

    private static func wide(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        Array(text.data(using: encoding) ?? Data())
    }

    private static let table = "user,sender,message\nann,bob,Grüße\n"

    /// An archive as tar writes it, without any mark: a name, numbers, and the sum of all bytes with blanks for itself.
    private static let tape: [UInt8] = {
        var head = Array("people.csv".utf8) + [UInt8](repeating: 0, count: 502)
        for (place, text) in [(100, "000644 "), (108, "001750 "), (124, "00000000005 "), (148, "        ")] {
            for (index, byte) in text.utf8.enumerated() { head[place + index] = byte }
        }
        let digits = String(head.reduce(0) { $0 + Int($1) }, radix: 8)
        for (index, byte) in (String(repeating: "0", count: 6 - digits.count) + digits).utf8.enumerated() {
            head[148 + index] = byte
        }
        return head + Array("user\n".utf8) + [UInt8](repeating: 0, count: 507)
    }()

    /// Content, and the words that name it.
    static let kinds: [(bytes: [UInt8], words: String)] = [
        (zip(("[Content_Types].xml", ""), ("xl/workbook.xml", "")), "Excel workbook, .xlsx"),
        (zip(("[Content_Types].xml", ""), ("xl/workbook.bin", "")), ".xlsb"),
        (zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "OpenDocument, .ods"),
        (zip(("mimetype", "application/vnd.oasis.opendocument.text")), ".odt"),
        (zip(("word/document.xml", "")), "Word document"), (zip(("ppt/slides.xml", "")), "presentation"),
        (zip(("Index/Document.iwa", "")), "Numbers"), (zip(("people.csv", "user\n")), "a ZIP archive, not"),
        (zip(("", "\u{1}\u{2}")), "a ZIP archive or a spreadsheet"),
        (compound("Root Entry", "Workbook"), "Excel 97-2003"), (compound("EncryptedPackage"), "with a password"),
        (compound("WordDocument"), "old Office version"), (compound("__substg1.0_001A001E"), "Outlook message"),
        (Array("<!DOCTYPE html>\n<html><table>".utf8), "web page"), (Array("\n <table border=0><tr>".utf8), "web page"),
        ([0xFF, 0xFE] + wide("<html><table>", .utf16LittleEndian), "web page"),
        (
            Array(
                "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
                    .utf8),
            "OpenDocument as one XML file"
        ),
        (Array("\u{FEFF}<?xml version=\"1.0\"?>\n<?mso-application?><Workbook>".utf8), "Excel 2003 XML"),
        (Array("<?xml version=\"1.0\"?><rss>".utf8), "XML document"),
        (Array("{\\rtf1\\ansi user}".utf8), "RTF document"),
        (Array("%PDF-1.7\n".utf8), "PDF document"), ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], "gzip archive"),
        (Array("BEGIN:VCARD\nFN:Ann\n".utf8), "address book"), ([0x89] + Array("PNG\r\n".utf8), "picture"),
        (Array("GIF89a".utf8) + [1, 0, 1, 0], "picture"),
        (Array("BZh91AY&SY".utf8) + [0xFF], "packed archive"),
        (Array("PK".utf8) + [5, 6, 0, 0], "an empty ZIP archive"), (tape, "packed archive"),
        // Data without a zero byte.
        ((0..<80).map { UInt8(1 + ($0 &* 77) % 255) }, "binary data"),
        ([0xFF, 0xFE] + Array(table.utf8), "mark of UTF-16"),
        ((0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 167) }, "binary data"),
        (wide(table, .utf16LittleEndian), "UTF-16LE without its mark"),
        (wide(table, .utf16BigEndian), "UTF-16BE without its mark"),
        (Array("user,sender,message\ntanaka,office,\u{1B}$B$3$s\u{1B}(B\n".utf8), "looks like ISO-2022-JP"),
        (wide("Имя,sender,message\nАня,офис,Привет всем\n", .utf16LittleEndian), "UTF-16LE without its mark"),
    ]

    @Test("As a manifest and as a template", arguments: kinds)
    func named(bytes: [UInt8], words: String) throws {
        // A workbook is one by its name as well; this one has nothing but headers.
        let isWorkbook = words == "Excel workbook, .xlsx"
        for name in isWorkbook ? ["m.csv", "m.json", "m.ods", "m"] : ["m.csv", "m.json", "m.xlsx", "m"] {
            let fault = try #require(throws: ManifestFault.self) { _ = try Sample(bytes, name: name).open() }
            #expect(fault.problem.contains(words) && fault.kind == .invalid, "\(fault.problem)")
        }
        let folder = try TemporaryDirectory()
        let template = try folder.write(bytes, to: "t.txt")
        let fault = try #require(throws: ManifestFault.self) { try TemplateFile.check(template) }
        #expect(fault.problem.contains(words) || bytes.starts(with: [0xFF, 0xFE]), "\(fault.problem)")
    }

    @Test(
        "As a manifest; a template may be so",
        arguments: [
            ("<members><a/></members>", "XML document"), ("<br />\n<b>Warning</b>: x", "web page"),
            ("<div>Please sign in</div>", "web page"), ("<link-list><a/></link-list>", "XML document"),
        ])
    func elements(text: String, words: String) throws {
        let fault = try #require(throws: ManifestFault.self) { _ = try Sample(text).open() }
        #expect(fault.problem.contains(words))
    }

    @Test("The mark of UTF-16 before other text is named, before UTF-16 it is none")
    func falseMark() throws {
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            let fault = try #require(throws: ManifestFault.self) {
                _ = try Sample(mark + Array(Self.table.utf8)).open()
            }
            #expect(fault.problem.contains("begins with the mark of UTF-16"))
        }
        #expect(try Sample([0xFF, 0xFE] + Self.wide(Self.table, .utf16LittleEndian)).check().rows == 1)
    }

    @Test("A line end behind zero bytes is part of what pads the file, one zero byte is not")
    func paddedLineEnd() throws {
        let check = try Sample(Array(Self.table.utf8) + [0, 0, 0, 0, 13, 10]).check()
        #expect(check.zeroPadding?.byteCount == 4 && check.isValid)
        #expect(try Sample(Array(Self.table.utf8) + [0, 10]).check().zeroPadding == nil)
    }

    @Test(
        "What is text is read as text",
        arguments: [
            table, "user,sender,message\nann,bob,<html>\n", "user,sender,message\nPK,bob,%PDF-\n",
            "<user>,sender,message\na,b,c\n", "user,sender,message\na,b,\u{1B}[31mred\u{1B}(B\n",
            "user,sender,message\na,b,é\u{1B}$B\n",
            "user,sender,message\nann,bob,a\u{0}b\u{0}\u{1}c,d\n", "user,sender,message\na,b,\u{1}\n",
        ])
    func text(text: String) throws {
        _ = try Sample(text).open()
        #expect(try Sample(text).check().rows == 1)
    }

    @Test("A template may begin with the letters of other files", arguments: ["GIF89a is old", "BZh9 {{user}}", "<x"])
    func letters(text: String) throws {
        let folder = try TemporaryDirectory()
        try TemplateFile.check(folder.write(Array(text.utf8), to: "t.txt"))
    }

    @Test("A list that is no text is called by its name")
    func lists() throws {
        let kind = try #require(FileKind.detect(content: Self.kinds[0].bytes))
        #expect(kind.isSpreadsheet)
        #expect(kind.fault(at: SourceLocation(file: "l"), as: .list).problem.hasPrefix("The list is a spreadsheet"))
        #expect(FileKind.detect(content: Array("ann\nbob\n".utf8)) == nil)
    }
}
