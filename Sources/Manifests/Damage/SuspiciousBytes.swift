/// Which bytes stand in a text that damage cannot do without.
///
/// Most texts have none of them: one pass, without a branch for each byte, spares them every closer look.
struct SuspiciousBytes: OptionSet {
    let rawValue: UInt8
    static let ampersand = SuspiciousBytes(rawValue: 1)
    static let backslash = SuspiciousBytes(rawValue: 2)
    /// `*`, `%`, `[`, `<`, `$`: what begins the merge tags of other services.
    static let tagStart = SuspiciousBytes(rawValue: 4)
    static let nonASCII = SuspiciousBytes(rawValue: 0x80)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Looks through a text.
    init(in text: Span<UInt8>) {
        var seen: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            seen |= byte & 0x80
            seen |= byte == UInt8(ascii: "&") ? 1 : 0
            seen |= byte == UInt8(ascii: "\\") ? 2 : 0
            seen |= byte == UInt8(ascii: "*") ? 4 : 0
            seen |= byte == UInt8(ascii: "%") ? 4 : 0
            seen |= byte == UInt8(ascii: "[") ? 4 : 0
            seen |= byte == UInt8(ascii: "<") ? 4 : 0
            seen |= byte == UInt8(ascii: "$") ? 4 : 0
        }
        self.init(rawValue: seen)
    }
}
