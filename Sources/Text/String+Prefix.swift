extension String {
    /// The longest beginning of at most so many bytes of UTF-8 that splits no character's encoding.
    package func prefix(utf8Count: Int) -> String {
        guard utf8.count > utf8Count else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: utf8Count)
        // Bytes 10xxxxxx continue a character.
        while utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(decoding: utf8[..<end], as: UTF8.self)
    }
}
