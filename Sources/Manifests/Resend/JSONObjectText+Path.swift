/// Attachment paths in the text of an object.
extension JSONObjectText {
    /// Puts a way before the value of the member that holds a relative attachment path.
    mutating func extendPath(_ way: String, _ columns: ColumnTable) {
        let path = members.last { member in
            let column = columns.column(named: String(decoding: member.key, as: UTF8.self))
            return column.map { columns.fields[$0] == .attachment } ?? false
        }
        guard let path, text[path.value.lowerBound] == UInt8(ascii: "\""),
            Self.unescaped(text[path.value]).first != UInt8(ascii: "/")
        else { return }
        insert(Self.escaped(way), at: path.value.lowerBound + 1)
    }

    /// A text as it stands between quotes.
    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case ..<0x10: Array("\\u000\(String(byte, radix: 16))".utf8)
            case ..<0x20: Array("\\u00\(String(byte, radix: 16))".utf8)
            default: [byte]
            }
        }
    }
}
