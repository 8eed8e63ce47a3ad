/// A text as it was before its UTF-8 was read in another encoding.
struct MendedText {
    private(set) var scalars: [UInt32] = []
    /// How many characters were mended.
    private(set) var count = 0
    /// How many characters beyond ASCII that leaves unexplained.
    private(set) var left = 0

    /// Mends a text that was read in the encoding whose bytes these are.
    init(_ text: [UInt32], _ byte: (UInt32) -> UInt8?) {
        var index = 0
        while index < text.count {
            if text[index] >= 0x80, let round = UTF8Round(text, index, byte), round.isUsual {
                scalars.append(round.meant)
                count += 1
                index = round.end
                continue
            }
            // Quotes around a word may be right.
            if text[index] >= 0x80, index > 0, index + 1 < text.count { left += 1 }
            scalars.append(text[index])
            index += 1
        }
    }
}
