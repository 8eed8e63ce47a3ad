/// The encodings that UTF-8 is often read as, by the characters that its bytes become.
enum UTF8Misreader {
    /// Every encoding but Windows-1252, which `MisreadUTF8` knows more closely; the likelier first.
    static let encodings = names.map { $0.encoding }
    /// What candidates and what sentences call them.
    private static let names: [(encoding: String, name: String)] = [
        ("windows-1250", "Windows-1250"), ("macintosh", "Mac Roman"), ("windows-1251", "Windows-1251"),
        ("windows-1254", "Windows-1254"), ("windows-1257", "Windows-1257"), ("cp850", "CP850"), ("cp437", "CP437"),
        ("windows-1253", "Windows-1253"), ("windows-1255", "Windows-1255"), ("windows-1256", "Windows-1256"),
        ("cp866", "CP866"), ("cp852", "CP852"), ("koi8-r", "KOI8-R"), ("cp874", "Windows-874"),
        ("iso-8859-2", "ISO-8859-2"), ("iso-8859-15", "ISO-8859-15"),
        ("cp857", "CP857"), ("cp775", "CP775"), ("iso-8859-9", "ISO-8859-9"),
    ]
    /// A set of encodings, a bit each by their place.
    typealias Places = UInt32

    private static let tables = encodings.map { SingleByteTable($0) }

    /// What sentences call an encoding, by its place.
    static func name(_ encoding: Int) -> String { names[encoding].name }

    /// The byte of a character beyond ASCII in an encoding, by its place among them.
    static func byte(_ scalar: UInt32, _ encoding: Int) -> UInt8? {
        tables[encoding]?.byte(scalar) ?? (isUndefined(scalar, encoding) ? UInt8(scalar) : nil)
    }

    /// Whether a control character stands for a byte that the encoding does not define.
    private static func isUndefined(_ scalar: UInt32, _ encoding: Int) -> Bool {
        (0x80...0x9F).contains(scalar) && tables[encoding]?.scalar(UInt8(scalar)) == nil
    }

    /// In which encodings a character is the first byte of one in UTF-8, and in which a further byte.
    ///
    /// Most texts have no two such characters side by side, which this finds out with one look at each.
    static func roles(_ scalar: UInt32) -> (first: Places, further: Places) {
        let roles = scalar < flatCount ? flat[Int(scalar)] : others[scalar] ?? 0
        return (Places(truncatingIfNeeded: roles >> 32), Places(truncatingIfNeeded: roles))
    }

    /// Box drawing is the last of what these encodings have, but for two ligatures and a trade mark.
    private static let flatCount: UInt32 = 0x2600
    private static let flat: [UInt64] = (0..<flatCount).map { all[$0] ?? 0 }
    private static let others = all.filter { $0.key >= flatCount }
    private static let all: [UInt32: UInt64] = {
        var roles: [UInt32: UInt64] = [:]
        for (place, table) in tables.enumerated() {
            guard let table else { continue }
            for byte in UInt8(0x80)...0xF4 {
                let scalar = table.scalar(byte) ?? (byte < 0xA0 ? UInt32(byte) : nil)
                guard let scalar else { continue }
                if byte < 0xC0 { roles[scalar, default: 0] |= 1 << UInt64(place) }
                if byte >= 0xC2 { roles[scalar, default: 0] |= 1 << UInt64(32 + place) }
            }
        }
        return roles
    }()
}
