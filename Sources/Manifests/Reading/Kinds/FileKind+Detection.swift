import BatchModel

extension FileKind {
    /// How much of a file's beginning and end is looked at.
    static let sampleByteCount = 1 << 16

    /// Looks at a file that is open; nil when it may be text.
    ///
    /// `hasEncoding`: the user said how the bytes become text, so that only a kind with a signature of its own is one.
    static func detect(_ file: ManifestFile, hasEncoding: Bool) throws(ManifestFault) -> FileKind? {
        let size = file.status.byteCount
        let head = try sample(file, at: 0)
        if let kind = detect(head: head, tail: try sample(file, at: max(0, size - Int64(sampleByteCount)))) {
            return kind == .binary && hasEncoding ? nil : kind
        }
        if WideText.isFalselyMarked(head) { return .falselyMarked }
        if let kind = TextKind.kind(opening: opening(head)) { return kind }
        return hasEncoding ? nil : foreign(head)
    }

    /// Text of another encoding than UTF-8 that shows by itself.
    private static func foreign(_ head: [UInt8]) -> FileKind? {
        WideText.unmarkedEncoding(head).map(FileKind.unmarkedWide)
            ?? EscapedText.encoding(ofFile: head).map(FileKind.escaped)
    }

    /// Looks at the whole content of a template, which may be any text; nil when it may be text in UTF-8.
    package static func detect(content: [UInt8]) -> FileKind? {
        detect(head: Array(content.prefix(sampleByteCount)), tail: Array(content.suffix(sampleByteCount)))
            ?? foreign(content)
    }

    /// How a file of JSON is written; nil when it does not begin as one. No header of a table begins so.
    static func json(in file: ManifestFile) throws(ManifestFault) -> ManifestFormat? {
        let text = opening(try sample(file, at: 0))
        func follows(_ bracket: Character, _ next: Set<Character>) -> Bool {
            text.first == bracket && text.dropFirst().first { !$0.isWhitespace }.map(next.contains) ?? false
        }
        if follows("[", ["{", "["]) { return .json }
        guard follows("{", ["\"", "}"]) else { return nil }
        return text.split(whereSeparator: \.isNewline).dropFirst().first?.first == "{" ? .jsonl : .json
    }

    private static func sample(_ file: ManifestFile, at offset: Int64) throws(ManifestFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: sampleByteCount)
        let count = try file.read(into: &bytes, from: 0, at: offset)
        bytes.removeSubrange(count...)
        return bytes
    }

    /// What the first and last bytes of a file show; nil when it may be text.
    private static func detect(head: [UInt8], tail: [UInt8]) -> FileKind? {
        signature(head, tail) ?? markup(head) ?? (isBinary(head) ? .binary : nil)
    }

    // MARK: Signatures

    private static let signatures: [([UInt8], FileKind)] = [
        (Array("%PDF-".utf8), .pdf), (Array("{\\rtf".utf8), .richText), ([0x1F, 0x8B], .gzip),
        ([0xFD] + Array("7zXZ".utf8), .archive),
        ([0x28, 0xB5, 0x2F, 0xFD], .archive), (Array("7z".utf8) + [0xBC, 0xAF], .archive),
        (Array("Rar!".utf8) + [0x1A], .archive), ([0x89] + Array("PNG".utf8), .image),
        ([0xFF, 0xD8, 0xFF], .image), (Array("MSCF".utf8) + [0, 0, 0, 0], .archive), ([0x1F, 0x9D], .archive),
        (Array("!<arch>\n".utf8), .archive), ([0x04, 0x22, 0x4D, 0x18], .archive),
        (Array("SQLite format 3".utf8) + [0], .database), ([0, 1, 0, 0] + Array("Standard Jet".utf8), .database),
        ([0, 1, 0, 0] + Array("Standard ACE".utf8), .database),
    ]

    private static func signature(_ head: [UInt8], _ tail: [UInt8]) -> FileKind? {
        if head.starts(with: Array("PK".utf8) + [3, 4]) { return PackedDocument.kind(head, tail) }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return CompoundDocument.kind(head, tail)
        }
        if head.starts(with: Array("PK".utf8) + [5, 6]) { return .emptyZip }
        // A text may begin with the same letters.
        if head.starts(with: "BZh".utf8), head.dropFirst(4).starts(with: "1AY&SY".utf8) { return .archive }
        if TapeArchive.begins(head) { return .archive }
        if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8), head.contains(0) { return .image }
        return signatures.first { head.starts(with: $0.0) }?.1
    }

    // MARK: Markup

    /// Text that is the source of a page or document: HTML, XML, vCard.
    private static func markup(_ head: [UInt8]) -> FileKind? {
        let text = opening(head)
        if text.hasPrefix("{"), head.count < 2_048, text.contains("docs.google.com/"),
            text.contains("\"doc_id\"") || text.contains("\"resource_id\"")
                || !text.contains("\"user\"") && text.contains("\"url\"")
        {
            return .googlePointer
        }
        if text.hasPrefix("<?xml") {
            if text.contains("opendocument.spreadsheet") { return .flatSpreadsheet }
            if text.contains("office:spreadsheet") || text.contains("<workbook") { return .excelXML }
            return text.contains("<html") ? .webPage : .xml
        }
        if ["<!doctype html", "<html", "<head", "<body", "<table"].contains(where: text.hasPrefix) { return .webPage }
        if text.hasPrefix("<!--") || text.hasPrefix("<meta") || text.hasPrefix("<style") {
            return text.contains("<html") || text.contains("<table") ? .webPage : nil
        }
        if text.hasPrefix("begin:vcard") { return .addressBook }
        return text.hasPrefix("begin:vcalendar") ? .calendar : nil
    }

    /// The first characters in lower case, without a mark and blanks before them.
    private static func opening(_ head: [UInt8]) -> String {
        var bytes = head.prefix(4_096)
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isWide { bytes = bytes.dropFirst(2).filter { $0 != 0 }[...] }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        return String(decoding: bytes.drop { $0 <= 0x20 }, as: UTF8.self).lowercased()
    }

    // MARK: Binary data

    /// Whether the bytes hold so many control characters that nobody can have typed them: where they hold zeros, or are no UTF-8.
    private static func isBinary(_ head: [UInt8]) -> Bool {
        if WideText.hasMark(head) || WideText.unmarkedEncoding(head) != nil { return false }
        let controls = head.count { $0 < 9 && $0 > 0 || (14...25).contains($0) || (28...31).contains($0) }
        if controls < 4 { return false }
        if head.contains(0) { return controls * 50 > head.count }
        return controls * 25 > head.count && (try? UTF8Span(validating: head.span)) == nil
    }
}
