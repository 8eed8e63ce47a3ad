import BatchModel

/// Control characters from U+0080 to U+009F: nobody types them; they are what is left of the dashes, quotes and the euro sign
/// of Windows-1252 when it is read as Latin-1.
enum C1Sign {
    /// What people write of the signs of Windows-1252; others in a text show that it was in another encoding.
    private static let usual = Set("€‘’“”„‚–—…•™ŠšŽžŒœ".unicodeScalars.map(\.value))

    /// The first such character of a text by its code and what it was before, as far as that is known, with what to do; nil where
    /// there is none.
    static func damage(in scalars: [UInt32]) -> (finding: String, remedy: String)? {
        let signs = scalars.filter { (0x80...0x9F).contains($0) }
        guard let first = signs.first else { return nil }
        let code = "U+00" + String(first, radix: 16, uppercase: true)
        let meant = Windows1252.scalar(of: UInt8(first))
        guard signs.allSatisfy({ usual.contains(Windows1252.scalar(of: UInt8($0))) }), let sign = Unicode.Scalar(meant)
        else {
            return (
                "\(code), a control character that nobody types",
                "Take the text from its source again, and save it as UTF-8."
            )
        }
        return (
            "\(code), which is “\(Character(sign))” in Windows-1252 read as Latin-1",
            "Import the text as Windows-1252 where it was read wrongly, and save it again."
        )
    }
}
