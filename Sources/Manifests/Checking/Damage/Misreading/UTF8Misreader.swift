/// The encodings that UTF-8 is often read as, by the characters that its bytes become.
enum UTF8Misreader {
    /// Every encoding but Windows-1252, which `MisreadUTF8` knows more closely; the likelier first.
    static let encodings = [
        "windows-1250", "macintosh", "windows-1251", "windows-1254", "windows-1257", "cp850", "cp437",
    ]
    /// What sentences call them.
    static let names = [
        "Windows-1250", "Mac Roman", "Windows-1251", "Windows-1254", "Windows-1257", "CP850", "CP437",
    ]

    private static let tables = encodings.map { SingleByteTable($0) }

    /// The byte of a character beyond ASCII in an encoding, by its place among them.
    static func byte(_ scalar: UInt32, _ encoding: Int) -> UInt8? {
        tables[encoding]?.byte(scalar) ?? ((0x80...0x9F).contains(scalar) ? UInt8(scalar) : nil)
    }

    /// In which encodings a character is the first byte of one in UTF-8, and in which a further byte, a bit each.
    ///
    /// Most texts have no two such characters side by side, which this finds out with one look at each.
    static func roles(_ scalar: UInt32) -> (first: UInt8, further: UInt8) {
        let roles = scalar < flatCount ? flat[Int(scalar)] : others[scalar] ?? 0
        return (UInt8(truncatingIfNeeded: roles >> 8), UInt8(truncatingIfNeeded: roles))
    }

    /// Box drawing is the last of what these encodings have, but for two ligatures and a trade mark.
    private static let flatCount: UInt32 = 0x2600
    private static let flat: [UInt16] = (0..<flatCount).map { all[$0] ?? 0 }
    private static let others = all.filter { $0.key >= flatCount }
    private static let all: [UInt32: UInt16] = {
        var roles: [UInt32: UInt16] = [:]
        for (place, table) in tables.enumerated() {
            guard let table else { continue }
            for byte in UInt8(0x80)...0xF4 {
                let scalar = table.scalar(byte) ?? (byte < 0xA0 ? UInt32(byte) : nil)
                guard let scalar else { continue }
                if byte < 0xC0 { roles[scalar, default: 0] |= 1 << UInt16(place) }
                if byte >= 0xC2 { roles[scalar, default: 0] |= 0x100 << UInt16(place) }
            }
        }
        return roles
    }()
}
