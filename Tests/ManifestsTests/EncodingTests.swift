import Foundation
import Manifests
import Testing

@Suite("Text in any encoding arrives as it was meant, or not at all")
struct EncodingTests {
    static let text = "user,sender,message\nann,bob,Grüße 100 €\n"

    @Test("UTF-8 with and without its mark")
    func utf8() throws {
        #expect(try Sample(Self.text).messages() == ["Grüße 100 €"])
        #expect(try Sample("\u{FEFF}" + Self.text).messages() == ["Grüße 100 €"])
        #expect(try Sample("\u{FEFF}\"user\",sender,message\na,b,c\n").messages() == ["c"])
    }

    @Test(
        "UTF-16 by its mark",
        arguments: [(String.Encoding.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF])])
    func utf16(encoding: String.Encoding, mark: [UInt8]) throws {
        let bytes = try #require(Self.text.data(using: encoding))
        #expect(try Sample(mark + bytes).messages() == ["Grüße 100 €"])
    }

    @Test("UTF-16 without its mark is refused with its name")
    func unmarked() throws {
        let bytes = try #require(Self.text.data(using: .utf16LittleEndian))
        #expect(throws: ManifestFault.self) { try Sample(Array(bytes)).open() }
        #expect(try Sample(Array(bytes)).errors() == ["undecodable"])
        let named = ReadingOptions(encoding: "utf-16le")
        #expect(try Sample(Array(bytes), options: named).messages() == ["Grüße 100 €"])
    }

    @Test("UTF-16 much longer than a block, with characters of four bytes")
    func longUTF16() throws {
        let message = String(repeating: "😀é", count: 100_000)
        let bytes = try #require(oneMessage(message).data(using: .utf16LittleEndian))
        #expect(try Sample([0xFF, 0xFE] + bytes).messages() == [message])
    }

    @Test("Windows-1252 by its name")
    func windows1252() throws {
        let bytes = try #require(Self.text.data(using: .windowsCP1252))
        #expect(
            try Sample(Array(bytes), options: ReadingOptions(encoding: "windows-1252")).messages() == ["Grüße 100 €"])
    }

    @Test("Bytes that are not UTF-8 are refused with row, line and byte")
    func undecodable() throws {
        let bytes = Array("user,sender,message\nann,bob,\"a\nb\"\ncid,dan,x".utf8) + [0xE9] + Array("y\n".utf8)
        let sample = try Sample(bytes)
        #expect(try sample.errors() == ["undecodable row 3 line 4"])
        let fault = try #require(try sample.check().fault)
        #expect(fault.problem.contains("Byte 44 of the file (0xE9)"))
        #expect(fault.remedy.contains("--encoding"))
        #expect(try sample.check().valid == 1)
    }

    @Test(
        "Every kind of broken UTF-8 is refused, also at the end of the file",
        arguments: [[0xC3], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]]
            as [[UInt8]])
    func broken(bytes: [UInt8]) throws {
        let start = Array("user,sender,message\nann,bob,x".utf8)
        #expect(try Sample(start + bytes).errors() == ["undecodable row 2"])
        #expect(try Sample(start + bytes + [10]).errors() == ["undecodable row 2"])
    }

    @Test("A character that lies across two blocks is read")
    func acrossBlocks() throws {
        for padding in 0..<4 {
            let message = String(repeating: "x", count: (1 << 18) - 40 + padding) + String(repeating: "€", count: 40)
            #expect(try Sample(oneMessage(message)).messages() == [message])
        }
    }

    @Test("Bytes a single-byte encoding does not have are refused")
    func undefinedByte() throws {
        let bytes = Array("user,sender,message\nann,bob,x".utf8) + [0x81, 10]
        #expect(try Sample(bytes, options: ReadingOptions(encoding: "windows-1252")).errors() == ["undecodable row 2"])
    }

    @Test("An unknown encoding, and one that contradicts the file's mark, are refused")
    func badNames() throws {
        #expect(try Sample(Self.text, options: ReadingOptions(encoding: "klingon")).errors() == ["bad_option"])
        #expect(try Sample(Self.text, options: ReadingOptions(encoding: "ascii//IGNORE")).errors() == ["bad_option"])
        let marked = try Sample("\u{FEFF}" + Self.text, options: ReadingOptions(encoding: "windows-1252"))
        #expect(try marked.errors() == ["bad_option"])
        #expect(try Sample("\u{FEFF}" + Self.text, options: ReadingOptions(encoding: "utf-8")).errors() == [])
    }
}
