/// The rule for `gif_url`: https on one of the three sites the API names.
enum GIFAddress {
    /// The sites; their subdomains count as well.
    static let domains = ["tenor.com", "gfycat.com", "giphy.com"]
    /// The longest address in bytes.
    static let limit = 2_048

    /// Whether the site would take the address: no user, no port, no trick that makes another host look like these.
    static func isAccepted(_ address: Span<UInt8>) -> Bool {
        let scheme: StaticString = "https://"
        guard address.count <= limit, address.count > scheme.utf8CodeUnitCount else { return false }
        let text = String(copying: address)
        guard text.utf8.allSatisfy(isPlain), text.prefix(8).lowercased() == "https://" else { return false }
        let host = text.dropFirst(8).prefix { !"/?#".contains($0) }.lowercased()
        guard host.utf8.allSatisfy(isHostByte), !host.hasPrefix("."), !host.contains("..") else { return false }
        return domains.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    /// Printable ASCII without what browsers and servers read differently, such as a backslash.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
    }
}
