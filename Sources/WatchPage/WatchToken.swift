/// The part of a page's address that nobody can guess: whoever knows it may see the page.
struct WatchToken: Sendable {
    /// 32 hexadecimal digits.
    let text: String

    /// 128 random bits of the operating system's.
    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<16).map { _ in
            let byte = UInt8.random(in: 0...255, using: &generator)
            return (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Whether a text is the token; takes as long for a wrong one however much of it is right.
    func matches(_ other: Substring) -> Bool {
        let (own, given) = (Array(text.utf8), Array(other.utf8))
        guard own.count == given.count else { return false }
        return zip(own, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
