/// Words of accented letters with signs among them, as bytes of East Asian text or of KOI8 become: "¾È³çÇÏ¼¼¿ä".
enum ForeignRun {
    private static let least = 4
    private static let signs = Set(
        "¡¢¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷‚ƒ„†‡ˆ‰‹•˜™›".unicodeScalars.map(\.value))

    /// Whether a text holds a run of characters beyond ASCII, some of them letters, and one a sign in their midst.
    static func isIn(_ scalars: [UInt32]) -> Bool {
        var index = 0
        while index < scalars.count {
            var end = index
            while end < scalars.count, scalars[end] > 0xA0 { end += 1 }
            if end - index >= least, scalars[index + 1..<end - 1].contains(where: signs.contains),
                scalars[index..<end].contains(where: { Script($0) == .latin })
            {
                return true
            }
            index = max(end, index + 1)
        }
        return false
    }
}
