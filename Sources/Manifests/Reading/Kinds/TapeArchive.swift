/// Recognises an archive that `tar` wrote, which begins with the name of its first file and no mark.
enum TapeArchive {
    private static let headerSize = 512
    /// Where the sum of the header's bytes stands, which counts as blanks itself (POSIX, ustar).
    private static let sum = 148..<156

    /// Whether a file's first bytes are the header of an archive.
    static func begins(_ head: [UInt8]) -> Bool {
        guard head.count >= headerSize, head[0] != 0 else { return false }
        let digits = head[sum].filter { $0 &- 0x30 < 8 }
        guard digits.count >= 4, let stated = Int(String(decoding: digits, as: UTF8.self), radix: 8) else {
            return false
        }
        let bytes = head[..<headerSize].indices.map { sum.contains($0) ? 0x20 : Int(head[$0]) }
        return bytes.reduce(0, +) == stated
    }
}
