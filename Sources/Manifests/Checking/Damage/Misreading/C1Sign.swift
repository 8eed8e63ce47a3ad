import BatchModel

/// Control characters from U+0080 to U+009F: nobody types them; they are what is left of the dashes, quotes and the euro sign
/// of Windows-1252 when it is read as Latin-1.
enum C1Sign {
    /// The character by its code and what it was before, as far as that is known.
    static func words(for scalar: UInt32) -> String {
        let code = "U+00" + String(scalar, radix: 16, uppercase: true)
        let meant = Windows1252.scalar(of: UInt8(truncatingIfNeeded: scalar))
        guard meant != scalar, let sign = Unicode.Scalar(meant) else {
            return "\(code), a control character that nobody types"
        }
        return "\(code), which is “\(Character(sign))” in Windows-1252 read as Latin-1"
    }
}
