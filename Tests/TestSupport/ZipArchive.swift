/// A ZIP archive whose members are stored as they are, for tests that look at every byte of it.
package struct ZipArchive {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Without members.
    package init() {}

    /// With members of these names and contents.
    package init(_ members: [(name: String, content: String)]) {
        for member in members { add(member.name, Array(member.content.utf8)) }
    }

    /// Adds a member; `flags` and `checksum` replace those that are right.
    package mutating func add(_ name: String, _ content: [UInt8], flags: UInt16 = 0, checksum: UInt32? = nil) {
        let sum = checksum ?? Self.checksum(content)
        let size = UInt32(content.count)
        let fields =
            Self.bytes(UInt16(20)) + Self.bytes(flags) + Self.bytes(UInt16(0)) + Self.bytes(UInt32(0x5A21_0000))
            + Self.bytes(sum) + Self.bytes(size) + Self.bytes(size) + Self.bytes(UInt16(name.utf8.count))
            + Self.bytes(UInt16(0))
        let place = UInt32(body.count)
        body += [0x50, 0x4B, 3, 4] + fields + Array(name.utf8) + content
        directory += [0x50, 0x4B, 1, 2, 20, 0] + fields + [UInt8](repeating: 0, count: 10) + Self.bytes(place)
        directory += Array(name.utf8)
        count += 1
    }

    /// The archive's bytes.
    package var bytes: [UInt8] {
        let end = Self.bytes(UInt16(count))
        return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + end + end + Self.bytes(UInt32(directory.count))
            + Self.bytes(UInt32(body.count)) + [0, 0]
    }

    private static func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func checksum(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
    }
}
