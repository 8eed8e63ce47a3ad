import Text

/// Characters as something else than text writes them: `=C3=BC` of mails, `%C3%BC` of addresses, `\u00fc` of JSON.
enum EscapedCharacter {
    static func first(in text: Span<UInt8>, _ place: DamagePlace) -> Damage? {
        for index in text.indices {
            let found: (shown: String, meant: String)? =
                switch text[index] {
                case UInt8(ascii: "="): mail(text, index)
                case UInt8(ascii: "%"): address(text, index, place)
                case UInt8(ascii: "\\"): json(text, index)
                default: nil
                }
            guard let (shown, meant) = found else { continue }
            let source =
                switch text[index] {
                case UInt8(ascii: "="): "mail (quoted-printable)"
                case UInt8(ascii: "%"): "a web address"
                default: "JSON or a program's text"
                }
            return Damage(
                kind: .escapedCharacter, finding: "holds \(shown), which is how \(source) writes “\(meant)”",
                remedy: "Write the character itself: export the text anew, or have it decoded before.")
        }
        return nil
    }

    /// `=C3=BC`, and `=FC` between letters; `=DE` alone may be a country.
    private static func mail(_ text: Span<UInt8>, _ index: Int) -> (String, String)? {
        let (bytes, end) = run(text, index, UInt8(ascii: "="))
        if bytes.isEmpty || isLink(text, index, "/?&") { return nil }
        if let found = character(bytes) { return (Excerpt.text(text, index..<index + 3 * found.count), found.text) }
        guard bytes.count == 1, index > 0, isLetter(text[index - 1]), end < text.count, isSmall(text[end]) else {
            return nil
        }
        let scalar = Windows1252.scalar(of: bytes[0])
        guard bytes[0] >= 0xC0, UTF8Round.isUsual(scalar) else { return nil }
        return (Excerpt.text(text, index..<end), Excerpt.text([scalar]))
    }

    /// `%C3%BC`, and of a user `%40`; in an address both are right.
    private static func address(_ text: Span<UInt8>, _ index: Int, _ place: DamagePlace) -> (String, String)? {
        let (bytes, end) = run(text, index, UInt8(ascii: "%"))
        if bytes.isEmpty || isLink(text, index, "/?&=:") { return nil }
        if let found = character(bytes) { return (Excerpt.text(text, index..<index + 3 * found.count), found.text) }
        guard bytes.count == 1, index > 0, isLetter(text[index - 1]), end < text.count,
            isLetter(text[end]) || text[end] == UInt8(ascii: "%")
        else { return nil }
        let signs: [UInt8] = place == .user ? [0x20, 0x2B, 0x40] : [0x20, 0x27, 0x2C]
        return signs.contains(bytes[0])
            ? (Excerpt.text(text, index..<end), Excerpt.text([UInt32(bytes[0])])) : nil
    }

    /// `\u00fc`, and both halves of an emoji.
    private static func json(_ text: Span<UInt8>, _ index: Int) -> (String, String)? {
        guard let unit = unit(text, index) else { return nil }
        if unit >> 10 == 0x36, let low = self.unit(text, index + 6), low >> 10 == 0x37 {
            let scalar = 0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF)
            return (Excerpt.text(text, index..<index + 12), Excerpt.text([scalar]))
        }
        guard unit < 0x80 ? unit >= 0x20 : UTF8Round.isUsual(unit) else { return nil }
        return (Excerpt.text(text, index..<index + 6), Excerpt.text([unit]))
    }

    private static func unit(_ text: Span<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt32 = 0
        for place in index + 2..<index + 6 {
            guard let digit = digit(text[place], mayBeSmall: true) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    // MARK: Bytes

    /// The bytes that are written one after the other from a place on, and where that ends.
    private static func run(_ text: Span<UInt8>, _ start: Int, _ sign: UInt8) -> (bytes: [UInt8], end: Int) {
        var bytes: [UInt8] = []
        var index = start
        // Mail writes capitals only, and so most programs do in addresses.
        let mayBeSmall = sign == UInt8(ascii: "%")
        while index + 2 < text.count, text[index] == sign, bytes.count < 8,
            let high = digit(text[index + 1], mayBeSmall: mayBeSmall),
            let low = digit(text[index + 2], mayBeSmall: mayBeSmall)
        {
            bytes.append(high << 4 | low)
            index += 3
        }
        return (bytes, index)
    }

    /// The character of UTF-8 beyond ASCII that some bytes begin with, and how many of them are its own.
    private static func character(_ bytes: [UInt8]) -> (text: String, count: Int)? {
        guard let lead = bytes.first, lead >= 0xC2 else { return nil }
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard bytes.count >= count, (try? UTF8Span(validating: bytes.span.extracting(..<count))) != nil else {
            return nil
        }
        var scalars: [UInt32] = []
        scalars.append(decoding: bytes.span.extracting(..<count))
        return scalars.allSatisfy(UTF8Round.isUsual) ? (Excerpt.text(scalars), count) : nil
    }

    /// Whether the word around a place is an address, or a part of one.
    private static func isLink(_ text: Span<UInt8>, _ index: Int, _ signs: String) -> Bool {
        var (start, end) = (index, index)
        while start > 0, text[start - 1] > 0x20 { start -= 1 }
        while end < text.count, text[end] > 0x20 { end += 1 }
        return (start..<end).contains { signs.utf8.contains(text[$0]) }
    }

    private static func digit(_ byte: UInt8, mayBeSmall: Bool) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66 where mayBeSmall: byte - 0x57
        default: nil
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func isSmall(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
}
