/// Tells documents that are ZIP archives apart by the names of their members.
enum PackedDocument {
    /// What an archive is, by its beginning and the list of members at its end.
    static func kind(_ head: [UInt8], _ tail: [UInt8]) -> FileKind {
        let names = Set(members(head) + members(tail))
        func has(_ prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) } }
        if names.contains("mimetype") || names.contains("META-INF/manifest.xml") {
            let start = String(decoding: head.prefix(256), as: UTF8.self)
            if start.contains("opendocument.spreadsheet") { return .openDocumentSpreadsheet }
            if start.contains("opendocument") || names.contains("content.xml") { return .openDocument }
        }
        if names.contains("xl/workbook.bin") { return .binaryExcelWorkbook }
        if has("xl/") { return .excelWorkbook }
        if has("word/") { return .wordDocument }
        if has("ppt/") { return .presentation }
        if names.contains(where: { $0.hasSuffix(".iwa") }) { return .appleDocument }
        return names.contains { !$0.isEmpty } ? .zip : .unknownZip
    }

    /// The names in the local headers and in the central directory that lie in these bytes.
    private static func members(_ bytes: [UInt8]) -> [String] {
        var names: [String] = []
        for start in bytes.indices where bytes[start] == UInt8(ascii: "P") {
            let header = bytes[start...].prefix(46)
            let isLocal = header.starts(with: Array("PK".utf8) + [3, 4]) && header.count >= 30
            let isListed = header.starts(with: Array("PK".utf8) + [1, 2]) && header.count == 46
            guard isLocal || isListed else { continue }
            let lengthAt = start + (isLocal ? 26 : 28)
            let length = Int(bytes[lengthAt]) | Int(bytes[lengthAt + 1]) << 8
            let name = bytes[(start + (isLocal ? 30 : 46))...].prefix(length)
            if name.count == length { names.append(String(decoding: name, as: UTF8.self)) }
        }
        return names
    }
}
