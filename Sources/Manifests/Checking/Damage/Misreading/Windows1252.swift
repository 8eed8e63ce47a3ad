/// The characters of Windows-1252 and their bytes; what it does not define is taken as Latin-1 has it.
enum Windows1252 {
    private static let high: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
        0x8F,
        0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
        0x178,
    ]

    /// The character of a byte from 0x80 on.
    static func scalar(of byte: UInt8) -> UInt32 {
        (0x80..<0xA0).contains(byte) ? high[Int(byte) - 0x80] : UInt32(byte)
    }

    /// The byte of a character beyond ASCII.
    static func byte(_ scalar: UInt32) -> UInt8? {
        if scalar < 0x80 { return nil }
        if scalar <= 0xFF { return UInt8(scalar) }
        return high.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
    }

    /// What sentences call the encoding of a text: control characters that Windows-1252 would have read as signs show Latin-1.
    static func name(_ scalars: [UInt32]) -> String {
        scalars.contains { (0x80..<0xA0).contains($0) && scalar(of: UInt8($0)) != $0 } ? "Latin-1" : "Windows-1252"
    }
}
