/// Tells the documents of old Office versions apart by the names in their directory.
enum CompoundDocument {
    private static let streams: [(name: String, kind: FileKind)] = [
        ("EncryptedPackage", .protectedDocument), ("__substg1.0_", .outlookMessage),
        ("WordDocument", .wordDocument), ("Workbook", .oldExcelWorkbook), ("Book", .oldExcelWorkbook),
    ]

    /// What a compound file is, by the streams whose names lie in its beginning or end.
    static func kind(_ head: [UInt8], _ tail: [UInt8]) -> FileKind {
        for (name, kind) in streams {
            let wide: [UInt8] = name.utf8.flatMap { [$0, UInt8(0)] }
            guard contains(head, wide) || contains(tail, wide) else { continue }
            return kind == .wordDocument ? .oldOfficeDocument : kind
        }
        return .oldOfficeDocument
    }

    private static func contains(_ bytes: [UInt8], _ wanted: [UInt8]) -> Bool {
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains { start in
            bytes[start] == wanted[0] && bytes[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
