/// What each byte beyond ASCII means in an encoding of one byte a character: encodings that agree in all are the same.
struct SingleByteTable: Hashable {
    private let scalars: [UInt32?]
    private let bytes: [UInt32: UInt8]

    /// Nil for an encoding that is unknown, or has more than one byte for any of these characters.
    init?(_ encoding: String) {
        guard let converter = EncodingConverter(from: encoding.uppercased()) else { return nil }
        let texts = (UInt8(0x80)...0xFF).map { byte -> [UInt32]? in
            let text = converter.convert(whole: [byte])
            // Half a character must not wait for the next byte.
            _ = converter.finish()
            return text.map { String(decoding: $0, as: UTF8.self).unicodeScalars.map(\.value) }
        }
        guard texts.contains(where: { $0 != nil }) else { return nil }
        scalars = texts.map { $0?.count == 1 ? $0?.first : nil }
        var bytes: [UInt32: UInt8] = [:]
        for (place, scalar) in scalars.enumerated().reversed() {
            if let scalar { bytes[scalar] = UInt8(0x80 + place) }
        }
        self.bytes = bytes
    }

    /// The character of a byte from 0x80 on.
    func scalar(_ byte: UInt8) -> UInt32? { scalars[Int(byte) - 0x80] }

    /// The byte of a character beyond ASCII.
    func byte(_ scalar: UInt32) -> UInt8? { bytes[scalar] }

    /// The bytes of a text; nil when the encoding lacks a character of it.
    func bytes(of text: String) -> [UInt8]? { bytes(of: text.unicodeScalars.map(\.value)) }

    /// The bytes of some characters; nil when the encoding lacks one of them.
    func bytes(of text: some Sequence<UInt32>) -> [UInt8]? {
        var found: [UInt8] = []
        for scalar in text {
            guard let byte = scalar < 0x80 ? UInt8(scalar) : bytes[scalar] else { return nil }
            found.append(byte)
        }
        return found
    }
}
