import TestSupport
import Text

/// Makes replies as sites write them, well and badly, and damages them.
struct ReplyMaker {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The next reply; three in five are damaged.
    mutating func next() -> [UInt8] {
        var bytes = reply()
        guard random.share() < 0.6 else { return bytes }
        for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes) }
        return bytes
    }

    /// Where to cut bytes, in order.
    mutating func places(in bytes: [UInt8]) -> [Int] {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random) }
            .sorted()
    }

    // MARK: - Whole replies

    private mutating func reply() -> [UInt8] {
        var text = ""
        while random.once(in: 6) { text += head(status: random.pick([100, 102, 103, 101])) + lineEnd + lineEnd }
        let body = String(
            repeating: random.pick(["x", "{}", "\r\n", "0\r\n\r\n"]), count: Int.random(in: 0...20, using: &random))
        text += head(status: random.pick([200, 200, 200, 201, 204, 304, 400, 413, 429, 500, 503, 999])) + lineEnd
        switch Int.random(in: 0..<8, using: &random) {
        case 0..<4: text += lengths(of: body) + lineEnd + body
        case 4..<6:
            text +=
                name("Transfer-Encoding") + ": " + random.pick(["chunked", "Chunked"]) + lineEnd + lineEnd
                + chunks(of: body)
        case 6: text += lineEnd + body
        default:
            text +=
                lengths(of: body) + name("Transfer-Encoding") + ": " + random.pick(["chunked", "gzip", "identity", ""])
                + lineEnd
            text += lineEnd + chunks(of: body)
        }
        if random.once(in: 10) { text += random.pick(["\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "x"]) }
        return Array(text.utf8)
    }

    private var lineEnd: String {
        mutating get { random.once(in: 25) ? "\n" : "\r\n" }
    }

    private mutating func head(status: Int) -> String {
        var text = random.pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"]) + " \(status)"
        if random.once(in: 60) {
            text = text.replacing("HTTP/1.", with: random.pick(["HTTP/2.", "http/1.", "HTTP/1.1", ""]))
        }
        text += random.pick([" OK", "", " ", " Schön und gut"])
        while random.once(in: 2) {
            text +=
                lineEnd
                + random.pick([
                    "Server: nginx/1.22", "Connection: close", "Connection: keep-alive", "Retry-After: 5", "X:",
                    "X-Y: \t a b \t",
                    "Set-Cookie: a=b; Path=/", "X: a\r\n b", "X: a\n\tb\r\n ", "Vary: é",
                    "content-type: text/html; charset=\"UTF-8\"",
                ])
            if random.once(in: 40) {
                text += lineEnd + random.pick(["No colon", "X : y", ": y", "X Y: z", "X: a\rb", "X: a\0b", " fold"])
            }
        }
        return text
    }

    private mutating func name(_ name: String) -> String {
        random.pick([name, name.lowercased(), name.uppercased()])
    }

    private mutating func lengths(of body: String) -> String {
        let count = body.utf8.count
        var text = name("Content-Length") + ":" + random.pick([" ", "", "\t"]) + "\(count)"
        if random.once(in: 15) {
            text += random.pick([", \(count)", ",\(count + 1)", ",", " ", "\r\n ", ", 0\(count)"])
        }
        text += lineEnd
        if random.once(in: 15) {
            text += name("Content-Length") + ": \(random.pick([count, count, count + 1]))" + lineEnd
        }
        return text
    }

    private mutating func chunks(of body: String) -> String {
        var text = ""
        var rest = Array(body.utf8)[...]
        while let first = rest.first {
            let count = Int.random(in: 1...rest.count, using: &random)
            text += (random.once(in: 10) ? "0" : "") + String(count, radix: 16, uppercase: first & 1 == 0)
            text += random.pick(["", "", "", "", ";a=b", " ", ";\"x\"", "\t "])
            text += random.once(in: 40) ? "\n" : "\r\n"
            text += String(decoding: rest.prefix(count), as: UTF8.self) + (random.once(in: 60) ? "\n" : "\r\n")
            rest = rest.dropFirst(count)
        }
        text += random.pick(["0", "0", "00", "0;x"]) + "\r\n"
        while random.once(in: 8) {
            text +=
                random.pick(["X: y", "Trailer:", "X: y\r\n z", "Content-Length: 5", "Content-Length: x", "X y"])
                + lineEnd
        }
        return text + lineEnd
    }

    // MARK: - Damage

    private static let bytes =
        Array("\r\n\r\n\r\n  \t:;,0123456789abcdefHTP/.-\0\u{7F}\u{B}\u{C}\u{85}".utf8) + [0xFF, 0x80]

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let count = Int.random(in: 1...min(12, bytes.count - place), using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] = random.pick(Self.bytes)
        case 1: bytes.insert(random.pick(Self.bytes), at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 4: bytes.removeLast(count)
        case 5: bytes.insert(contentsOf: bytes[place..<place + count], at: place)
        case 6: bytes.removeSubrange(place..<place + count)
        default:
            let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
            let line = random.pick(lines) + [10]
            bytes.insert(contentsOf: line, at: min(bytes.count, lines[0].count + 1))
        }
    }
}
