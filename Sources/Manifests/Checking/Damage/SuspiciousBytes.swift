/// Which bytes stand in a text that damage cannot do without.
///
/// Most texts have none of them, which one pass without a branch for each byte finds out: `isPlain` is such a pass.
struct SuspiciousBytes: OptionSet {
    let rawValue: UInt8
    static let ampersand = SuspiciousBytes(rawValue: 1)
    static let backslash = SuspiciousBytes(rawValue: 2)
    /// `*`, `%`, `[`, `<`, `$`, `{`, `#`, `«`: what begins the merge tags of other services.
    static let tagStart = SuspiciousBytes(rawValue: 4)
    /// A control character other than a tab and the ends of lines.
    static let control = SuspiciousBytes(rawValue: 8)
    static let underscore = SuspiciousBytes(rawValue: 16)
    static let questionMark = SuspiciousBytes(rawValue: 32)
    /// `=`, `%` or `\`: what begins a character that is written as a code.
    static let escape = SuspiciousBytes(rawValue: 64)
    static let nonASCII = SuspiciousBytes(rawValue: 0x80)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks through a text byte by byte.
    init(in text: Span<UInt8>) {
        var seen: SuspiciousBytes = []
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "&"): seen.insert(.ampersand)
            case UInt8(ascii: "\\"): seen.formUnion([.backslash, .escape])
            case UInt8(ascii: "="): seen.insert(.escape)
            case UInt8(ascii: "%"): seen.formUnion([.tagStart, .escape])
            case UInt8(ascii: "_"): seen.insert(.underscore)
            case UInt8(ascii: "?"): seen.insert(.questionMark)
            case UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "$"),
                UInt8(ascii: "{"), UInt8(ascii: "#"):
                seen.insert(.tagStart)
            case 0xC2: seen.formUnion([.tagStart, .nonASCII])
            case 0x80...: seen.insert(.nonASCII)
            case let byte where StrayControl.isStray(byte): seen.insert(.control)
            default: break
            }
        }
        self = seen
    }

    /// Whether a user, sender or reference is printable ASCII without anything suspicious.
    static func isPlain(name text: Span<UInt8>) -> Bool {
        var seen: UInt8 = 0
        for index in text.indices { seen |= mark(ofName: text[index]) }
        return seen == 0
    }

    /// The same of a user, and whether it may be several names: it has an `@` beside what may part it from another name, a blank,
    /// `,`, `:`, `;` or `<`, or one of these but the blank by itself.
    static func look(atUser text: Span<UInt8>) -> (isPlain: Bool, mayHoldSeveral: Bool) {
        var seen: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            seen |=
                mark(ofName: byte) | (byte == 0x40 ? 2 : 0)
                | (byte &- 0x3A < 3 ? 12 : 0) | (byte == 0x2C ? 12 : 0) | (byte == 0x20 ? 4 : 0)
        }
        return (seen & 0x81 == 0, seen & 2 != 0 && seen & 0x85 != 0 || seen & 8 != 0)
    }

    /// Of a name a `?` and a `=` are suspicious too, and all that is no printable ASCII.
    @inline(__always)
    private static func mark(ofName byte: UInt8) -> UInt8 {
        mark(of: byte) | (byte &- 0x20 > 0x5E ? 1 : 0) | (byte | 2 == 0x3F ? 1 : 0)
    }

    /// Whether a message is ASCII without anything suspicious, a control character or a brace.
    static func isPlain(message text: Span<UInt8>) -> Bool {
        var seen: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            // The third is DEL, for which `_` is looked for as well; the last finds `=` and `?`.
            seen |= mark(of: byte) | (byte < 0x20 ? 2 : 0) | (byte | 0x20 == 0x7F ? 1 : 0) | (byte | 2 == 0x3F ? 4 : 0)
        }
        return seen & 0x81 == 0 && (seen == 0 || hasPlainSigns(text, seen))
    }

    /// The second look at the few messages that need one; apart, so that the first stays a loop without branches.
    @inline(never)
    private static func hasPlainSigns(_ text: Span<UInt8>, _ seen: UInt8) -> Bool {
        (seen & 2 == 0 || hasNoControl(text)) && (seen & 4 == 0 || hasPlainMarks(text))
    }

    /// Whether every `?` stands where people write it: not before a letter, another one or a comma, and not at the end of the name
    /// that a letter begins with; and no `=` before a number in hexadecimal, as mails write a letter.
    private static func hasPlainMarks(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] | 2 == 0x3F && index + 1 < text.count {
            let next = text[index + 1]
            if text[index] == 0x3D {
                if next &- 0x43 < 4 { return false }
                continue
            }
            if (next | 0x20) &- 0x61 < 26 || next == 0x2C || next == 0x3F { return false }
        }
        return LostLetter.damage(inSalutationOf: text) == nil
    }

    /// Whether nothing below the blank but tabs and ends of lines stands in a text; few messages have any of these.
    private static func hasNoControl(_ text: Span<UInt8>) -> Bool {
        var seen: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            seen |= (byte < 9 ? 1 : 0) | (byte &- 11 < 2 ? 1 : 0) | (byte &- 14 < 18 ? 1 : 0)
        }
        return seen == 0
    }

    /// Not zero for a suspicious byte: `#` to `&`, `*`, `<`, `[`, `\`, `{`, and all beyond ASCII; for `|` too, which costs a second
    /// look and saves a comparison. Compares in a way that the compiler turns into a few instructions for many bytes at once.
    @inline(__always)
    private static func mark(of byte: UInt8) -> UInt8 {
        (byte &- 0x23 < 4 ? 1 : 0) | (byte == 0x2A ? 1 : 0) | (byte == 0x3C ? 1 : 0)
            | ((byte | 0x20) &- 0x7B < 2 ? 1 : 0)
            | (byte & 0x80)
    }
}
