import Glibc

/// Checks hosts and brings them into one form.
enum HostName {
    /// The canonical form of a host in ASCII: lower case, without a final dot; an IPv6 address in brackets becomes its
    /// shortest form without them. Nil if it is no valid host.
    static func canonical(_ text: Substring) -> String? {
        if text.first == "[" {
            guard text.last == "]" else { return nil }
            return IPv6Address(text.dropFirst().dropLast())?.description
        }
        var name = text.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { return nil }
        // Resolvers take names like 127.1 or 0x7f000001 for addresses: those must be written in full.
        if isNumeric(last) { return isIPv4(name) ? name : nil }
        return name
    }

    /// Whether the text is four decimal numbers from 0 to 255 without leading zeros.
    static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return unsafe inet_pton(AF_INET, text, &address) == 1
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
            }
    }

    private static func isNumeric(_ label: Substring) -> Bool {
        let digits = label.hasPrefix("0x") ? label.dropFirst(2) : label
        return digits.allSatisfy { label.hasPrefix("0x") ? $0.isHexDigit : $0.isNumber }
    }
}
