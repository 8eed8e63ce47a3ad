/// The rule for `gif_url`: https on one of the three sites the API names.
enum GIFAddress {
    /// The sites; their subdomains count as well.
    static let domains = ["tenor.com", "gfycat.com", "giphy.com"]
    /// The longest address in bytes.
    static let limit = 2_048

    /// Whether the site would take the address: no user, no port, no trick that makes another host look like these.
    static func isAccepted(_ address: Span<UInt8>) -> Bool {
        let scheme = "https://".utf8.span
        guard address.count <= limit, address.count > scheme.count,
            matches(address.extracting(..<scheme.count), scheme)
        else { return false }
        var hostEnd = address.count
        for index in scheme.count..<address.count {
            let byte = address[index]
            guard isPlain(byte) else { return false }
            if hostEnd == address.count, endsHost(byte) { hostEnd = index }
        }
        return isAcceptedHost(address.extracting(scheme.count..<hostEnd))
    }

    private static func isAcceptedHost(_ host: Span<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        var previous = dot
        for index in host.indices {
            let byte = host[index]
            // No label may be empty.
            guard isHostByte(byte), byte != dot || previous != dot else { return false }
            previous = byte
        }
        for domain in domains {
            let rest = host.count - domain.utf8.count
            guard rest == 0 || (rest > 0 && host[rest - 1] == dot) else { continue }
            if matches(host.extracting(rest...), domain.utf8.span) { return true }
        }
        return false
    }

    /// Whether the text is the lower-case one, in any case.
    private static func matches(_ text: Span<UInt8>, _ lowerCase: Span<UInt8>) -> Bool {
        for index in text.indices {
            let byte = text[index]
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            if (isUpper ? byte | 0x20 : byte) != lowerCase[index] { return false }
        }
        return true
    }

    /// Printable ASCII without what browsers and servers read differently, such as a backslash.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "}"):
            false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func endsHost(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
